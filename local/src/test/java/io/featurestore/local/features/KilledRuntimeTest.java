package io.featurestore.local.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checks the files that a killed process leaves: nothing is closed here, and a second runtime opens the files.
class KilledRuntimeTest {
    @TempDir
    private Path folder;

    @Test
    void keepsEachAnsweredLineAndDropsTheOneCutOff() throws IOException {
        Path file = folder.resolve("lines.jsonl");
        try (Journal killed = new Journal(file, line -> {})) {
            killed.append(TextNode.valueOf("one\n한"));
            killed.append(TextNode.valueOf("two"));
            Files.writeString(file, "{\"cut\":\"o", StandardOpenOption.APPEND);

            assertThat(lines(file)).containsExactly(TextNode.valueOf("one\n한"), TextNode.valueOf("two"));
        }
    }

    @Test
    void appendsAfterTheLastWholeLine() throws IOException {
        Path file = folder.resolve("lines.jsonl");
        Files.writeString(file, "1\n2");
        try (Journal journal = new Journal(file, line -> {})) {
            journal.append(JsonNodeFactory.instance.numberNode(3));
        }

        assertThat(Files.readString(file)).isEqualTo("1\n3\n");
    }

    @Test
    void rewritesAJournalAndAppendsToIt() throws IOException {
        Path file = folder.resolve("lines.jsonl");
        try (Journal journal = new Journal(file, line -> {})) {
            journal.append(TextNode.valueOf("old"));
            journal.rewrite(List.of(TextNode.valueOf("new")).iterator());
            journal.append(TextNode.valueOf("newer"));
        }

        assertThat(lines(file)).containsExactly(TextNode.valueOf("new"), TextNode.valueOf("newer"));
    }

    @Test
    void keepsOnlineRecordsAndForgetsDeletedOnes() {
        Path file = folder.resolve("online.jsonl");
        JsonNode values = JsonNodeFactory.instance.arrayNode().add("v");
        try (OnlineStore killed = new OnlineStore(file, Clock.systemUTC())) {
            killed.put(record("1", 5), values, Optional.empty());
            killed.put(record("2", 5), values, Optional.empty());
            killed.softDelete("2", Instant.ofEpochSecond(6));
            try (OnlineStore next = new OnlineStore(file, Clock.systemUTC())) {
                assertThat(next.get("1").orElseThrow().values()).isEqualTo(values);
                assertThat(next.get("2")).isEmpty();
                next.put(record("2", 5), values, Optional.empty());
                assertThat(next.get("2")).isEmpty();
            }
        }
    }

    @Test
    void compactsAnOnlineStoreOfManyWrites() throws IOException {
        Path file = folder.resolve("online.jsonl");
        JsonNode values = JsonNodeFactory.instance.arrayNode().add("v");
        try (OnlineStore store = new OnlineStore(file, Clock.systemUTC())) {
            for (int second = 0; second < 1_500; second++) {
                store.put(record("1", second), values, Optional.empty());
            }
        }
        new OnlineStore(file, Clock.systemUTC()).close();

        assertThat(Files.readAllLines(file)).singleElement().asString().contains("1970-01-01T00:24:59Z");
        try (OnlineStore store = new OnlineStore(file, Clock.systemUTC())) {
            assertThat(store.get("1")).isPresent();
        }
    }

    private static CheckedRecord record(String identifier, long second) {
        return new CheckedRecord(identifier, Instant.ofEpochSecond(second), Map.of());
    }

    private static List<JsonNode> lines(Path file) {
        List<JsonNode> lines = new ArrayList<>();
        new Journal(file, lines::add).close();
        return lines;
    }
}
