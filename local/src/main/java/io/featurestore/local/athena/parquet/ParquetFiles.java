package io.featurestore.local.athena.parquet;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.athena.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.parquet.schema.MessageType;

/// Writes the result of a query as Parquet files. DuckDB writes the rows to one plain file, which is fast and
/// needs little memory; from there they are copied, column by column, to files as Trino writes them. A row
/// group is in memory while it is made, in compressed form.
public final class ParquetFiles {
    private final PageCodec codec;
    private final FileLayout layout;
    private final BooleanSupplier stopped;

    /// Creates a writer.
    ///
    /// @param stopped returns whether the query was stopped, and the rest is not needed
    public ParquetFiles(PageCodec codec, FileLayout layout, BooleanSupplier stopped) {
        this.codec = codec;
        this.layout = layout;
        this.stopped = stopped;
    }

    /// The amount of data that was written.
    ///
    /// @param rows the number of rows
    /// @param bytes the length of the files
    public record Written(long rows, long bytes) {}

    /// Takes the files, each as soon as it is complete.
    @FunctionalInterface
    public interface Sink {
        /// Takes a file, which is deleted afterwards.
        ///
        /// @param number the number of the file, from 1 on
        /// @param of the number of all files
        void take(Path file, int number, int of) throws IOException, QueryFailure;
    }

    /// Runs a query and writes the files. There is none if the query has no rows.
    ///
    /// @param statement the statement that runs it; cancelling it ends this call with an exception
    /// @param folder a folder that the session may write to
    public Written write(Statement statement, String sql, Path folder, Sink sink)
            throws SQLException, IOException, QueryFailure {
        Path plain = folder.resolve("plain.parquet");
        statement.execute("COPY (" + sql + ") TO " + Sql.literal(plain.toString())
                + " (FORMAT parquet, PARQUET_VERSION V1, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 0,"
                + " WRITE_BLOOM_FILTER false)");
        try (PlainFile file = PlainFile.open(plain)) {
            return copy(file, folder, sink);
        } finally {
            Files.delete(plain);
        }
    }

    private Written copy(PlainFile file, Path folder, Sink sink) throws IOException, QueryFailure {
        List<List<Long>> files = new Division(file.groups(), layout).files();
        MessageType schema = TrinoSchema.of(file.schema());
        List<ColumnCopy> columns = new ArrayList<>();
        for (int i = 0; i < schema.getColumns().size() && !files.isEmpty(); i++) {
            columns.add(new ColumnCopy(file, i, schema));
        }
        long rows = 0;
        long bytes = 0;
        for (int i = 0; i < files.size() && !stopped.getAsBoolean(); i++) {
            Path target = folder.resolve("file.parquet");
            try (TrinoFile written = new TrinoFile(target, schema)) {
                for (long count : files.get(i)) {
                    if (stopped.getAsBoolean()) {
                        return new Written(rows, bytes);
                    }
                    written.group(count, pages(columns, count));
                    rows += count;
                }
                bytes += written.finish();
            }
            sink.take(target, i + 1, files.size());
            Files.delete(target);
        }
        return new Written(rows, bytes);
    }

    /// Copies the next rows of all columns, with all processors.
    private List<ChunkPages> pages(List<ColumnCopy> columns, long rows) throws IOException {
        try {
            return IntStream.range(0, columns.size())
                    .parallel()
                    .mapToObj(i -> {
                        try {
                            return columns.get(i).copy(rows, codec);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
