package io.featurestore.local.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptionUtil;
import org.apache.iceberg.io.DataWriter;

/// Writes rows to new Parquet files with field ids, one file for each partition of the table's current spec. The
/// files belong to the table when the caller appends them.
public final class PartitionWriter {
    private final Table table;
    private final Schema schema;

    /// Creates a writer.
    ///
    /// @param schema the schema of the rows, one of the table's schemas
    public PartitionWriter(Table table, Schema schema) {
        this.table = table;
        this.schema = schema;
    }

    /// Writes the files.
    ///
    /// @param rows the rows, which stay in their order
    /// @param location returns the location of a new file for the folder of its partition, such as
    ///     `event_time_trunc=2022-11-09` or nothing for a table without partitions
    public List<DataFile> write(Iterable<Record> rows, UnaryOperator<String> location) {
        PartitionSpec spec = table.spec();
        Map<PartitionKey, List<Record>> partitions = new LinkedHashMap<>();
        PartitionKey key = new PartitionKey(spec, schema);
        InternalRecordWrapper values = new InternalRecordWrapper(schema.asStruct());
        for (Record row : rows) {
            key.partition(values.wrap(row));
            List<Record> partition = partitions.get(key);
            if (partition == null) {
                partition = new ArrayList<>();
                partitions.put(key.copy(), partition);
            }
            partition.add(row);
        }
        GenericFileWriterFactory writers =
                new GenericFileWriterFactory.Builder(table).dataSchema(schema).build();
        List<DataFile> files = new ArrayList<>();
        partitions.forEach((partition, content) -> {
            String place = location.apply(spec.isUnpartitioned() ? "" : spec.partitionToPath(partition));
            DataWriter<Record> writer = writers.newDataWriter(
                    EncryptionUtil.plainAsEncryptedOutput(table.io().newOutputFile(place)), spec, partition);
            try (writer) {
                writer.write(content);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write " + place, e);
            }
            files.add(writer.toDataFile());
        });
        return files;
    }
}
