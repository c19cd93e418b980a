package io.featurestore.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.QueryFailed;
import io.featurestore.records.parquet.read.pages.NotParquetException;
import io.featurestore.store.Table;
import io.featurestore.store.TableStorage.Place;
import io.featurestore.store.files.FileTables.Found;
import io.featurestore.store.files.RowSelection.ColumnRange;
import io.featurestore.store.objects.FooterReader;
import io.featurestore.store.objects.InMemoryObjectStore.Faults;
import io.featurestore.store.objects.InMemoryObjectStore.Operation;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.format.FileMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads tables that Iceberg's own library wrote.
class IcebergFilesTest {
    private static final Schema SCHEMA = new Schema(
            NestedField.optional(1, "Id", Types.StringType.get()),
            NestedField.optional(2, "EventTime", Types.StringType.get()),
            NestedField.optional(3, "n", Types.IntegerType.get()),
            NestedField.optional(4, "tags", Types.ListType.ofOptional(5, Types.StringType.get())));
    private static final PartitionSpec DAYS =
            PartitionSpec.builderFor(SCHEMA).truncate("EventTime", 10).build();
    private static final List<String> COLUMNS = List.of("id", "eventtime", "n", "tags");
    private static final S3Uri LOCATION = S3Uri.parse("s3://lake/table/");

    private final FileTables tables = new FileTables();

    private IcebergTable create(int version, PartitionSpec spec, String suffix) {
        return new IcebergTable(tables.objects, LOCATION, SCHEMA, spec, Map.of("format-version", "" + version), suffix);
    }

    private Found find(IcebergTable table, RowSelection selection) {
        Table any = FileTables.table();
        return tables.find(
                any,
                new Place(
                        "s3://lake/table",
                        Optional.empty(),
                        Map.of("table_type", "iceberg", "metadata_location", table.metadata())),
                List.of(),
                selection);
    }

    /// Selects rows within ranges, and all metrics.
    private static RowSelection within(ColumnRange... ranges) {
        return new RowSelection() {
            @Override
            public boolean mayKeep(Map<String, String> partition) {
                return true;
            }

            @Override
            public Optional<Set<Object>> values(String key) {
                return Optional.empty();
            }

            @Override
            public List<ColumnRange> ranges() {
                return List.of(ranges);
            }

            @Override
            public List<String> columns() {
                return COLUMNS;
            }
        };
    }

