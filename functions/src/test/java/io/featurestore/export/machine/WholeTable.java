package io.featurestore.export.machine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sample's table as DuckDB reads it from the offline store's Parquet files, numbered in a total order, and what
 * differs from it in the files of an export that DuckDB reads too. It lies in a DuckDB file, so that the tests' memory
 * does not hold it.
 */
final class WholeTable implements AutoCloseable {
    /** Columns, in the table's order, and their types. */
    private static final List<Column> COLUMNS = List.of(
            new Column("customer_id", "VARCHAR"), new Column("event_time", "DOUBLE"), new Column("age", "BIGINT"),
            new Column("lifetime_value", "DOUBLE"), new Column("is_active", "BOOLEAN"),
            new Column("segment", "VARCHAR"), new Column("comment", "VARCHAR"), new Column("email", "VARCHAR"),
            new Column("tags", "VARCHAR[]"), new Column("address", "STRUCT(city VARCHAR, zip VARCHAR)"),
            new Column("write_time", "TIMESTAMP"), new Column("api_invocation_time", "TIMESTAMP"),
            new Column("is_deleted", "BOOLEAN"));

    /** A total order of the table: no two rows agree in all of these. */
    static final List<String> ORDER = List.of("customer_id", "event_time", "write_time");

    private final Connection connection;

    private record Column(String name, String type) {
        boolean nested() {
            return type.endsWith("]") || type.startsWith("STRUCT");
        }

        /** The shape as DuckDB's {@code from_json} takes it. */
        String shape() {
            return type.endsWith("]") ? "'[\"VARCHAR\"]'" : "'{\"city\": \"VARCHAR\", \"zip\": \"VARCHAR\"}'";
        }
    }

    private WholeTable(Connection connection) {
        this.connection = connection;
    }

    /**
     * Reads the table.
     *
     * @param files a glob of the offline store's files
     * @param database where the numbered table goes, a file that is not there yet
     */
    static WholeTable read(String files, Path database) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
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

    /** Both clocks of the store are instants; compared are the moments in UTC. */
    private static String fromStore(Column column) {
        return column.type().equals("TIMESTAMP")
                ? "CAST(" + column.name() + " AT TIME ZONE 'UTC' AS TIMESTAMP) AS " + column.name()
                : column.name();
    }

    long rows() throws SQLException {
        return count("SELECT count(*) FROM expected");
    }

    /** Returns how many keys of {@link #ORDER} there are; as many as rows where the order is total. */
    long distinctKeys() throws SQLException {
        return count("SELECT count(*) FROM (SELECT DISTINCT " + String.join(", ", ORDER) + " FROM expected)");
    }

    /**
     * Returns how many rows are not the same, at the same place, in both.
     *
     * @param format csv, json or parquet
     * @param files the export's files in order
     */
    long differences(String format, List<Path> files) throws SQLException {
        String differs = COLUMNS.stream()
                .map(column -> "e." + column.name() + " IS DISTINCT FROM a." + column.name())
                .collect(Collectors.joining(" OR "));
        String sql = "SELECT count(*) FROM expected e FULL JOIN (SELECT row_number() OVER () AS n, * FROM ("
                + actual(format, files) + ")) a ON e.n = a.n WHERE e.n IS NULL OR a.n IS NULL OR " + differs;
        try (Connection own = ((org.duckdb.DuckDBConnection) connection).duplicate();
                Statement statement = own.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static String actual(String format, List<Path> files) {
        String list = files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", ", "[", "]"));
        return switch (format) {
            case "csv" -> "SELECT " + COLUMNS.stream().map(WholeTable::fromCsv).collect(Collectors.joining(", "))
                    + " FROM read_csv(" + list + ", header = true, all_varchar = true, delim = ',', quote = '\"', "
                    + "escape = '\"', nullstr = '', allow_quoted_nulls = false, parallel = false, auto_detect = false, "
                    + "new_line = '\\n', columns = " + types(column -> "VARCHAR") + ")";
            case "json" -> "SELECT * FROM read_json(" + list + ", format = 'newline_delimited', columns = "
                    + types(Column::type) + ")";
            case "parquet" -> "SELECT * FROM read_parquet(" + list + ", hive_partitioning = false)";
            default -> throw new IllegalArgumentException(format);
        };
    }

    private static String fromCsv(Column column) {
        return (column.nested()
                ? "from_json(" + column.name() + ", " + column.shape() + ")"
                : "CAST(" + column.name() + " AS " + column.type() + ")") + " AS " + column.name();
    }

    private static String types(java.util.function.Function<Column, String> type) {
        return COLUMNS.stream()
                .map(column -> column.name() + ": '" + type.apply(column) + "'")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
