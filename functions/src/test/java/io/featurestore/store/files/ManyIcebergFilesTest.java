package io.featurestore.store.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.store.TableStorage;
import io.featurestore.store.TableStorage.Partition;
import io.featurestore.store.TableStorage.Place;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finds the files of a large Iceberg table in a process with a small heap. `-Diceberg.files=100000` makes the table
/// larger; the heap stays the same.
class ManyIcebergFilesTest {
    private static final int FILES = Integer.getInteger("iceberg.files", 20_000);
    private static final int COLUMNS = 30;
    private static final int COMMITS = 10;
    private static final long ROWS = 1_000;

    @Test
    void findsThemInAHeapOf64Megabytes(@TempDir Path folder) throws Exception {
        InMemoryObjectStore objects = new InMemoryObjectStore();
        String metadata = write(objects);
        objects.list(S3Uri.parse("s3://lake/")).forEach(object -> {
            try {
                Path file = folder.resolve(object.uri().key());
                Files.createDirectories(file.getParent());
                Files.write(file, objects.read(object.uri(), Integer.MAX_VALUE).orElseThrow());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Path log = folder.resolve("log");
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyIcebergFilesTest.class.getName(),
                        folder.toString(),
                        metadata)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(Files.readString(log)).endsWith("found " + FILES + " files with " + FILES * ROWS + " rows\n");
        assertThat(exit).isZero();
    }

    private static String write(InMemoryObjectStore objects) {
        List<NestedField> columns = new java.util.ArrayList<>();
        for (int id = 1; id <= COLUMNS; id++) {
            columns.add(NestedField.optional(id, "c" + id, Types.LongType.get()));
        }
        IcebergTable table = new IcebergTable(
                objects,
                S3Uri.parse("s3://lake/t/"),
                new Schema(columns),
                PartitionSpec.unpartitioned(),
                Map.of("format-version", "2"),
                ".metadata.json");
        Map<Integer, Long> sizes = new HashMap<>();
        Map<Integer, ByteBuffer> bounds = new HashMap<>();
        for (int id = 1; id <= COLUMNS; id++) {
            sizes.put(id, 100L * id);
            bounds.put(id, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, id));
        }
        for (int commit = 0; commit < COMMITS; commit++) {
            AppendFiles append = table.table().newFastAppend();
            for (int i = 0; i < FILES / COMMITS; i++) {
                append.appendFile(DataFiles.builder(table.table().spec())
                        .withPath("s3://lake/t/data/%02d/%08d-with-a-name-as-long-as-writers-make-it.parquet"
                                .formatted(commit, i))
                        .withFormat(FileFormat.PARQUET)
                        .withFileSizeInBytes(100_000)
                        .withMetrics(new Metrics(ROWS, sizes, sizes, Map.of(), Map.of(), bounds, bounds))
                        .build());
            }
            append.commit();
        }
        return table.metadata();
    }

    /// Reads the table below a folder.
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        LongAdder rows = new LongAdder();
        LongAdder files = new LongAdder();
        TableStorage storage = new TableStorage() {
            @Override
            public Optional<Place> place(io.featurestore.store.Table table) {
                return Optional.of(new Place(
                        "s3://lake/t",
                        Optional.empty(),
                        Map.of("table_type", "ICEBERG", "metadata_location", arguments[1])));
            }

            @Override
            public List<Partition> partitions(io.featurestore.store.Table table) {
                return List.of();
            }
        };
        new TableFiles(inFolder(folder), storage, Clock.systemUTC())
                .visit(FileTables.table(), new AllColumns(), file -> {
                    files.increment();
                    rows.add(file.metrics().orElseThrow().footer().orElseThrow().getNum_rows());
                });
        System.out.println("found " + files + " files with " + rows + " rows");
    }

    /// Selects all rows, and the metrics of all columns.
    private record AllColumns() implements RowSelection {
        @Override
        public boolean mayKeep(Map<String, String> partition) {
            return true;
        }

        @Override
        public Optional<java.util.Set<Object>> values(String key) {
            return Optional.empty();
        }

        @Override
        public List<ColumnRange> ranges() {
            return List.of();
        }

        @Override
        public List<String> columns() {
            return java.util.stream.IntStream.rangeClosed(1, COLUMNS)
                    .mapToObj(id -> "c" + id)
                    .toList();
        }
    }

    /// Reads objects from files, a block at a time.
    private static ObjectStore inFolder(Path folder) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (_, method, arguments) -> {
                    switch (method.getName()) {
                        case "describe" -> {
                            S3Uri uri = (S3Uri) arguments[0];
                            Path file = folder.resolve(uri.key());
                            return Files.exists(file)
                                    ? Optional.of(new ObjectStore.Described(
                                            new ObjectRef(uri, "\"e\"", Files.size(file)), Map.of()))
                                    : Optional.empty();
                        }
                        case "open" -> {
                            Path file = folder.resolve(
                                    ((ObjectRef) arguments[0]).uri().key());
                            var stream = Files.newInputStream(file);
                            stream.skipNBytes((long) arguments[1]);
                            return stream;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                });
    }
}