    private static List<Map<String, Object>> rows(String day, int from, int count) {
        return IntStream.range(from, from + count)
                .<Map<String, Object>>mapToObj(i -> new HashMap<>(Map.of(
                        "Id",
                        "c" + i,
                        "EventTime",
                        day + "T10:00:%02dZ".formatted(i % 60),
                        "n",
                        i,
                        "tags",
                        List.of("t" + i))))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1, .metadata.json", "2, .metadata.json", "1, .gz.metadata.json", "2, .gz.metadata.json"})
    void findsTheFilesOfTheCurrentSnapshot(int version, String suffix) {
        IcebergTable table = create(version, DAYS, suffix);
        assertThat(find(table, within()).files()).isEmpty();
        DataFile first = table.write(rows("2024-01-01", 0, 10));
        DataFile second = table.write(rows("2024-01-02", 10, 20));
        table.table().newAppend().appendFile(first).appendFile(second).commit();
        table.table().newDelete().deleteFile(first).commit();
        Found found = find(table, within());
        assertThat(found.files())
                .singleElement()
                .satisfies(file -> assertThat(file.object().uri().toString()).isEqualTo(second.location()))
                .satisfies(file -> assertThat(file.object().size()).isEqualTo(second.fileSizeInBytes()));
        assertThat(found.findings().unseen()).isEmpty();
        assertThat(found.findings().deletes()).isEqualTo(Findings.Deletes.NONE);
        table.table().refresh();
        int manifests =
                table.table().currentSnapshot().allManifests(table.table().io()).size();
        assertThat(found.findings().planning()).isEqualTo(new Findings.Planning(0, 2 + manifests));
    }

    @Test
    void countsTheDeleteFilesThatApply() {
        IcebergTable table = create(2, DAYS, ".metadata.json");
        DataFile first = table.write(rows("2024-01-01", 0, 100));
        DataFile second = table.write(rows("2024-01-02", 100, 100));
        table.table().newAppend().appendFile(first).appendFile(second).commit();
        DeleteFile some = table.positions(first, 30);
        table.table().newRowDelta().addDeletes(some).commit();
        Findings.Deletes deletes = find(table, within()).findings().deletes();
        assertThat(deletes).isEqualTo(new Findings.Deletes(30, false, 1, some.fileSizeInBytes()));
        DeleteFile values = table.equal("Id", List.of("c150"), second.partition());
        table.table().newRowDelta().addDeletes(values).commit();
        assertThat(find(table, within()).findings().deletes().byValue()).isTrue();
        // Compaction leaves delete files behind that apply to nothing.
        DataFile compacted = table.write(rows("2024-01-01", 30, 70));
        table.table()
                .newRewrite()
                .deleteFile(first)
                .addFile(compacted)
                .validateFromSnapshot(table.table().currentSnapshot().snapshotId())
                .commit();
        deletes = find(table, within()).findings().deletes();
        assertThat(deletes.positions()).isZero();
        assertThat(deletes.files()).isEqualTo(1);
    }

    @Test
    void rulesFilesOutByPartitionsAndBounds() {
        IcebergTable table = create(2, DAYS, ".metadata.json");
        for (int day = 1; day <= 9; day++) {
            table.table()
                    .newAppend()
                    .appendFile(table.write(rows("2024-01-0" + day, day * 100, 50)))
                    .commit();
        }
        ColumnRange days =
                new ColumnRange("eventtime", Optional.of("2024-01-03T00:00:00"), Optional.of("2024-01-05T12:00:00"));
        assertThat(find(table, within(days)).files()).hasSize(3);
        ColumnRange numbers =
                new ColumnRange("n", Optional.of(new BigDecimal("449.5")), Optional.of(new BigDecimal("1e30")));
        assertThat(find(table, within(numbers)).files()).hasSize(5);
        assertThat(find(table, within(days, numbers)).files()).hasSize(1);
        ColumnRange misfit = new ColumnRange("n", Optional.of("x"), Optional.of(true));
        assertThat(find(table, within(misfit)).files()).hasSize(9);
    }

    @Test
    void makesAFooterOfMetricsThatSaysWhatTheRealOneSays() throws Exception {
        IcebergTable table = create(2, DAYS, ".metadata.json");
        table.table()
                .newAppend()
                .appendFile(table.write(rows("2024-01-01", 0, 64)))
                .commit();
        io.featurestore.store.files.DataFile file =
                find(table, within()).files().getFirst();
        FileMetaData metrics = file.metrics().orElseThrow().footer().orElseThrow();
        FileMetaData real = file.metrics()
                .orElseThrow()
                .named(FooterReader.read(
                        tables.objects,
                        tables.objects
                                .describe(file.object().uri())
                                .orElseThrow()
                                .ref()));
        assertThat(metrics.getNum_rows()).isEqualTo(64);
        assertThat(real.getSchema()).extracting(e -> e.getName()).contains("id", "eventtime", "n", "tags");
        assertThat(sizes(metrics)).isEqualTo(sizes(real));
        assertThat(metrics.getRow_groups()
                        .getFirst()
                        .getColumns()
                        .get(2)
                        .getMeta_data()
                        .getStatistics()
                        .getMax_value())
                .isEqualTo(real.getRow_groups()
                        .getFirst()
                        .getColumns()
                        .get(2)
                        .getMeta_data()
                        .getStatistics()
                        .getMax_value());
    }

    private static List<Long> sizes(FileMetaData footer) {
        return footer.getRow_groups().getFirst().getColumns().stream()
                .map(c -> c.getMeta_data().getTotal_compressed_size())
                .toList();
    }

    @Test
    void knowsColumnsByTheirIds() {
        IcebergTable table = create(2, DAYS, ".metadata.json");
        table.table()
                .newAppend()
                .appendFile(table.write(rows("2024-01-01", 0, 5)))
                .commit();
        table.table()
                .updateSchema()
                .renameColumn("n", "visits")
                .deleteColumn("tags")
                .commit();
        table.table()
                .updateSchema()
                .addColumn("n", Types.DoubleType.get())
                .updateColumn("visits", Types.LongType.get())
                .commit();
        io.featurestore.store.files.DataFile file =
                find(table, within()).files().getFirst();
        FileMetaData named = file.metrics().orElseThrow().named(footer(file));
        assertThat(named.getSchema().stream().map(e -> e.getName()).toList())
                .containsExactly(
                        named.getSchema().getFirst().getName(),
                        "id",
                        "eventtime",
                        "visits",
                        "\0tags",
                        "list",
                        "element");
        // The file is older than the new n, so only its footer can tell its size.
        assertThat(file.metrics().orElseThrow().footer()).isEmpty();
    }

    private FileMetaData footer(io.featurestore.store.files.DataFile file) {
        try {
            return FooterReader.read(
                    tables.objects,
                    tables.objects.describe(file.object().uri()).orElseThrow().ref());
        } catch (NotParquetException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 3)
    void refusesAFormatThatAthenaDoesNotRead(int version) {
        IcebergTable table = create(version, DAYS, ".metadata.json");
        assertThatThrownBy(() -> find(table, within()))
                .isInstanceOf(QueryFailed.class)
                .hasMessage("Table db.t has Iceberg's format version 3, and Athena reads versions 1 and 2."
                        + " Write the records to a table of format version 2.");
    }

    @ParameterizedTest
    @CsvSource({
        "metadata/00001.metadata.json, GONE",
        "metadata/00001.metadata.json, BROKEN",
        "avro, GONE",
        "avro, BROKEN"
    })
    void refusesMetadataThatCannotBeRead(String end, String what) {
        IcebergTable table = create(2, DAYS, ".metadata.json");
        table.table()
                .newAppend()
                .appendFile(table.write(rows("2024-01-01", 0, 5)))
                .commit();
        List<S3Uri> spoiled = tables.objects
                .list(LOCATION)
                .map(o -> o.uri())
                .filter(uri -> uri.key().endsWith(end))
                .toList();
        assertThat(spoiled).isNotEmpty();
        for (S3Uri uri : spoiled) {
            if (what.equals("GONE")) {
                tables.objects.delete(List.of(uri));
            } else {
                tables.objects.put(
                        uri, "{]".getBytes(java.nio.charset.StandardCharsets.UTF_8), "", Map.of(), IfExists.REPLACE);
            }
        }
        assertThatThrownBy(() -> find(table, within()))
                .isInstanceOf(QueryFailed.class)
                .hasMessageContaining("Athena could not read the table either; repair it.");
    }

    @Test
    void saysWhatItWasNotAllowedToRead() {
        IcebergTable table = create(2, DAYS, ".metadata.json");
        table.table()
                .newAppend()
                .appendFile(table.write(rows("2024-01-01", 0, 5)))
                .commit();
        tables.objects.inject(new Faults() {
            @Override
            public void before(Operation operation, S3Uri uri) {
                if (uri.key().endsWith("avro")) {
                    throw new AccessDenied("Access denied: s3:GetObject on " + uri + ".");
                }
            }
        });
        assertThat(find(table, within()).findings().unseen().orElseThrow()).startsWith("Access denied: s3:GetObject");
    }

    @Test
    void refusesATableWithoutMetadata() {
        Place place = new Place("s3://lake/table", Optional.empty(), Map.of("table_type", "ICEBERG"));
        assertThatThrownBy(() -> tables.find(FileTables.table(), place, List.of(), RowSelection.ALL))
                .isInstanceOf(QueryFailed.class)
                .hasMessageContaining("names no metadata_location");
    }

    /// Compares with a plain model: the set of files after random commits, and the delete files of each.
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void findsTheFilesAfterAnyHistory(int version) {
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            IcebergTable table = new IcebergTable(
                    tables.objects,
                    LOCATION.append(version + "-" + seed + "/"),
                    SCHEMA,
                    random.nextBoolean() ? DAYS : PartitionSpec.unpartitioned(),
                    Map.of("format-version", "" + version),
                    ".metadata.json");
            Map<String, DataFile> live = new HashMap<>();
            Map<String, Set<String>> deletes = new HashMap<>();
            for (int commit = 0; commit < 12; commit++) {
                change(table, version, live, deletes, random);
                Found found = find(table, within());
                assertThat(found.files().stream()
                                .map(f -> f.object().uri() + " " + f.object().size())
                                .collect(Collectors.toSet()))
                        .as("version " + version + " seed " + seed + " commit " + commit)
                        .isEqualTo(live.values().stream()
                                .map(f -> f.location() + " " + f.fileSizeInBytes())
                                .collect(Collectors.toSet()));
                Set<String> applying = new HashSet<>();
                live.keySet().forEach(file -> applying.addAll(deletes.getOrDefault(file, Set.of())));
                assertThat(found.findings().deletes().files()).isEqualTo(applying.size());
            }
        }
    }

    private static void change(
            IcebergTable table,
            int version,
            Map<String, DataFile> live,
            Map<String, Set<String>> deletes,
            Random random) {
        List<DataFile> files = new ArrayList<>(live.values());
        files.sort(java.util.Comparator.comparing(DataFile::location));
        int what = live.isEmpty() ? 0 : random.nextInt(version == 1 ? 5 : 6);
        switch (what) {
            case 0, 1 -> {
                var append = random.nextBoolean()
                        ? table.table().newAppend()
                        : table.table().newFastAppend();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    DataFile file = table.write(rows(table, random));
                    append.appendFile(file);
                    live.put(file.location(), file);
                }
                append.commit();
            }
            case 2 -> {
                DataFile gone = files.get(random.nextInt(files.size()));
                table.table().newDelete().deleteFile(gone.location()).commit();
                live.remove(gone.location());
            }
            case 3 -> {
                DataFile old = files.get(random.nextInt(files.size()));
                DataFile compacted = table.write(rows(table, random).subList(0, 3));
                table.table()
                        .newRewrite()
                        .validateFromSnapshot(table.table().currentSnapshot().snapshotId())
                        .deleteFile(listed(table, old))
                        .addFile(compacted)
                        .commit();
                live.remove(old.location());
                live.put(compacted.location(), compacted);
            }
            case 4 -> {
                String name = "c" + random.nextInt(1_000_000);
                if (random.nextBoolean()) {
                    table.table()
                            .updateSchema()
                            .addColumn(name, Types.StringType.get())
                            .commit();
                } else if (table.table().spec().isPartitioned()) {
                    table.table()
                            .updateSpec()
                            .removeField(
                                    table.table().spec().fields().getFirst().name())
                            .commit();
                } else {
                    table.table()
                            .updateSpec()
                            .addField(name, Expressions.truncate("EventTime", 4 + random.nextInt(6)))
                            .commit();
                }
            }
            default -> {
                DataFile file = files.get(random.nextInt(files.size()));
                DeleteFile delete = table.positions(file, 1 + random.nextInt(3));
                table.table().newRowDelta().addDeletes(delete).commit();
                deletes.computeIfAbsent(file.location(), _ -> new HashSet<>()).add(delete.location());
            }
        }
    }

    /// Returns a file as the table lists it. Its writer describes a file of a partition spec without fields
    /// as one without a partition, and format 1 lists it with a partition of NULLs, so that Iceberg's filter
    /// of manifests (`ManifestFilterManager.delete`) would not find the writer's.
    private static DataFile listed(IcebergTable table, DataFile written) {
        try (var tasks = table.table().newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                if (task.file().location().equals(written.location())) {
                    return task.file();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the table does not list " + written.location());
    }

    private static List<Map<String, Object>> rows(IcebergTable table, Random random) {
        List<Map<String, Object>> rows = rows(
                "2024-0%d-%02d".formatted(1 + random.nextInt(9), 1 + random.nextInt(28)),
                random.nextInt(100),
                3 + random.nextInt(3));
        rows.forEach(row -> table.table().schema().columns().forEach(c -> row.putIfAbsent(c.name(), null)));
        return rows;
    }
}
