package io.featurestore.local.athena.result;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Writes the result of a query as Parquet files, one for each thread that had rows: so the rows of the files are in
/// no common order, as with Athena.
public final class ParquetFiles {
    private static final Map<String, String> CODECS =
            Map.of("GZIP", "gzip", "SNAPPY", "snappy", "ZSTD", "zstd", "NONE", "uncompressed");

    private ParquetFiles() {}

    /// The files that were written.
    ///
    /// @param files the files; none if there are no rows
    /// @param rows the number of rows
    /// @param bytes the length of the files
    public record Written(List<Path> files, long rows, long bytes) {}

    /// Returns DuckDB's name of a codec. Without one it is gzip: docs.aws.amazon.com/athena/latest/ug/unload.html.
    ///
    /// @throws QueryFailure if files are not written with the codec
    public static String codec(Optional<String> name) throws QueryFailure {
        String wanted = name.orElse("GZIP").toUpperCase(Locale.ROOT);
        return Optional.ofNullable(CODECS.get(wanted))
                .orElseThrow(() -> QueryFailure.user(
                        "NOT_SUPPORTED",
                        "The compression " + wanted + " is not served here for Parquet; use GZIP, SNAPPY, ZSTD or"
                                + " NONE"));
    }

    /// Runs a query and writes the files.
    ///
    /// @param statement the statement that runs it; cancelling it ends this call with an exception
    /// @param folder an empty folder that the session may write to
    public static Written write(Statement statement, String sql, String codec, Path folder) throws SQLException {
        List<Path> files = new ArrayList<>();
        long rows = 0;
        long bytes = 0;
        try (ResultSet written = statement.executeQuery("COPY (" + sql + ") TO "
                + Sql.literal(folder.resolve("data").toString()) + " (FORMAT parquet, COMPRESSION " + codec
                + ", PER_THREAD_OUTPUT true, RETURN_STATS true)")) {
            while (written.next()) {
                long count = written.getLong("count");
                if (count > 0) {
                    files.add(Path.of(written.getString("filename")));
                    rows += count;
                    bytes += written.getLong("file_size_bytes");
                }
            }
        }
        return new Written(List.copyOf(files), rows, bytes);
    }
}
