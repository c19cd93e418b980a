package io.featurestore.local.athena.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the scans of Parquet files out of DuckDB's plans.
final class ScanPlans {
    private static final JsonMapper JSON = new JsonMapper();

    private static final Pattern WORD =
            Pattern.compile("'(?:[^']|'')*'|\"((?:[^\"]|\"\")+)\"|([\\p{L}_][\\p{L}\\p{N}_-]*)");

    private ScanPlans() {}

    /// Returns what DuckDB tells of each scan of a statement.
    static List<JsonNode> of(Connection duck, String sql) throws SQLException, IOException {
        List<JsonNode> scans = new ArrayList<>();
        try (Statement statement = duck.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN (FORMAT JSON) " + sql)) {
            while (plan.next()) {
                collect(JSON.readTree(plan.getString(2)), scans);
            }
        }
        return scans;
    }

    private static void collect(JsonNode node, List<JsonNode> scans) {
        if (node.path("name").asText("").strip().equals("READ_PARQUET")) {
            scans.add(node.path("extra_info"));
        }
        (node.isArray() ? node : node.path("children")).forEach(child -> collect(child, scans));
    }

    /// Returns the texts of a field, which may be missing, one text or an array.
    static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(text -> texts.add(text.asText()));
        } else if (!node.asText("").isEmpty()) {
            texts.add(node.asText());
        }
        return texts;
    }

    /// Returns the names in a filter, and its words.
    static List<String> words(String filter) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(filter);
        while (word.find()) {
            if (word.group(1) != null) {
                words.add(word.group(1).replace("\"\"", "\""));
            } else if (word.group(2) != null) {
                words.add(word.group(2));
            }
        }
        return words;
    }
}
