package io.featurestore.local.athena.duck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.featurestore.local.athena.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs one query on a DuckDB of its own. First its tables are empty, so that the query can be checked and
/// planned; then they become views over files. The session reads nothing else, and its settings are locked.
/// Results are streamed.
public final class DuckSession implements AutoCloseable {
    private final Connection connection;
    private final Path folder;
    private final Set<String> defined = new HashSet<>();
    private String disabled = "";

    private DuckSession(Connection connection, Path folder) {
        this.connection = connection;
        this.folder = folder;
    }

    /// Opens a session that writes to its own folder only.
    ///
    /// @param readable the folder that the session may read
    /// @param scratch the place of a folder for links and for data that does not fit into memory
    public static DuckSession open(Path readable, Scratch scratch) throws SQLException, IOException {
        return open(readable, List.of(), scratch);
    }

    /// Opens a session.
    ///
    /// @param readable the folder that the session may read
    /// @param writable the folder that the session may write to, besides its own
    /// @param scratch the place of a folder for links and for data that does not fit into memory
    public static DuckSession open(Path readable, Path writable, Scratch scratch) throws SQLException, IOException {
        return open(readable, List.of(writable), scratch);
    }

    private static DuckSession open(Path readable, List<Path> writable, Scratch scratch)
            throws SQLException, IOException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        Path folder = scratch.folder().toRealPath();
        DuckSession session = new DuckSession(DriverManager.getConnection("jdbc:duckdb:", properties), folder);
        try {
            session.prepare(readable, writable);
            return session;
        } catch (SQLException | IOException | RuntimeException e) {
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

    /// Returns the session's own folder, which is deleted with the session.
    Path folder() {
        return folder;
    }

    /// Defines the macros and functions that a query uses. Must be called before the query is prepared.
    /// DuckDB's search for common subexpressions is turned off for a query with TRY, because it takes
    /// expressions out of TRY, where they fail.
    public void define(String sql) throws SQLException {
        List<String> definitions = new ArrayList<>();
        Macros.define(sql, defined, definitions::add);
        if (!definitions.isEmpty()) {
            execute(String.join("\n", definitions));
        }
        if (sql.contains("TRY(")) {
            disabled = "common_subexpressions";
            execute("SET disabled_optimizers = " + Sql.literal(ScanPlan.DISABLED + "," + disabled));
        }
        if (sql.contains(XxHash64.NAME) && defined.add(XxHash64.NAME)) {
            XxHash64.register(connection);
        }
    }

    private void prepare(Path readable, List<Path> writable) throws SQLException, IOException {
        execute(resource());
        execute("SET temp_directory = " + Sql.literal(folder.toString()));
        String allowed = Stream.concat(Stream.of(readable, folder), writable.stream())
                .map(path -> Sql.literal(path + "/"))
                .collect(Collectors.joining(", ", "[", "]"));
        execute("SET allowed_directories = " + allowed);
        execute("SET enable_external_access = false");
    }

    /// Creates the tables without rows.
    public void declare(List<Relation> relations) throws SQLException {
        execute("SET disabled_optimizers = " + Sql.literal(ScanPlan.DISABLED));
        execute("CREATE SCHEMA " + Sql.quote(ScanPlan.SCHEMA));
        for (int number = 0; number < relations.size(); number++) {
            Relation relation = relations.get(number);
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < relation.columns().size(); i++) {
                columns.add(ScanPlan.column(i) + " " + relation.columns().get(i).type());
            }
            execute("CREATE SCHEMA IF NOT EXISTS " + Sql.quote(relation.table().database()));
            execute("CREATE TABLE " + ScanPlan.table(number) + " (" + String.join(", ", columns) + ")");
            view(relation, ScanPlan.table(number), ScanPlan::column);
        }
    }

    /// Returns the scans of a query over the tables without rows.
    public List<Scan> plan(List<Relation> relations, String sql) throws SQLException, IOException {
        return ScanPlan.of(this, relations, sql);
    }

    /// Gives the tables their rows.
    ///
    /// @param rows the rows of each table, in the order of the tables
    public void connect(List<Relation> relations, List<Relation.Rows> rows) throws SQLException {
        for (int number = 0; number < relations.size(); number++) {
            view(relations.get(number), "(" + rows.get(number).sql() + ")", i -> "c" + i);
        }
        execute("DROP SCHEMA " + Sql.quote(ScanPlan.SCHEMA) + " CASCADE");
        execute("SET disabled_optimizers = " + Sql.literal(disabled));
        execute("SET lock_configuration = true");
    }

    private void view(Relation relation, String source, IntFunction<String> column) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < relation.columns().size(); i++) {
            columns.add(column.apply(i) + " AS "
                    + Sql.quote(relation.columns().get(i).name()));
        }
        execute("CREATE OR REPLACE VIEW " + Sql.quote(relation.table().database()) + "."
                + Sql.quote(relation.table().name()) + " AS SELECT " + String.join(", ", columns) + " FROM " + source);
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

    @Override
    public void close() throws SQLException, IOException {
        try {
            connection.close();
        } finally {
            Scratch.delete(folder);
        }
    }
}
