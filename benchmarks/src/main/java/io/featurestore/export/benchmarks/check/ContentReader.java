package io.featurestore.export.benchmarks.check;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.data.SampleColumn;
import io.featurestore.export.benchmarks.peers.DuckDbMain;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Reads the content of an output with DuckDB.
public final class ContentReader {
    private ContentReader() {}

    /// Returns the expected content of an output that is made from a CSV file of Athena.
    ///
    /// @param online whether the output is online-compatible; the format of the event time then changes
    public static OutputContent ofSample(Path file, boolean online) throws SQLException {
        return read(DuckDbMain.source("'" + file + "'", false), online);
    }

    /// Returns the content of an output.
    public static OutputContent of(ComparedOutput output, OutputFolder files) throws SQLException {
        String list = files.files().stream().map(f -> "'" + f + "'").collect(Collectors.joining(", ", "[", "]"));
        return read(
                switch (output.format()) {
                    case CSV -> DuckDbMain.source(list, false);
                    case JSON ->
                        "read_json(" + list + ", format='newline_delimited', columns="
                                + SampleColumn.struct(output.online()) + ")";
                    case PARQUET -> "read_parquet(" + list + ")";
                },
                output.online());
    }

    private static OutputContent read(String source, boolean online) throws SQLException {
        List<String> values = Arrays.stream(SampleColumn.values())
                .map(c -> "CAST(" + c.label() + " AS "
                        + (online && c == SampleColumn.EVENT_TIME ? "TIMESTAMP" : c.sqlType()) + ")")
                .toList();
        String sql = "SELECT count(*), sum(hash(" + String.join(", ", values) + ")), "
                + values.stream().map(v -> "sum(hash(" + v + "))").collect(Collectors.joining(", ")) + " FROM "
                + source;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            statement.execute("SET threads=2");
            statement.execute("SET memory_limit='1GB'");
            try (ResultSet sums = statement.executeQuery(sql)) {
                sums.next();
                List<BigInteger> columns = new ArrayList<>();
                for (int i = 0; i < values.size(); i++) {
                    columns.add(sum(sums, i + 3));
                }
                return new OutputContent(sums.getLong(1), sum(sums, 2), columns);
            }
        }
    }

    private static BigInteger sum(ResultSet sums, int index) throws SQLException {
        String sum = sums.getString(index);
        return sum == null ? BigInteger.ZERO : new BigInteger(sum);
    }
}
