package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Checks what a lenient reader of JSON Lines ignores: the order of keys, the kinds of values, and the form of
/// NULL.
final class JsonShape {
    private JsonShape() {}

    /// Checks every line.
    ///
    /// @param types the names and DuckDB types of the columns, in order
    /// @param text whether every value is a text or a list of texts, and NULL is left out
    static void check(Path file, Map<String, String> types, boolean text) throws IOException {
        List<String> names = List.copyOf(types.keySet());
        for (String line : Files.readString(file).split("\n")) {
            JsonNode record = Json.MAPPER.readTree(line);
            List<String> keys = new ArrayList<>();
            record.fieldNames().forEachRemaining(keys::add);
            assertThat(keys).isEqualTo(text ? names.stream().filter(record::has).toList() : names);
            record.properties().forEach(field -> {
                if (text && field.getValue().isArray()) {
                    assertThat(field.getValue()).as(line).allMatch(JsonNode::isTextual);
                } else {
                    assertThat(field.getValue().getNodeType()).as(line).isIn(kinds(types.get(field.getKey()), text));
                }
            });
        }
    }

    private static List<JsonNodeType> kinds(String type, boolean text) {
        if (text) {
            return List.of(JsonNodeType.STRING);
        }
        JsonNodeType kind =
                switch (type) {
                    case "BIGINT", "INTEGER", "DOUBLE" -> JsonNodeType.NUMBER;
                    case "BOOLEAN" -> JsonNodeType.BOOLEAN;
                    case "VARCHAR[]" -> JsonNodeType.ARRAY;
                    case String t when t.startsWith("STRUCT") -> JsonNodeType.OBJECT;
                    default -> JsonNodeType.STRING;
                };
        return List.of(kind, JsonNodeType.NULL);
    }
}
