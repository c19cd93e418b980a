package io.featurestore.local.athena.duck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the scans of a query: DuckDB plans it over empty tables, whose columns have names that are easy to read in
/// a plan. The optimizers that would use the emptiness, or read a table in another way than Trino, are switched off.
final class ScanPlan {
    /// Holds the empty tables.
    static final String SCHEMA = "\u0001plan";

    /// `statistics_propagation` sees that a table is empty. `late_materialization` reads a table twice. The others
    /// read a table once for two places of a query, where Trino reads it twice, or add conditions of a running join.
    static final String DISABLED =
            "statistics_propagation,late_materialization,common_subplan,materialized_cte,join_filter_pushdown";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern TABLE = Pattern.compile(".*\\.t(\\d+)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("'(?:[^']|'')*'|\\b(c\\d+(?:\\.\\w+)*)\\b");
    private static final String OPTIONAL = "optional: ";

    private ScanPlan() {}

    static String table(int number) {
        return "\"" + SCHEMA + "\".t" + number;
    }

    /// Returns the scans of a query.
    static List<Scan> of(DuckSession session, String sql) throws SQLException, IOException {
        List<Scan> scans = new ArrayList<>();
        try (Statement statement = session.statement();
                ResultSet plan = statement.executeQuery("EXPLAIN (FORMAT JSON) " + sql)) {
            while (plan.next()) {
                collect(JSON.readTree(plan.getString(2)), List.of(), scans);
            }
        }
        return List.copyOf(scans);
    }

    /// Walks through a plan.
    ///
    /// @param above the condition of the node above, if it is a filter
    private static void collect(JsonNode node, List<String> above, List<Scan> scans) {
        if (node.isArray()) {
            node.forEach(child -> collect(child, List.of(), scans));
            return;
        }
        String name = node.path("name").asText("").strip();
        JsonNode info = node.path("extra_info");
        if (name.equals("SEQ_SCAN")) {
            scans.add(scan(info, above));
        }
        List<String> condition = name.equals("FILTER") ? texts(info.path("Expression")) : List.of();
        node.path("children").forEach(child -> collect(child, condition, scans));
    }

    private static Scan scan(JsonNode info, List<String> above) {
        String table = info.path("Table").asText();
        Matcher number = TABLE.matcher(table);
        if (!number.matches()) {
            throw new IllegalStateException("a plan reads an unknown table: " + table);
        }
        Set<String> columns = new LinkedHashSet<>(texts(info.path("Projections")));
        List<Condition> conditions = new ArrayList<>();
        for (String filter : texts(info.path("Filters"))) {
            Matcher column = NAME.matcher(filter);
            while (column.find()) {
                if (column.group(1) != null) {
                    columns.add(column.group(1));
                }
            }
            if (!filter.contains("Dynamic Filter")) {
                conditions.add(Condition.of(
                        filter.startsWith(OPTIONAL) ? filter.substring(OPTIONAL.length()) : filter));
            }
        }
        above.forEach(filter -> conditions.add(Condition.of(filter)));
        return new Scan(Integer.parseInt(number.group(1)), columns, conditions);
    }

    /// Returns the texts of a plan's field, which may be missing, one text or an array.
    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(text -> texts.add(text.asText()));
        } else if (!node.asText("").isEmpty()) {
            texts.add(node.asText());
        }
        return texts;
    }
}
