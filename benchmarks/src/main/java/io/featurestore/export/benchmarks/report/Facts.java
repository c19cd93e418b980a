package io.featurestore.export.benchmarks.report;

import com.fasterxml.jackson.core.type.TypeReference;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Holds the circumstances of a session: machine, versions and options.
///
/// @param facts values by name, in the order of display
public record Facts(Map<String, String> facts) {
    private static final TypeReference<LinkedHashMap<String, String>> TYPE = new TypeReference<>() {};

    /// Copies the facts in their order.
    public Facts {
        facts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /// Reads facts that [#write] has written.
    public static Facts read(Path file) throws IOException {
        return new Facts(Json.MAPPER.readValue(Files.readString(file), TYPE));
    }

    /// Writes the facts as a JSON object.
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(facts) + "\n");
    }

    /// Returns the facts as a table.
    String table() {
        MarkdownTable table = new MarkdownTable("", "");
        facts.forEach(table::row);
        return table.toString();
    }
}
