package io.featurestore.local.athena;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.athena.duck.Scratch;
import io.featurestore.local.athena.files.Footers;
import io.featurestore.local.fixture.IcebergLife;
import io.featurestore.local.fixture.IcebergReader;
import io.featurestore.local.glue.GlueService;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.s3.model.S3Uri;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.store.StoreFolder;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares what the embedded Athena reads with what Iceberg's own readers read, over random histories of tables.
/// `-Diceberg.histories=1000` makes that many.
class IcebergHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("iceberg.histories", 15);
    private static final int STEPS = 8;

    @TempDir
    Path folder;

    private StoreFolder store;
    private LocalBuckets buckets;
    private GlueService glue;
    private IcebergCatalog iceberg;
    private Engine engine;

    @BeforeEach
    void open() throws Exception {
        store = StoreFolder.open(folder.resolve("store"));
        buckets = LocalBuckets.open(folder.resolve("buckets"));
        buckets.create("data");
        glue = new GlueService(store.documents(), Clock.systemUTC());
        glue.createDatabase("db");
        iceberg = new IcebergCatalog(glue, buckets);
        engine = new Engine(glue, buckets, Scratch.open(folder.resolve("scratch")), new Footers(), Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void readsEachStateOfATableAsIcebergDoes() throws Exception {
        int compared = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            String name = "t" + seed;
            Table table = IcebergLife.create(iceberg, "db", name, seed, STEPS);
            List<String> queries = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (State state : states(table, name, seed)) {
                String columns = state.scan().schema().columns().stream()
                        .map(column -> "coalesce(" + text(column.type(), quoted(column.name())) + ", 'NULL')")
                        .collect(Collectors.joining(" || '|' || "));
                queries.add("SELECT '" + compared + "' || '|' || " + columns + " AS line FROM " + state.from());
                for (Record row : IcebergReader.rows(table, state.scan())) {
                    if (state.kept().test(row)) {
                        expected.add(compared
                                + state.scan().schema().columns().stream()
                                        .map(field -> "|" + text(row.getField(field.name())))
                                        .collect(Collectors.joining()));
                    }
                }
                compared++;
            }
            Collections.sort(expected);
            assertThat(lines(String.join(" UNION ALL ", queries)))
                    .as("seed %s", seed)
                    .isEqualTo(expected);
        }
        assertThat(compared).isGreaterThan(4 * HISTORIES);
    }

    /// A state of a table.
    ///
    /// @param from the FROM clause of the query for it, with its condition
    /// @param kept says which rows the condition keeps
    private record State(TableScan scan, String from, Predicate<Record> kept) {}

    private static List<State> states(Table table, String name, int seed) {
        List<State> states = new ArrayList<>();
        states.add(new State(table.newScan(), name, row -> true));
        String day = "2022-11-0" + (8 + seed % 2);
        states.add(new State(
                table.newScan(),
                name + " WHERE eventtime >= '" + day + "' AND eventtime < '" + day + "T23:30'",
                row -> between(row, day, day + "T23:30")));
        for (Snapshot snapshot : table.snapshots()) {
            states.add(new State(
                    table.newScan().useSnapshot(snapshot.snapshotId()),
                    name + " FOR VERSION AS OF BIGINT '" + snapshot.snapshotId() + "'",
                    row -> true));
        }
        return states;
    }

    private static boolean between(Record row, String from, String to) {
        String time = (String) row.getField("EventTime");
        return time.compareTo(from) >= 0 && time.compareTo(to) < 0;
    }

    /// Returns the lines of the service's answer, in order.
    private List<String> lines(String sql) throws Exception {
        Outcome outcome = new QueryJob(
                        sql, Optional.of("db"), S3Uri.parse("s3://data/result").orElseThrow(), OptionalLong.empty())
                .run(engine);
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(outcome.folder().resolve("result.csv")).stream()
                .skip(1)
                .toList()) {
            lines.add(line.substring(1, line.length() - 1).replace("\"\"", "\""));
        }
        Scratch.delete(outcome.folder());
        Collections.sort(lines);
        return lines;
    }

    private static String quoted(String name) {
        return "\"" + name.toLowerCase(Locale.ROOT) + "\"";
    }

    /// Returns the expression of Trino's dialect that prints a value as [#text(Object)] does.
    private static String text(Type type, String value) {
        return switch (type.typeId()) {
            case STRING -> value;
            case FLOAT, DOUBLE -> "CAST(CAST(" + value + " AS DECIMAL(20, 4)) AS VARCHAR)";
            case TIMESTAMP -> "CAST(CAST(to_unixtime(" + value + ") * 1000 AS BIGINT) AS VARCHAR)";
            case LIST -> "array_join(" + value + ", ';', 'NULL')";
            case STRUCT ->
                type.asStructType().fields().stream()
                        .map(field -> "coalesce(" + text(field.type(), value + "." + "\"" + field.name() + "\"")
                                + ", 'NULL')")
                        .collect(
                                Collectors.joining(" || ';' || ", "CASE WHEN " + value + " IS NOT NULL THEN ", " END"));
            default -> "CAST(" + value + " AS VARCHAR)";
        };
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "NULL";
            case OffsetDateTime time -> Long.toString(time.toInstant().toEpochMilli());
            case Float number -> new BigDecimal(number).setScale(4).toPlainString();
            case Double number -> new BigDecimal(number).setScale(4).toPlainString();
            case List<?> list -> list.stream().map(IcebergHistoriesTest::text).collect(Collectors.joining(";"));
            case Record struct ->
                struct.struct().fields().stream()
                        .map(field -> text(struct.getField(field.name())))
                        .collect(Collectors.joining(";"));
            default -> value.toString();
        };
    }
}
