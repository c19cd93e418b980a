package io.featurestore.local.athena.duck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.featurestore.local.athena.iceberg.IcebergQuery;
import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import io.featurestore.local.glue.Catalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/// Runs one query on a DuckDB of its own. Its tables are views over Parquet files, it can read nothing else, and
/// its settings are locked. Results are streamed.
public final class DuckSession implements AutoCloseable {
    private final Connection connection;
    private final Path spill;

    private DuckSession(Connection connection, Path spill) {
        this.connection = connection;
        this.spill = spill;
    }

    /// Opens a session.
    ///
    /// @param tables the tables of the session that are folders of files
    /// @param iceberg the Iceberg tables of the query
    /// @param icebergTables those of them that the session has
    /// @param readable the only folder that the session may read
    /// @param scratch the place of a folder for data that does not fit into memory
    public static DuckSession open(
            List<TableFiles> tables,
            IcebergQuery iceberg,
            List<Catalog.Table> icebergTables,
            Path readable,
            Scratch scratch)
            throws SQLException, IOException, QueryFailure {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        Path spill = scratch.folder();
        DuckSession session = new DuckSession(DriverManager.getConnection("jdbc:duckdb:", properties), spill);
        try {
            session.prepare(tables, iceberg, icebergTables, readable);
            return session;
        } catch (SQLException | IOException | QueryFailure | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    public Statement statement() throws SQLException {
        return connection.createStatement();
    }

    public Connection connection() {
        return connection;
    }

    private void prepare(
            List<TableFiles> tables, IcebergQuery iceberg, List<Catalog.Table> icebergTables, Path readable)
            throws SQLException, IOException, QueryFailure {
        execute(resource());
        execute("SET temp_directory = " + Sql.literal(spill.toString()));
        for (TableFiles table : tables) {
            execute("CREATE SCHEMA IF NOT EXISTS " + Sql.quote(table.table().database()));
            execute(view(table));
        }
        for (Catalog.Table table : icebergTables) {
            execute("CREATE SCHEMA IF NOT EXISTS " + Sql.quote(table.database()));
            iceberg.createView(connection, table);
        }
        execute("SET allowed_directories = [" + Sql.literal(readable.toString() + "/") + ", "
                + Sql.literal(spill.toString() + "/") + "]");
        execute("SET enable_external_access = false");
        execute("SET lock_configuration = true");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String resource() throws IOException {
        try (InputStream file = Objects.requireNonNull(DuckSession.class.getResourceAsStream("session.sql"))) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }

    private String view(TableFiles table) throws SQLException, QueryFailure {
        String source = source(table);
        Map<String, String> inFiles = table.files().isEmpty() ? Map.of() : columns(source);
        StringBuilder select = new StringBuilder();
        for (Catalog.Column column : table.table().columns()) {
            String own = inFiles.get(column.name().toLowerCase(Locale.ROOT));
            String value = own == null ? "NULL" : Sql.quote(own);
            select.append(select.isEmpty() ? "" : ", ").append(cast(value, column));
        }
        for (Catalog.Column key : table.table().partitionKeys()) {
            String value = table.files().isEmpty() ? "NULL" : Sql.quote(key.name());
            select.append(select.isEmpty() ? "" : ", ").append(cast(value, key));
        }
        String from = table.files().isEmpty() ? " WHERE false" : " FROM " + source;
        return "CREATE VIEW " + Sql.quote(table.table().database()) + "."
                + Sql.quote(table.table().name()) + " AS SELECT " + select + from;
    }

    private static String cast(String value, Catalog.Column column) throws QueryFailure {
        return "CAST(" + value + " AS " + DuckTypes.duck(column.type()) + ") AS " + Sql.quote(column.name());
    }

    private static String source(TableFiles table) {
        String files = table.files().stream()
                .map(file -> Sql.literal(file.path().toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        if (table.table().partitionKeys().isEmpty()) {
            return "read_parquet(" + files + ", union_by_name = true, hive_partitioning = false)";
        }
        String types = table.table().partitionKeys().stream()
                .map(key -> Sql.quote(key.name()) + ": VARCHAR")
                .collect(Collectors.joining(", ", "{", "}"));
        return "read_parquet(" + files
                + ", union_by_name = true, hive_partitioning = true, hive_types_autocast = false,"
                + " hive_types = " + types + ")";
    }

    /// Returns the names of the columns in the files, by lower-case name.
    private Map<String, String> columns(String source) throws SQLException {
        Map<String, String> columns = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
            while (rows.next()) {
                String name = rows.getString(1);
                columns.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            }
        }
        return columns;
    }

    @Override
    public void close() throws SQLException, IOException {
        try {
            connection.close();
        } finally {
            Scratch.delete(spill);
        }
    }
}
