package io.featurestore.export.benchmarks.peers;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.data.SampleColumn;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// Converts a file, CSV or Parquet, with DuckDB over JDBC. The arguments are the file, the output's file, the
/// output and the number of threads.
public final class DuckDbMain {
    private DuckDbMain() {}

    /// Writes the output.
    public static void main(String[] args) throws SQLException {
        ComparedOutput output = ComparedOutput.of(args[2]);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads=" + Integer.parseInt(args[3]));
            String from = args[0].endsWith(".parquet")
                    ? "read_parquet('" + args[0] + "')"
                    : source("'" + args[0] + "'", output.online());
            statement.execute("COPY (SELECT * FROM " + from + ") TO '" + args[1] + "' (" + options(output) + ")");
        }
    }

    /// Returns the SQL that reads CSV with the sample's columns.
    ///
    /// @param files a quoted file name, or a list of quoted file names
    /// @param asText whether every column is read as text
    public static String source(String files, boolean asText) {
        // By default a quoted empty string would be read as NULL.
        return "read_csv(" + files + ", header=true, delim=',', quote='\"', escape='\"', auto_detect=false, "
                + "allow_quoted_nulls=false, columns=" + SampleColumn.struct(asText) + ")";
    }

    private static String options(ComparedOutput output) {
        String compression = ", COMPRESSION " + output.compression().label();
        return switch (output.format()) {
            case CSV -> "FORMAT csv, HEADER" + compression;
            case JSON -> "FORMAT json, ARRAY false" + compression;
            case PARQUET -> "FORMAT parquet" + compression;
        };
    }
}
