package io.featurestore.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentFilesTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private Documents documents;

    @BeforeEach
    void open() throws IOException {
        documents = DocumentFiles.open(folder);
    }

    @Test
    void readsWhatWasWrittenAlsoAfterARestart() throws IOException {
        JsonNode content = JSON.readTree("{\"a\":[1,2.50,null,\"한글\"],\"b\":{}}");
        documents.write("things", "x", content);

        assertThat(DocumentFiles.open(folder).read("things", "x").orElseThrow().toString())
                .isEqualTo(content.toString());
    }

    @Test
    void replacesAndRemoves() throws IOException {
        documents.write("things", "x", JSON.readTree("1"));
        documents.write("things", "x", JSON.readTree("2"));
        assertThat(documents.read("things", "x")).contains(JSON.readTree("2"));

        documents.remove("things", "x");
        documents.remove("things", "x");
        assertThat(documents.read("things", "x")).isEmpty();
        assertThat(documents.list("things")).isEmpty();
    }

    @Test
    void listsOneKindByName() {
        for (String name : List.of("b", "a/b", "a", "", "..", "A")) {
            documents.write("things", name, JSON.nullNode());
        }
        documents.write("others", "z", JSON.nullNode());

        assertThat(documents.list("things").map(Documents.Document::name))
                .containsExactly("", "..", "A", "a", "a/b", "b");
        assertThat(documents.list("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../escape", "/etc/passwd", "a\\b", "nul\0", "한글 ü +%", "con", "arn:aws:x:y:1:z/w"})
    void keepsAnyNameInsideItsFolder(String name) throws IOException {
        documents.write("things", name, JSON.readTree("1"));

        assertThat(documents.read("things", name)).isPresent();
        try (var files = Files.list(folder.resolve("things"))) {
            assertThat(files)
                    .hasSize(1)
                    .allSatisfy(f -> assertThat(f.getFileName().toString()).matches("[a-z0-9%_-]*\\.json"));
        }
    }

    @Test
    void tellsLongNamesAndNamesThatDifferInCaseApart() throws IOException {
        List<String> names = List.of("x".repeat(5000) + "1", "x".repeat(5000) + "2", "name", "Name");
        for (String name : names) {
            documents.write("things", name, JSON.getNodeFactory().textNode(name));
        }

        assertThat(names).allSatisfy(name -> assertThat(
                        documents.read("things", name).orElseThrow().textValue())
                .isEqualTo(name));
        try (var files = Files.list(folder.resolve("things"))) {
            assertThat(files.map(f -> f.getFileName().toString().toLowerCase(java.util.Locale.ROOT)))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void isReadWholeWhileItIsReplaced() throws Exception {
        documents.write("things", "x", JSON.readTree("[0]"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writes = threads.submit(() -> IntStream.range(0, 500)
                    .forEach(i -> documents.write(
                            "things", "x", JSON.createArrayNode().add("y".repeat(i)))));
            while (!writes.isDone()) {
                assertThat(documents.read("things", "x").orElseThrow().size()).isOne();
            }
            writes.get();
        }
    }

    @Test
    void removesWhatAKilledProcessLeftHalfWritten() throws IOException {
        documents.write("things", "x", JSON.readTree("1"));
        Path left = Files.writeString(folder.resolve("things/123.temporary"), "{\"na");

        assertThat(DocumentFiles.open(folder).list("things")).hasSize(1);
        assertThat(left).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "A"})
    void refusesAKindThatIsNoPlainWord(String kind) {
        assertThatThrownBy(() -> documents.read(kind, "x")).isInstanceOf(IllegalArgumentException.class);
    }
}
