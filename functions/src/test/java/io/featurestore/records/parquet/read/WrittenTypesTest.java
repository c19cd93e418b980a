package io.featurestore.records.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Compression;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.parquet.ParquetText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Reads the files that this project writes of Athena's texts: the text comes back, for all types and values
/// of `types.jsonl` whose text is the one that Athena prints.
class WrittenTypesTest {
    private static final JsonMapper JSON = new JsonMapper();

    static Map<String, List<String>> texts() throws IOException {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(
                ColumnType.class.getResourceAsStream("/io/featurestore/records/fidelity/types.jsonl"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                JsonNode each = JSON.readTree(line);
                String written = each.path("parquet").asText();
                String text = each.get("athena").asText();
                // A row cast without names, and a zone that a file cannot hold.
                boolean other = each.get("type").asText().startsWith("row") && text.startsWith("[")
                        || each.get("type").asText().endsWith("zone") && !text.endsWith(" UTC");
                if (!written.equals("ConversionFailed")
                        && !other
                        && isPrinted(each.get("type").asText())) {
                    texts.computeIfAbsent(each.get("type").asText(), _ -> new ArrayList<>())
                            .add(
                                    each.get("athena").isNull()
                                            ? null
                                            : each.get("athena").asText());
                }
            }
        }
        return texts;
    }

    /// Returns whether a file stores the values of a type as such: not as text.
    private static boolean isPrinted(String type) {
        return !List.of("unknown", "json", "uuid", "ipaddress").contains(type)
                && !type.startsWith("time(")
                && !type.equals("time")
                && !type.startsWith("interval");
    }

    static List<String> types() throws IOException {
        List<String> types = List.copyOf(texts().keySet());
        assertThat(types).hasSizeGreaterThan(25);
        return types;
    }

    @ParameterizedTest
    @MethodSource("types")
    void comeBack(String type) throws IOException {
        List<String> texts = texts().get(type);
        OutputColumn column = ParquetText.column("v", type);
        byte[] file = ParquetText.file(
                List.of(column),
                Compression.SNAPPY,
                texts.stream().map(Collections::singletonList).toList());

        List<String> read = MemorySource.rows(file, List.of(new WantedColumn("v", column.type()))).stream()
                .map(List::getFirst)
                .toList();
        for (int i = 0; i < texts.size(); i++) {
            assertThat(plain(read.get(i), column.type())).isEqualTo(plain(texts.get(i), column.type()));
        }
    }

    /// Returns what a text means, where Athena prints another text for the same value: numbers with other
    /// zeros, and JSON with another order of keys.
    private static Object plain(String text, ColumnType type) throws IOException {
        if (text == null) {
            return "NULL";
        }
        if (type.isNested()) {
            return JSON.readTree(text);
        }
        return type == ColumnType.Simple.REAL ? (Object) Float.valueOf(text) : text;
    }
}
