package io.featurestore.records.parquet.read;

import io.featurestore.records.parquet.read.UnreadableParquetException.Reason;
import io.featurestore.records.parquet.read.pages.NotParquetException;
import io.featurestore.records.parquet.read.pages.ParquetFooter;
import io.featurestore.records.parquet.read.pages.RangeSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/// Holds the footer of a Parquet file, whose row groups can be read. A row group that is being read knows the
/// file, but the file does not know its readers, so several threads may read at a time.
public final class ParquetFile {
    private final RangeSource source;
    private final FileMetaData footer;
    private final MessageType schema;
    private final List<RowGroupInfo> groups;

    private ParquetFile(RangeSource source, FileMetaData footer, MessageType schema, List<RowGroupInfo> groups) {
        this.source = source;
        this.footer = footer;
        this.schema = schema;
        this.groups = List.copyOf(groups);
    }

    /// Reads the footer of a file of `size` bytes, with one or two range reads.
    ///
    /// @throws UnreadableParquetException if it is not a complete Parquet file, or is encrypted
    /// @throws IOException if the bytes cannot be read now
    public static ParquetFile open(RangeSource source, long size) throws IOException {
        try {
            return of(source, size, ParquetFooter.read(source, size));
        } catch (NotParquetException e) {
            throw new UnreadableParquetException(
                    Reason.DAMAGED,
                    "The file " + source.name() + " is not a Parquet file that can be read: " + e.getMessage()
                            + ". Remove it or write it again.",
                    e);
        }
    }

    /// Opens a file of `size` bytes whose footer is known, perhaps with other names of its columns.
    ///
    /// @throws UnreadableParquetException if the footer contradicts itself
    public static ParquetFile of(RangeSource source, long size, FileMetaData footer) {
        try {
            MessageType schema = schema(footer);
            List<RowGroupInfo> groups = new ArrayList<>();
            long rows = 0;
            for (RowGroup group : Objects.requireNonNull(footer.getRow_groups(), "row groups")) {
                groups.add(info(groups.size(), group, schema, size));
                rows = Math.addExact(rows, group.getNum_rows());
            }
            if (rows != footer.getNum_rows()) {
                throw new IllegalArgumentException(
                        rows + " rows in row groups where the file has " + footer.getNum_rows());
            }
            return new ParquetFile(source, footer, schema, groups);
        } catch (IOException | RuntimeException e) {
            // The converter of schemas throws exceptions of many kinds.
            throw new UnreadableParquetException(
                    Reason.DAMAGED,
                    "The footer of the Parquet file " + source.name() + " contradicts itself: " + e.getMessage()
                            + ". Check the file with another tool, and write it again if it is damaged.",
                    e);
        }
    }

    private static MessageType schema(FileMetaData footer) throws IOException {
        FileMetaData bare = new FileMetaData(
                footer.getVersion(), Objects.requireNonNull(footer.getSchema(), "schema"), 0, List.of());
        bare.setColumn_orders(footer.getColumn_orders());
        return new ParquetMetadataConverter()
                .fromParquetMetadata(bare)
                .getFileMetaData()
                .getSchema();
    }

    private static RowGroupInfo info(int index, RowGroup group, MessageType schema, long size) {
        List<ColumnChunk> columns = Objects.requireNonNull(group.getColumns(), "columns");
        if (columns.size() != schema.getColumns().size() || group.getNum_rows() < 0) {
            throw new IllegalArgumentException("row group " + index + " has " + columns.size() + " columns and "
                    + group.getNum_rows() + " rows where the schema has "
                    + schema.getColumns().size() + " columns");
        }
        long start = Long.MAX_VALUE;
        long end = 0;
        for (int i = 0; i < columns.size(); i++) {
            ColumnMetaData column = columns.get(i).getMeta_data();
            // The metadata of an encrypted column is encrypted, too; columns in other files have other positions.
            if (column == null || columns.get(i).isSetFile_path()) {
                continue;
            }
            long first = ParquetFooter.start(column);
            long last = Math.addExact(first, column.getTotal_compressed_size());
            if (first < ParquetFooter.MAGIC_BYTES || last < first || last > size - ParquetFooter.TRAILER_BYTES) {
                throw new IllegalArgumentException("column " + column.getPath_in_schema() + " of row group " + index
                        + " lies at bytes " + first + " to " + last + " of " + size);
            }
            if (!Objects.equals(
                    column.getPath_in_schema(),
                    List.of(schema.getColumns().get(i).getPath()))) {
                throw new IllegalArgumentException("column " + i + " of row group " + index + " is "
                        + column.getPath_in_schema() + " where the schema has "
                        + schema.getColumns().get(i));
            }
            start = Math.min(start, first);
            end = Math.max(end, last);
        }
        return new RowGroupInfo(index, group.getNum_rows(), Math.min(start, end), end);
    }

    /// Returns the schema.
    public MessageType schema() {
        return schema;
    }

    /// Returns the row groups in their order in the file.
    public List<RowGroupInfo> rowGroups() {
        return groups;
    }

    /// Returns the number of rows.
    public long rows() {
        return footer.getNum_rows();
    }

    /// Returns the column of a name: the one with exactly this name, or else the first one that differs in
    /// case alone, as in Trino (`ParquetTypeUtils.getParquetTypeByName`).
    public Optional<Type> column(String name) {
        if (schema.containsField(name)) {
            return Optional.of(schema.getType(name));
        }
        return schema.getFields().stream()
                .filter(field -> field.getName().equalsIgnoreCase(name))
                .findFirst();
    }

    /// Opens the rows `[from, to)` of a row group. Rows before `from` are passed over without making text of
    /// them.
    ///
    /// @throws UnreadableParquetException if a column cannot be read as its type, or is damaged
    /// @throws IOException if the bytes cannot be read now
    public RowGroupReader read(int group, List<WantedColumn> columns, long from, long to, ReadSettings settings)
            throws IOException {
        return new RowGroupReader(this, group, columns, from, to, settings);
    }

    /// Opens all rows of a row group.
    ///
    /// @throws UnreadableParquetException if a column cannot be read as its type, or is damaged
    /// @throws IOException if the bytes cannot be read now
    public RowGroupReader read(int group, List<WantedColumn> columns) throws IOException {
        return read(group, columns, 0, groups.get(group).rows(), ReadSettings.DEFAULT);
    }

    RangeSource source() {
        return source;
    }

    /// Returns the writer's name and version, or an empty text.
    String createdBy() {
        return Objects.requireNonNullElse(footer.getCreated_by(), "");
    }

    ColumnChunk chunk(int group, int leaf) {
        return Objects.requireNonNull(Objects.requireNonNull(footer.getRow_groups())
                        .get(group)
                        .getColumns())
                .get(leaf);
    }
}
