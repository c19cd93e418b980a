package io.featurestore.local.iceberg;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.encryption.EncryptionUtil;
import org.apache.iceberg.types.Types;

/// Writes files that delete rows of a table of format 2. They take effect when the caller adds them to the table.
public final class DeleteWriter {
    private final Table table;

    /// Creates a writer.
    public DeleteWriter(Table table) {
        this.table = table;
    }

    /// Writes a file that deletes rows by their position.
    ///
    /// @param spec the spec of the data files
    /// @param partition the partition of the data files
    /// @param rows the positions of the rows, by the location of their data file
    /// @param location the location of the new file
    public DeleteFile positions(
            PartitionSpec spec, StructLike partition, Map<String, ? extends Collection<Long>> rows, String location) {
        PositionDeleteWriter<Record> writer = new GenericFileWriterFactory.Builder(table)
                .deleteFileFormat(FileFormat.PARQUET)
                .build()
                .newPositionDeleteWriter(output(location), spec, partition);
        PositionDelete<Record> delete = PositionDelete.create();
        // The specification wants them ordered by file and position.
        new TreeMap<>(rows)
                .forEach((file, positions) ->
                        positions.stream().sorted().forEach(position -> writer.write(delete.set(file, position))));
        close(writer);
        return writer.toDeleteFile();
    }

    /// Writes a file that deletes the rows that earlier commits wrote and that have certain values.
    ///
    /// @param spec the spec of the data files; one without partitions stands for all files
    /// @param partition the partition of the data files
    /// @param columns the columns that the values are of
    /// @param values the values, as rows of these columns
    /// @param location the location of the new file
    public DeleteFile values(
            PartitionSpec spec, StructLike partition, Schema columns, Iterable<Record> values, String location) {
        int[] ids =
                columns.columns().stream().mapToInt(Types.NestedField::fieldId).toArray();
        EqualityDeleteWriter<Record> writer = new GenericFileWriterFactory.Builder(table)
                .deleteFileFormat(FileFormat.PARQUET)
                .equalityFieldIds(ids)
                .equalityDeleteRowSchema(columns)
                .build()
                .newEqualityDeleteWriter(output(location), spec, partition);
        values.forEach(writer::write);
        close(writer);
        return writer.toDeleteFile();
    }

    private EncryptedOutputFile output(String location) {
        return EncryptionUtil.plainAsEncryptedOutput(table.io().newOutputFile(location));
    }

    private static void close(Closeable writer) {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
