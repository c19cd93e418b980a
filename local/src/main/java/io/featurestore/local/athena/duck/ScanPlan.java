package io.featurestore.local.athena.duck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds the scans of a query: DuckDB plans it over empty tables. The optimizers that would use the
/// emptiness, or read a table in another way than Trino, are switched off.
final class ScanPlan {
    /// Holds the empty tables.
    static final String SCHEMA = "\u0001plan";

    /// `statistics_propagation` sees that a table is empty. `late_materialization` reads a table twice. The
    /// others read a table once for two places of a query, where Trino reads it twice, or add conditions of a
    /// running join.
    static final String DISABLED =
            "statistics_propagation,late_materialization,common_subplan,materialized_cte,join_filter_pushdown";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern TABLE = Pattern.compile(".*\\.t(\\d+)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("'(?:[^']|'')*'|\\b(c\\d+(?:\\.\\w+)*)\\b");
    /// Begins the names of the columns of the empty tables, so that they are no names of other columns.
    private static final String MARK = "\u0001";
    private static final String OPTIONAL = "optional: ";

    private final List<Pattern> names = new ArrayList<>();
    private final List<List<String>> columns = new ArrayList<>();
    private final List<Scan> scans = new ArrayList<>();

    private ScanPlan(List<Relation> relations) {
        for (Relation relation : relations) {
            List<String> own =
                    relation.columns().stream().map(Relation.Column::name).toList();
            String all = own.stream()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|"));
            columns.add(own);
            names.add(Pattern.compile(
                    "'(?:[^']|'')*'|\"?" + MARK + "c(\\d+)\"?|(?<![\\w.-])\"?(" + all + ")\"?(?![\\w(-])"));
        }
    }

    /// Returns the name of a column of an empty table.
    static String column(int number) {
        return '"' + MARK + "c" + number + '"';
    }

    static String table(int number) {
        return "\"" + SCHEMA + "\".t" + number;
    }

    /// Returns the scans of a query.
    static List<Scan> of(DuckSession session, List<Relation> relations, String sql) throws SQLException, IOException {
        ScanPlan plan = new ScanPlan(relations);
        try (Statement statement = session.statement();
                ResultSet result = statement.executeQuery("EXPLAIN (FORMAT JSON) " + sql)) {
            while (result.next()) {
                plan.collect(JSON.readTree(result.getString(2)), List.of());
            }
        }
        return List.copyOf(plan.scans);
    }

    /// Walks through a plan.
    ///
    /// @param above the condition of the node above, if it is a filter
    private void collect(JsonNode node, List<String> above) {
        if (node.isArray()) {
            node.forEach(child -> collect(child, List.of()));
            return;
        }
        String name = node.path("name").asText("").strip();
        JsonNode info = node.path("extra_info");
        if (name.equals("SEQ_SCAN")) {
            scans.add(scan(info, above));
        }
        List<String> condition = name.equals("FILTER") ? texts(info.path("Expression")) : List.of();
        node.path("children").forEach(child -> collect(child, condition));
    }

    private Scan scan(JsonNode info, List<String> above) {
        String table = info.path("Table").asText();
        Matcher found = TABLE.matcher(table);
        if (!found.matches()) {
            throw new IllegalStateException("a plan reads an unknown table: " + table);
        }
        int number = Integer.parseInt(found.group(1));
        Set<String> read = new LinkedHashSet<>();
        texts(info.path("Projections")).forEach(projection -> read.add(projection.replace(MARK, "")));
        List<Condition> conditions = new ArrayList<>();
        for (String filter : texts(info.path("Filters"))) {
            String plain = numbered(filter, number);
            Matcher column = NAME.matcher(plain);
            while (column.find()) {
                if (column.group(1) != null) {
                    read.add(column.group(1));
                }
            }
            if (!plain.contains("Dynamic Filter")) {
                conditions.add(Condition.of(plain.startsWith(OPTIONAL) ? plain.substring(OPTIONAL.length()) : plain));
            }
        }
        above.forEach(filter -> conditions.add(Condition.of(numbered(filter, number))));
        return new Scan(number, read, conditions);
    }

    /// Returns a condition with the columns by number. A plan names a column as the empty table does, or as
    /// the query does, and then without the quotes that it may need; an operator has spaces around it.
    private String numbered(String condition, int table) {
        return names.get(table).matcher(condition).replaceAll(match -> {
            if (match.group(1) != null) {
                return "c" + match.group(1);
            }
            return match.group(2) == null
                    ? Matcher.quoteReplacement(match.group())
                    : "c" + columns.get(table).indexOf(match.group(2));
        });
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
