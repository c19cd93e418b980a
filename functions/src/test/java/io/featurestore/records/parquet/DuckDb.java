package io.featurestore.records.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Reads Parquet files with DuckDB, which shares no code with the writers of this project.
public final class DuckDb implements AutoCloseable {
    private final Connection connection;
    private final Path folder;

    /// Opens a database that keeps its files in `folder`.
    public DuckDb(Path folder) {
        this.folder = folder;
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:");
            run("SET TimeZone = 'UTC'");
            run("SET threads = 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Makes the file available as the view `name`. It replaces an earlier view of that name.
    public DuckDb view(String name, byte[] parquet) {
        Path file = folder.resolve(name + "-" + System.nanoTime() + ".parquet");
        try {
            Files.write(file, parquet);
            run("CREATE OR REPLACE MACRO " + name + "_file() AS '" + file + "'");
            run("CREATE OR REPLACE VIEW " + name + " AS FROM read_parquet('" + file + "')");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /// Returns the rows of a query, every value as DuckDB prints it.
    public List<List<String>> rows(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Returns the first column of a query's rows.
    public List<String> column(String sql) {
        return rows(sql).stream().map(List::getFirst).toList();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
