package io.featurestore.cli.demo;

import io.featurestore.records.text.Spelling;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Reads the first records of an output as lines of text.
final class OutputPreview {
    private static final int LINES = 3;
    private static final int WIDTH = 200;

    private OutputPreview() {}

    /// Returns 3 lines of a `.csv.gz`, `.json.gz` or `.parquet` file, each cut to 200 characters.
    static List<String> firstLines(Path file) throws IOException {
        return file.toString().endsWith(".parquet") ? parquet(file) : text(file);
    }

    private static List<String> text(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .limit(LINES)
                    .map(l -> Spelling.shorten(l, WIDTH))
                    .toList();
        }
    }

    /// Reads Parquet with DuckDB, which did not write it.
    private static List<String> parquet(Path file) throws IOException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT * FROM read_parquet('" + file.toString().replace("'", "''") + "') LIMIT " + LINES)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    line.append(i > 1 ? ", " : "")
                            .append(rows.getMetaData().getColumnName(i))
                            .append('=')
                            .append(rows.getString(i));
                }
                lines.add(Spelling.shorten(line.toString(), WIDTH));
            }
            return lines;
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot read " + file, e);
        }
    }
}
