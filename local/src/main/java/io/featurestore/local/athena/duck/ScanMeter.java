package io.featurestore.local.athena.duck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.local.athena.iceberg.IcebergQuery;
import io.featurestore.local.athena.iceberg.ScanSize;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.glue.Catalog;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Measures how much data a query will read. DuckDB's plan tells which columns of which files, and the footers of
/// the files tell the number of bytes. Two amounts are counted although DuckDB may skip them: row groups that
/// DuckDB skips by their statistics, and all files of a table whose partition filter cannot be evaluated alone.
public final class ScanMeter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([\\p{L}_][\\p{L}\\p{N}_-]*)");

    private final DuckSession session;
    private final List<TableFiles> tables;
    private final IcebergQuery iceberg;

    public ScanMeter(DuckSession session, List<TableFiles> tables, IcebergQuery iceberg) {
        this.session = session;
        this.tables = tables;
        this.iceberg = iceberg;
    }

    /// The amount of data that a query reads.
    ///
    /// @param bytes the compressed length of the column chunks
    /// @param rows the rows of the files
    public record Scanned(long bytes, long rows) {
        Scanned plus(Scanned other) {
            return new Scanned(bytes + other.bytes, rows + other.rows);
        }
    }

    public Scanned measure(String sql) throws SQLException, IOException, QueryFailure {
        List<JsonNode> scans = new ArrayList<>();
        try (Statement statement = session.statement();
                ResultSet plan = statement.executeQuery("EXPLAIN (FORMAT JSON) " + sql)) {
            while (plan.next()) {
                collect(JSON.readTree(plan.getString(2)), scans);
            }
        }
        Scanned total = new Scanned(0, 0);
        for (JsonNode scan : scans) {
            Optional<ScanSize> size = iceberg.measure(session.connection(), scan);
            total = total.plus(
                    size.isPresent()
                            ? new Scanned(size.get().bytes(), size.get().rows())
                            : measure(scan));
        }
        return total;
    }

    private static void collect(JsonNode node, List<JsonNode> scans) {
        if (node.path("name").asText("").strip().equals("READ_PARQUET")) {
            scans.add(node.path("extra_info"));
        }
        (node.isArray() ? node : node.path("children")).forEach(child -> collect(child, scans));
    }

    private Scanned measure(JsonNode scan) throws SQLException {
        Set<String> read = new HashSet<>();
        texts(scan.path("Projections")).forEach(name -> read.add(name.toLowerCase(Locale.ROOT)));
        for (String filter : texts(scan.path("Filters"))) {
            Matcher word = WORD.matcher(filter);
            while (word.find()) {
                String name =
                        word.group(1) == null ? word.group(2) : word.group(1).replace("\"\"", "\"");
                read.add(name.toLowerCase(Locale.ROOT));
            }
        }
        TableFiles table = tableOf(scan, read);
        List<TableFiles.DataFile> files =
                survivors(table, conditions(scan.path("File Filters").asText("")));
        return files.isEmpty() ? new Scanned(0, 0) : footers(files, read);
    }

    /// Finds the table of a scan. The plan does not name it, so this is the first table that has the columns and,
    /// if the plan tells it, the number of files.
    private TableFiles tableOf(JsonNode scan, Set<String> read) {
        String files = scan.path("Scanning Files").asText("");
        return tables.stream()
                .filter(table -> !table.files().isEmpty())
                .filter(table ->
                        files.isEmpty() || files.endsWith("/" + table.files().size()))
                .filter(table -> names(table.table())
                        .containsAll(texts(scan.path("Projections")).stream()
                                .map(n -> n.toLowerCase(Locale.ROOT))
                                .toList()))
                .findFirst()
                .orElseGet(() -> tables.stream()
                        .filter(table -> !names(table.table()).stream()
                                .filter(read::contains)
                                .toList()
                                .isEmpty())
                        .findFirst()
                        .orElse(tables.getFirst()));
    }

    private static Set<String> names(Catalog.Table table) {
        Set<String> names = new HashSet<>();
        table.columns().forEach(column -> names.add(column.name().toLowerCase(Locale.ROOT)));
        table.partitionKeys().forEach(key -> names.add(key.name().toLowerCase(Locale.ROOT)));
        return names;
    }

    private List<TableFiles.DataFile> survivors(TableFiles table, List<String> filters) throws SQLException {
        if (filters.isEmpty() || table.table().partitionKeys().isEmpty()) {
            return table.files();
        }
        String rows = IntStream.range(0, table.files().size())
                .mapToObj(i -> table.files().get(i).values().stream()
                        .map(value -> value.map(Sql::literal).orElse("NULL"))
                        .collect(Collectors.joining(", ", "(" + i + ", ", ")")))
                .collect(Collectors.joining(", "));
        String names = table.table().partitionKeys().stream()
                .map(key -> Sql.quote(key.name()))
                .collect(Collectors.joining(", "));
        String sql = "SELECT \"\u0001i\" FROM (VALUES " + rows + ") AS t(\"\u0001i\", " + names + ") WHERE "
                + String.join(" AND ", filters);
        List<TableFiles.DataFile> survivors = new ArrayList<>();
        try (Statement statement = session.statement()) {
            ResultSet result;
            try {
                result = statement.executeQuery(sql);
            } catch (SQLException e) {
                return table.files();
            }
            while (result.next()) {
                survivors.add(table.files().get(result.getInt(1)));
            }
        }
        return survivors;
    }

    private Scanned footers(List<TableFiles.DataFile> files, Set<String> read) throws SQLException {
        String list = files.stream()
                .map(file -> Sql.literal(file.path().toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        String columns = read.isEmpty()
                ? "false"
                : read.stream()
                        .map(Sql::literal)
                        .collect(Collectors.joining(", ", "lower(split_part(path_in_schema, ', ', 1)) IN (", ")"));
        String sql = "SELECT CAST(coalesce(sum(b), 0) AS BIGINT), CAST(coalesce(sum(n), 0) AS BIGINT) FROM ("
                + "SELECT any_value(row_group_num_rows) AS n, sum(total_compressed_size) FILTER (WHERE " + columns
                + ") AS b FROM parquet_metadata(" + list + ") GROUP BY file_name, row_group_id)";
        try (Statement statement = session.statement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? new Scanned(result.getLong(1), result.getLong(2)) : new Scanned(0, 0);
        }
    }

    /// Returns the conditions that a plan writes one after the other, such as `(year = '2026')(month = '01')`.
    static List<String> conditions(String filters) {
        List<String> conditions = new ArrayList<>();
        int depth = 0;
        int start = 0;
        char quote = 0;
        for (int i = 0; i < filters.length(); i++) {
            char c = filters.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
                if (depth == 0 && i + 1 < filters.length() && filters.charAt(i + 1) != ' ') {
                    conditions.add(filters.substring(start, i + 1));
                    start = i + 1;
                }
            }
        }
        if (start < filters.length()) {
            conditions.add(filters.substring(start));
        }
        return conditions;
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
