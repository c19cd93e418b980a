package io.featurestore.local.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.local.glue.Catalog;
import io.featurestore.local.glue.GlueService;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.store.StoreFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IcebergCatalogTest {
    private static final Schema SCHEMA = new Schema(Types.NestedField.optional(1, "Id", Types.StringType.get()));
    private static final TableIdentifier NAME = TableIdentifier.of("db", "t");
    private static final int WRITERS = 4;
    private static final int APPENDS = 5;

    @TempDir
    Path folder;

    private StoreFolder store;
    private LocalBuckets buckets;
    private GlueService glue;
    private IcebergCatalog iceberg;

    @BeforeEach
    void open() throws IOException {
        store = StoreFolder.open(folder.resolve("store"));
        buckets = LocalBuckets.open(folder.resolve("buckets"));
        buckets.create("data");
        glue = new GlueService(store.documents(), Clock.systemUTC());
        glue.createDatabase("db");
        iceberg = new IcebergCatalog(glue, buckets);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private Table create() {
        return iceberg.createTable(
                NAME, SCHEMA, PartitionSpec.unpartitioned(), "s3://data/t", IcebergCatalog.properties("Id"));
    }

    private static void append(Table table) {
        GenericRecord row = GenericRecord.create(table.schema());
        row.setField("Id", "a");
        var append = table.newAppend();
        new PartitionWriter(table, table.schema())
                .write(List.of(row), day -> table.location() + "/data/" + UUID.randomUUID() + ".parquet")
                .forEach(append::appendFile);
        append.commit();
    }

    @Test
    void losesNoAppendOfSeveralWritersAndLeavesNoMetadataOfLostRaces() throws Exception {
        create();
        List<Callable<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(() -> {
                Table own = iceberg.load("db", "t");
                for (int n = 0; n < APPENDS; n++) {
                    append(own);
                }
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            for (Future<Void> done : threads.invokeAll(writers)) {
                done.get();
            }
        }

        Table table = iceberg.load("db", "t");
        assertThat(table.currentSnapshot().summary())
                .containsEntry("total-records", Integer.toString(WRITERS * APPENDS));
        assertThat(glue.table("db", "t").orElseThrow().version()).isEqualTo(Integer.toString(WRITERS * APPENDS));
        // The current metadata and the ten that may be kept.
        try (Stream<Buckets.Entry> objects = buckets.list("data", "t/metadata/")) {
            assertThat(objects.filter(entry -> entry.key().endsWith(".metadata.json")))
                    .hasSize(11);
        }
    }

    @Test
    void keepsFormerColumnsAndOwnParametersInTheEntry() {
        Table table = create();
        Catalog.Table entry = glue.table("db", "t").orElseThrow();
        glue.replaceTable(entry.withParameters(plus(entry.parameters(), "owner", "me")), entry.version());

        table.updateSchema()
                .renameColumn("Id", "key")
                .addColumn("n", Types.DecimalType.of(9, 2))
                .commit();

        entry = glue.table("DB", "T").orElseThrow();
        assertThat(entry.columns())
                .extracting(column -> column.name() + " " + column.type() + " "
                        + column.parameters().get("iceberg.field.id") + " "
                        + column.parameters().get("iceberg.field.current"))
                .containsExactly("key string 1 true", "n decimal(9,2) 2 true", "id string 1 false");
        assertThat(entry.parameters()).containsEntry("owner", "me").containsEntry("table_type", "ICEBERG");
        assertThat(iceberg.listTables(Namespace.of("db"))).containsExactly(NAME);
    }

    private static Map<String, String> plus(Map<String, String> map, String key, String value) {
        Map<String, String> more = new java.util.HashMap<>(map);
        more.put(key, value);
        return more;
    }

    @Test
    void refusesWhatGlueRefuses() {
        create();
        assertThatThrownBy(this::create).isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> iceberg.createTable(
                        TableIdentifier.of("nowhere", "t"),
                        SCHEMA,
                        PartitionSpec.unpartitioned(),
                        "s3://data/x",
                        Map.of()))
                .isInstanceOf(NotFoundException.class);
        glue.putTable(Catalog.Table.parquet("db", "hive", "s3://data/hive", List.of(), List.of()));
        assertThatThrownBy(() -> iceberg.load("db", "hive")).isInstanceOf(NoSuchTableException.class);
        assertThatThrownBy(() -> iceberg.load("db", "none")).isInstanceOf(NoSuchTableException.class);
        assertThatThrownBy(
                        () -> iceberg.files().newInputFile("file:///etc/passwd").getLength())
                .hasMessageContaining("file:///etc/passwd");
    }

    @Test
    void removesATableWithItsFilesOnRequest() throws IOException {
        append(create());

        assertThat(iceberg.dropTable(NAME, true)).isTrue();

        assertThat(glue.table("db", "t")).isEmpty();
        try (Stream<Buckets.Entry> objects = buckets.list("data", "t/")) {
            assertThat(objects).isEmpty();
        }
        assertThat(iceberg.dropTable(NAME, true)).isFalse();
    }

    @Test
    void writesLargeObjectsThroughAFile() throws IOException {
        byte[] content = new byte[9 << 20];
        new java.util.Random(1).nextBytes(content);
        try (var out = iceberg.files().newOutputFile("s3a://data/large").create()) {
            out.write(content, 0, 100);
            out.write(content, 100, content.length - 100);
            assertThat(out.getPos()).isEqualTo(content.length);
            assertThat(buckets.file("data", "large")).isEmpty();
        }

        try (var in = iceberg.files().newInputFile("s3://data/large").newStream()) {
            in.seek(5_000_000);
            assertThat(in.readNBytes(10)).isEqualTo(java.util.Arrays.copyOfRange(content, 5_000_000, 5_000_010));
        }
        assertThatThrownBy(
                        () -> iceberg.files().newOutputFile("s3://data/large").create())
                .isInstanceOf(AlreadyExistsException.class);
    }
}
