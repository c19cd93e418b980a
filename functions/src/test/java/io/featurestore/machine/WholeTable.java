package io.featurestore.machine;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/// Compares the sample's table with exports. DuckDB reads the table from the offline store's Parquet files,
/// numbers its rows in a total order, and reads the files of the exports. The table is kept in a DuckDB file and
/// not in memory.
final class WholeTable implements AutoCloseable {
    /// The columns, in the table's order, and their types.
    private static final List<Column> COLUMNS = List.of(
            new Column("customer_id", "VARCHAR"),
            new Column("event_time", "DOUBLE"),
            new Column("age", "BIGINT"),
            new Column("lifetime_value", "DOUBLE"),
            new Column("is_active", "BOOLEAN"),
            new Column("segment", "VARCHAR"),
            new Column("comment", "VARCHAR"),
            new Column("email", "VARCHAR"),
            new Column("tags", "VARCHAR[]"),
            new Column("address", "STRUCT(city VARCHAR, zip VARCHAR)"),
            new Column("write_time", "TIMESTAMP"),
            new Column("api_invocation_time", "TIMESTAMP"),
            new Column("is_deleted", "BOOLEAN"));

    /// The columns of a total order: no two rows are equal in all of them.
    static final List<String> ORDER = List.of("customer_id", "event_time", "write_time");

    private final DuckDBConnection connection;

    private record Column(String name, String type) {
        boolean nested() {
            return type.endsWith("]") || type.startsWith("STRUCT");
        }

        /// The structure in the form of DuckDB's `from_json`.
        String shape() {
            return type.endsWith("]") ? "'[\"VARCHAR\"]'" : "'{\"city\": \"VARCHAR\", \"zip\": \"VARCHAR\"}'";
        }
    }

    private WholeTable(DuckDBConnection connection) {
        this.connection = connection;
    }

    /// Reads the table.
    ///
    /// @param files a glob of the offline store's files
    /// @param database the file for the numbered table, which must not exist
    static WholeTable read(String files, Path database) throws SQLException {
        DuckDBConnection connection =
                DriverManager.getConnection("jdbc:duckdb:" + database).unwrap(DuckDBConnection.class);
        WholeTable table = new WholeTable(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            statement.execute("SET threads=2");
            statement.execute("SET memory_limit='512MB'");
            String columns = COLUMNS.stream().map(WholeTable::fromStore).collect(Collectors.joining(", "));
            statement.execute("CREATE TABLE expected AS SELECT row_number() OVER (ORDER BY "
                    + String.join(", ", ORDER) + ") AS n, " + columns + " FROM read_parquet('" + files
                    + "', union_by_name = true, hive_partitioning = false)");
        }
        return table;
    }

    /// Both times of the store are instants and are compared in UTC.
    private static String fromStore(Column column) {
        return column.type().equals("TIMESTAMP")
                ? "CAST(" + column.name() + " AT TIME ZONE 'UTC' AS TIMESTAMP) AS " + column.name()
                : column.name();
    }

    /// A fingerprint of rows and their order.
    ///
    /// @param rows the number of rows
    /// @param sum the sum of the hashes of each row's number and values
    record Fingerprint(long rows, BigDecimal sum) {}

    Fingerprint fingerprint() throws SQLException {
        return fingerprint("SELECT * FROM expected");
    }

    /// Returns the fingerprint of an export.
    ///
    /// @param format csv, json or parquet
    /// @param files the export's files in order
    Fingerprint fingerprint(String format, List<Path> files) throws SQLException {
        return fingerprint("SELECT row_number() OVER () AS n, * FROM (" + actual(format, files) + ")");
    }

    private Fingerprint fingerprint(String sql) throws SQLException {
        String values = COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));
        return query(
                "SELECT count(*), sum(hash(n, " + values + ")) FROM (" + sql + ")",
                row -> new Fingerprint(row.getLong(1), row.getBigDecimal(2)));
    }

    /// Returns the number of distinct keys of [#ORDER]. It equals the number of rows if the order is total.
    long distinctKeys() throws SQLException {
        return query(
                "SELECT count(*) FROM (SELECT DISTINCT " + String.join(", ", ORDER) + " FROM expected)",
                row -> row.getLong(1));
    }

    /// Returns the first rows that differ at the same position between the table and an export.
    String differences(String format, List<Path> files) throws SQLException {
        String differs = COLUMNS.stream()
                .map(column -> "e." + column.name() + " IS DISTINCT FROM a." + column.name())
                .collect(Collectors.joining(" OR "));
        return query(
                "SELECT CAST(list(rows) AS VARCHAR) FROM (SELECT {expected: e, actual: a} AS rows "
                        + "FROM expected e FULL JOIN (SELECT row_number() OVER () AS n, * FROM ("
                        + actual(format, files)
                        + ")) a ON e.n = a.n WHERE e.n IS NULL OR a.n IS NULL OR " + differs + " ORDER BY e.n LIMIT 5)",
                row -> row.getString(1));
    }

    /// Returns the names and types that a Parquet file declares.
    String parquetTypes(Path file) throws SQLException {
        return query(
                "SELECT string_agg(column_name || ' ' || column_type, ', ') FROM (DESCRIBE SELECT * FROM "
                        + "read_parquet('" + file + "'))",
                row -> row.getString(1));
    }

    /// Returns the names and types of the values in JSON Lines, of every fiftieth record.
    String jsonTypes(List<Path> files) throws SQLException {
        return query(
                "SELECT CAST(json_group_structure(json) AS VARCHAR) FROM read_ndjson_objects(" + list(files)
                        + ") WHERE hash(json) % 50 = 0",
                row -> row.getString(1));
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> T query(String sql, Row<T> row) throws SQLException {
        try (Connection own = connection.duplicate();
                Statement statement = own.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return row.read(result);
        }
    }

    private static String list(List<Path> files) {
        return files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    private static String actual(String format, List<Path> files) {
        return switch (format) {
            case "csv" ->
                "SELECT " + COLUMNS.stream().map(WholeTable::fromCsv).collect(Collectors.joining(", "))
                        + " FROM read_csv(" + list(files)
                        + ", header = true, all_varchar = true, delim = ',', quote = '\"', "
                        + "escape = '\"', nullstr = '', allow_quoted_nulls = false, parallel = false, auto_detect = false, "
                        + "new_line = '\\n', columns = " + types(column -> "VARCHAR") + ")";
            case "json" ->
                "SELECT * FROM read_json(" + list(files) + ", format = 'newline_delimited', columns = "
                        + types(Column::type) + ")";
            case "parquet" -> "SELECT * FROM read_parquet(" + list(files) + ", hive_partitioning = false)";
            default -> throw new IllegalArgumentException(format);
        };
    }

    private static String fromCsv(Column column) {
        return (column.nested()
                        ? "from_json(" + column.name() + ", " + column.shape() + ")"
                        : "CAST(" + column.name() + " AS " + column.type() + ")")
                + " AS " + column.name();
    }

    private static String types(Function<Column, String> type) {
        return COLUMNS.stream()
                .map(column -> column.name() + ": '" + type.apply(column) + "'")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
