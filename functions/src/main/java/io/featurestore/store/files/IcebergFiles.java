package io.featurestore.store.files;

import io.featurestore.failure.Failure;
import io.featurestore.failure.QueryFailed;
import io.featurestore.store.files.Findings.Deletes;
import io.featurestore.store.files.Findings.Planning;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.ManifestWriter;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.SystemConfigs;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StringType;

/// Finds the files of an Iceberg table's current snapshot with Iceberg's own library. Manifests are read as
/// streams; only the index of the delete files is held in memory.
///
/// Format version 3 is refused, as Athena does not read it
/// (docs.aws.amazon.com/athena/latest/ug/querying-iceberg.html).
final class IcebergFiles {
    private static final int MOST_VERSION = 2;

    static {
        // A scan in a pool of threads holds up to 30,000 files with their statistics (ParallelIterable.java in
        // Iceberg 1.12); without the pool it holds one. Iceberg reads the setting when its first scan is made.
        System.setProperty(SystemConfigs.SCAN_THREAD_POOL_ENABLED.propertyKey(), "false");
    }

    private final ObjectStore objects;
    private final String name;
    private final String metadata;

    /// @param name the table's name, for messages
    /// @param metadata the location of its current metadata file
    IcebergFiles(ObjectStore objects, String name, String metadata) {
        this.objects = objects;
        this.name = name;
        this.metadata = metadata;
    }

    /// Loads the classes that read a table's metadata.
    static void prepare() {
        PartitionSpec spec = PartitionSpec.unpartitioned();
        TableMetadata metadata = TableMetadata.newTableMetadata(
                new Schema(NestedField.optional(1, "c", StringType.get())), spec, "s3://b/t", Map.of());
        TableMetadataParser.fromJson(TableMetadataParser.toJson(metadata));
        InMemoryFileIO io = new InMemoryFileIO();
        ManifestWriter<org.apache.iceberg.DataFile> writer =
                ManifestFiles.write(MOST_VERSION, spec, io.newOutputFile("s3://b/t/m.avro"), 1L);
        try {
            try (writer) {
                writer.add(DataFiles.builder(spec)
                        .withPath("s3://b/t/f.parquet")
                        .withFileSizeInBytes(1)
                        .withRecordCount(1)
                        .build());
            }
            try (ManifestReader<org.apache.iceberg.DataFile> reader =
                    ManifestFiles.read(writer.toManifestFile(), io, Map.of(spec.specId(), spec))) {
                reader.forEach(_ -> {});
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Findings visit(String location, RowSelection selection, Consumer<DataFile> each) {
        try {
            StaticTableOperations operations = new StaticTableOperations(metadata, new ObjectStoreFiles(objects));
            TableMetadata current = operations.current();
            if (current.formatVersion() > MOST_VERSION) {
                throw new QueryFailed("Table " + name + " has Iceberg's format version " + current.formatVersion()
                        + ", and Athena reads versions 1 and " + MOST_VERSION
                        + ". Write the records to a table of format version " + MOST_VERSION + ".");
            }
            BaseTable table = new BaseTable(operations, name, _ -> {});
            return current.currentSnapshot() == null
                    ? findings(location, Optional.empty(), Deletes.NONE, 1)
                    : plan(table, location, selection, each);
        } catch (RuntimeException | IOException e) {
            throw translated(e);
        }
    }

    private Findings plan(BaseTable table, String location, RowSelection selection, Consumer<DataFile> each)
            throws IOException {
        Schema schema = table.schema();
        IcebergColumns columns = new IcebergColumns(schema, table.properties());
        TableScan scan = table.newScan()
                .caseSensitive(false)
                .filter(columns.condition(selection.ranges()))
                .ignoreResiduals()
                .includeColumnStats(columns.leaves(selection.columns()));
        DeleteTotals deletes = new DeleteTotals();
        Optional<String> unseen = Optional.empty();
        try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
            for (FileScanTask task : tasks) {
                org.apache.iceberg.DataFile file = task.file();
                task.deletes().forEach(deletes::add);
                Optional<String> reason = unreadable(file);
                if (reason.isPresent()) {
                    unseen = reason;
                    continue;
                }
                S3Uri uri = ObjectStoreFiles.uri(file.location());
                each.accept(new DataFile(
                        new ObjectRef(uri, "", file.fileSizeInBytes()),
                        Map.of(),
                        Optional.of(new FileMetrics(columns, selection.columns(), file))));
            }
        }
        // The metadata file, the list of manifests, and the manifests.
        long metadataFiles =
                2L + table.currentSnapshot().allManifests(table.io()).size();
        return findings(location, unseen, deletes.sum(), metadataFiles);
    }

    private static Optional<String> unreadable(org.apache.iceberg.DataFile file) {
        if (file.format() != FileFormat.PARQUET) {
            return Optional.of("the file " + file.location() + " is " + file.format()
                    + ", and only Parquet files can be measured");
        }
        try {
            ObjectStoreFiles.uri(file.location());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("the file " + file.location() + " cannot be read: " + e.getMessage());
        }
    }

    private static Findings findings(String location, Optional<String> unseen, Deletes deletes, long metadataFiles) {
        return new Findings(unseen, OptionalLong.empty(), location, deletes, new Planning(0, metadataFiles));
    }

    private Failure translated(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                return failure;
            }
        }
        return new QueryFailed(
                "The metadata of the Iceberg table " + name + ", " + metadata + ", cannot be read: " + e.getMessage()
                        + ". Athena could not read the table either; repair it.",
                e);
    }

    /// Totals delete files. A file of positions is read with each data file that it applies to, a file of
    /// values once.
    private static final class DeleteTotals {
        private final Set<String> seen = new HashSet<>();
        private long positions;
        private boolean byValue;
        private long bytes;

        void add(DeleteFile file) {
            boolean values = file.content() == FileContent.EQUALITY_DELETES;
            boolean first = seen.add(file.location());
            byValue |= values;
            positions += first && !values ? file.recordCount() : 0;
            bytes += first || !values ? file.fileSizeInBytes() : 0;
        }

        Deletes sum() {
            return new Deletes(positions, byValue, seen.size(), bytes);
        }
    }
}
