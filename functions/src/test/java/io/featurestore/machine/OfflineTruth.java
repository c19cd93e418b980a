package io.featurestore.machine;

import io.featurestore.records.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads the records of offline stores from their Parquet files with DuckDB alone, and compares outputs with
/// them. It implements the rules of records a second time, independently of the product.
final class OfflineTruth implements AutoCloseable {
    private final ExportStack stack;
    private final Connection connection;

    OfflineTruth(ExportStack stack) throws SQLException {
        this.stack = stack;
        this.connection = stack.duckdb();
    }

    /// Reads the files below a prefix into a table.
    void load(String table, String bucket, String prefix) throws SQLException {
        String files = stack.keys(bucket, prefix).stream()
                .filter(key -> key.endsWith(".parquet"))
                .map(key -> literal(
                        stack.aws().buckets().file(bucket, key).orElseThrow().toString()))
                .collect(Collectors.joining(", "));
        execute("CREATE OR REPLACE TABLE " + table + " AS SELECT * FROM read_parquet([" + files
                + "], hive_partitioning = true)");
    }

    /// Returns whether a prefix has files yet.
    boolean hasFiles(String bucket, String prefix) {
        return stack.keys(bucket, prefix).stream().anyMatch(key -> key.endsWith(".parquet"));
    }

    /// Runs every statement of a script. Statements end with a semicolon at the end of a line.
    void script(String resource) throws SQLException, IOException {
        for (String statement : ExportStack.text(resource).split(";\n")) {
            if (!statement.isBlank()) {
                execute(statement);
            }
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Returns the single value of a query.
    String value(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /// Returns the names and types of a query's columns, in order.
    Map<String, String> columns(String sql) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE " + sql)) {
            while (rows.next()) {
                columns.put(rows.getString("column_name"), rows.getString("column_type"));
            }
        }
        return columns;
    }

    /// Returns a query that reads output files as records of the given types. Nested values in a CSV, and in
    /// output whose values are all text, are JSON texts.
    static String read(List<Path> files, Format format, Map<String, String> types, boolean text) {
        String names = files.stream().map(file -> literal(file.toString())).collect(Collectors.joining(", ", "[", "]"));
        boolean raw = text || format == Format.CSV;
        String columns = types.entrySet().stream()
                .map(e -> literal(e.getKey()) + ": " + literal(raw ? "VARCHAR" : e.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        String values = types.entrySet().stream()
                .map(e -> raw ? cast(e.getKey(), e.getValue()) : quoted(e.getKey()))
                .collect(Collectors.joining(", "));
        return "SELECT " + (format == Format.PARQUET && !raw ? "*" : values) + " FROM "
                + switch (format) {
                    case CSV ->
                        "read_csv(" + names + ", auto_detect = false, header = true, delim = ',', quote = '\"', "
                                + "escape = '\"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false, parallel = false, "
                                + "columns = " + columns + ")";
                    case JSON -> "read_json(" + names + ", format = 'newline_delimited', columns = " + columns + ")";
                    case PARQUET -> "read_parquet(" + names + ")";
                };
    }

    private static String cast(String column, String type) {
        boolean nested = type.endsWith("]") || type.startsWith("STRUCT");
        return "CAST(" + quoted(column) + (nested ? "::JSON" : "") + " AS " + type + ") AS " + quoted(column);
    }

    /// Returns a description of how two queries' records differ; empty if they are equal.
    ///
    /// @param ordered whether their order matters
    Optional<String> difference(String expected, String actual, boolean ordered) throws SQLException {
        execute("CREATE OR REPLACE TABLE expected AS " + expected);
        execute("CREATE OR REPLACE TABLE actual AS " + actual);
        Map<String, String> wanted = columns("expected");
        Map<String, String> got = columns("actual");
        if (!new ArrayList<>(wanted.entrySet()).equals(new ArrayList<>(got.entrySet()))) {
            return Optional.of("the columns are " + got + ", not " + wanted);
        }
        String what = ordered ? "rowid, *" : "*";
        String missing = side("expected", "actual", what);
        String surplus = side("actual", "expected", what);
        return missing.isEmpty() && surplus.isEmpty()
                ? Optional.empty()
                : Optional.of("missing: " + missing + "\nsurplus: " + surplus);
    }

    private String side(String one, String other, String what) throws SQLException {
        String rows = "(SELECT " + what + " FROM " + one + " EXCEPT ALL SELECT " + what + " FROM " + other + ")";
        String count = value("SELECT count(*) FROM " + rows);
        return count.equals("0") ? "" : count + " such as " + value("SELECT r::VARCHAR FROM " + rows + " AS r LIMIT 1");
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
