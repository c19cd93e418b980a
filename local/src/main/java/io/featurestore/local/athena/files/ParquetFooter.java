package io.featurestore.local.athena.files;

import static java.util.Objects.requireNonNull;

import io.featurestore.local.athena.sql.QueryFailure;
import io.featurestore.local.s3.model.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;

/// Holds what the end of a Parquet file says about its content.
///
/// @param columns the nodes below the root of the schema
/// @param groups the row groups, in the order of the file
public record ParquetFooter(List<ParquetNode> columns, List<RowGroup> groups) {
    private static final int TAIL = 8;
    private static final String MAGIC = "PAR1";

    /// A row group.
    ///
    /// @param rows the number of rows
    /// @param chunks the column chunks
    public record RowGroup(long rows, List<Chunk> chunks) {}

    /// A column chunk.
    ///
    /// @param path the names of the nodes from the root to the column
    /// @param bytes the compressed length
    /// @param values the number of values, with NULLs
    /// @param nulls the number of NULLs, or -1 if it is not known
    /// @param min a value that no value is less than, as Parquet encodes it
    /// @param max a value that no value is greater than
    public record Chunk(
            List<String> path, long bytes, long values, long nulls, Optional<byte[]> min, Optional<byte[]> max) {}

    /// Returns the number of column chunks.
    int size() {
        return groups.stream().mapToInt(group -> group.chunks().size()).sum();
    }

    /// Reads the footer of a file.
    ///
    /// @param file the open file
    /// @param uri its name in S3, for messages
    static ParquetFooter read(FileChannel file, S3Uri uri) throws IOException, QueryFailure {
        long length = file.size();
        if (length < TAIL + MAGIC.length()) {
            throw bad(uri, "the file has " + length + " bytes only");
        }
        byte[] tail = bytes(file, length - TAIL, TAIL);
        String magic = new String(tail, 4, 4, StandardCharsets.ISO_8859_1);
        if (!magic.equals(MAGIC)) {
            throw bad(uri, "expected magic number: " + MAGIC + " got: " + magic);
        }
        int footer = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        if (footer <= 0 || footer > length - TAIL - MAGIC.length()) {
            throw bad(uri, "the length of the footer is " + footer);
        }
        try {
            return of(Util.readFileMetaData(new ByteArrayInputStream(bytes(file, length - TAIL - footer, footer))));
        } catch (IOException | NullPointerException e) {
            // Thrift leaves members null that a footer lacks, such as the columns of an encrypted file.
            throw bad(uri, "the footer cannot be read: " + e.getMessage());
        }
    }

    private static byte[] bytes(FileChannel file, long position, int count) throws IOException {
        byte[] bytes = new byte[count];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return bytes;
    }

    private static QueryFailure bad(S3Uri uri, String why) {
        return QueryFailure.user("HIVE_BAD_DATA", "Not valid Parquet file: " + uri + " " + why);
    }

    private static ParquetFooter of(FileMetaData meta) {
        List<ParquetNode> columns = new SchemaReader(requireNonNull(meta.getSchema())).columns();
        List<RowGroup> groups = new ArrayList<>();
        for (var group : requireNonNull(meta.getRow_groups())) {
            List<Chunk> chunks = new ArrayList<>();
            requireNonNull(group.getColumns())
                    .forEach(column -> chunks.add(chunk(requireNonNull(column.getMeta_data()))));
            groups.add(new RowGroup(group.getNum_rows(), List.copyOf(chunks)));
        }
        return new ParquetFooter(columns, List.copyOf(groups));
    }

    private static Chunk chunk(ColumnMetaData column) {
        Optional<Statistics> statistics = Optional.ofNullable(column.getStatistics());
        return new Chunk(
                List.copyOf(requireNonNull(column.getPath_in_schema())),
                column.getTotal_compressed_size(),
                column.getNum_values(),
                statistics
                        .filter(Statistics::isSetNull_count)
                        .map(Statistics::getNull_count)
                        .orElse(-1L),
                statistics.filter(Statistics::isSetMin_value).map(Statistics::getMin_value),
                statistics.filter(Statistics::isSetMax_value).map(Statistics::getMax_value));
    }

    /// Reads the schema, a list of nodes in which each group comes before its children.
    private static final class SchemaReader {
        private final List<SchemaElement> elements;
        private int at = 1;

        SchemaReader(List<SchemaElement> elements) {
            this.elements = elements;
        }

        List<ParquetNode> columns() {
            return children(List.of(), elements.getFirst().getNum_children());
        }

        private List<ParquetNode> children(List<String> path, int count) {
            List<ParquetNode> children = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                SchemaElement element = elements.get(at);
                at++;
                List<String> below = new ArrayList<>(path);
                below.add(element.getName());
                List<String> here = List.copyOf(below);
                children.add(ParquetNode.of(
                        here,
                        element,
                        element.isSetNum_children() ? children(here, element.getNum_children()) : List.of()));
            }
            return List.copyOf(children);
        }
    }
}
