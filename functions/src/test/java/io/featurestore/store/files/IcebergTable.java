package io.featurestore.store.files;

import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.encryption.EncryptionUtil;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.ParquetUtil;

/// An Iceberg table in an object store, written by Iceberg's own library.
public final class IcebergTable {
    private final StoreFileIO io;
    private final Operations operations;
    private final Table table;

    /// Creates a table.
    ///
    /// @param suffix the end of the names of metadata files, such as `.gz.metadata.json`
    public IcebergTable(
            ObjectStore objects,
            S3Uri location,
            Schema schema,
            PartitionSpec spec,
            Map<String, String> properties,
            String suffix) {
        String place = location.toString().replaceFirst("/$", "");
        this.io = new StoreFileIO(objects);
        this.operations = new Operations(
                TableMetadata.newTableMetadata(schema, spec, SortOrder.unsorted(), place, properties), suffix);
        this.table = new BaseTable(operations, "table", _ -> {});
    }

    /// Returns the table, for commits.
    public Table table() {
        return table;
    }

    /// Returns the location of the current metadata.
    public String metadata() {
        return operations.location;
    }

    /// Writes one data file of rows, all in the partition of the first one. Commits nothing.
    public DataFile write(List<Map<String, Object>> rows) {
        List<Record> records = rows.stream()
                .<Record>map(row -> {
                    GenericRecord record = GenericRecord.create(table.schema());
                    row.forEach(record::setField);
                    return record;
                })
                .toList();
        PartitionKey key = new PartitionKey(table.spec(), table.schema());
        key.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(records.getFirst()));
        DataWriter<Record> writer = factory(null, null).newDataWriter(output("data"), table.spec(), key);
        try (writer) {
            records.forEach(writer::write);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.toDataFile();
    }

    /// Describes somebody else's Parquet file by its footer.
    public DataFile describe(String location) {
        InputFile input = io.newInputFile(location);
        NameMapping names = NameMappingParser.fromJson(table.properties().get(TableProperties.DEFAULT_NAME_MAPPING));
        return DataFiles.builder(table.spec())
                .withInputFile(input)
                .withFormat(FileFormat.PARQUET)
                .withMetrics(ParquetUtil.fileMetrics(input, MetricsConfig.forTable(table), names))
                .build();
    }

    /// Writes a file that deletes rows of a data file by their positions.
    public DeleteFile positions(DataFile file, int count) {
        PositionDeleteWriter<Record> writer = factory(null, null)
                .newPositionDeleteWriter(output("deletes"), table.specs().get(file.specId()), file.partition());
        try (writer) {
            for (int position = 0; position < count; position++) {
                writer.write(PositionDelete.<Record>create().set(file.location(), position));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.toDeleteFile();
    }

    /// Writes a file that deletes rows with the given values of a column.
    public DeleteFile equal(String column, List<Object> values, StructLike partition) {
        Schema deleted = table.schema().select(column);
        EqualityDeleteWriter<Record> writer = factory(
                        deleted, new int[] {deleted.findField(column).fieldId()})
                .newEqualityDeleteWriter(output("deletes"), table.spec(), partition);
        try (writer) {
            for (Object value : values) {
                GenericRecord record = GenericRecord.create(deleted);
                record.setField(column, value);
                writer.write(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.toDeleteFile();
    }

    private GenericFileWriterFactory factory(Schema deleted, int[] ids) {
        return new GenericFileWriterFactory.Builder(table)
                .dataSchema(table.schema())
                .dataFileFormat(FileFormat.PARQUET)
                .deleteFileFormat(FileFormat.PARQUET)
                .equalityDeleteRowSchema(deleted)
                .equalityFieldIds(ids)
                .build();
    }

    private EncryptedOutputFile output(String kind) {
        return EncryptionUtil.plainAsEncryptedOutput(
                io.newOutputFile(table.location() + "/data/" + UUID.randomUUID() + "-" + kind + ".parquet"));
    }

    /// Keeps the current metadata, as a catalog does.
    private final class Operations implements TableOperations {
        private final String suffix;
        private TableMetadata current;
        private String location;
        private int version;

        Operations(TableMetadata first, String suffix) {
            this.suffix = suffix;
            keep(first);
        }

        private void keep(TableMetadata metadata) {
            location = metadata.location() + "/metadata/%05d".formatted(version++) + suffix;
            TableMetadataParser.overwrite(metadata, io.newOutputFile(location));
            current = TableMetadataParser.read(io, location);
        }

        @Override
        public TableMetadata current() {
            return current;
        }

        @Override
        public TableMetadata refresh() {
            return current;
        }

        @Override
        public void commit(TableMetadata base, TableMetadata metadata) {
            keep(metadata);
        }

        @Override
        public FileIO io() {
            return io;
        }

        @Override
        public String metadataFileLocation(String name) {
            return current.location() + "/metadata/" + name;
        }

        @Override
        public LocationProvider locationProvider() {
            return LocationProviders.locationsFor(current.location(), current.properties());
        }
    }
}
