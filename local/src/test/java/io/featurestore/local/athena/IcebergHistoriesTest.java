package io.featurestore.local.athena;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.athena.duck.Scratch;
import io.featurestore.local.athena.iceberg.IcebergQuery;
import io.featurestore.local.athena.sql.Translation;
import io.featurestore.local.athena.sql.Translator;
import io.featurestore.local.fixture.IcebergLife;
import io.featurestore.local.fixture.IcebergReader;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.glue.GlueService;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.s3.model.S3Uri;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.store.StoreFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.Record;
import org.duckdb.DuckDBStruct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares what the embedded Athena reads with what Iceberg's own readers read, over random histories of tables.
class IcebergHistoriesTest {
    private static final int HISTORIES = 100;
    private static final int STEPS = 8;
    /// Of so many histories one is also read through the whole service.
    private static final int WHOLE = 5;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT);

    @TempDir
    Path folder;

    private StoreFolder store;
    private LocalBuckets buckets;
    private GlueService glue;
    private IcebergCatalog iceberg;
    private Scratch scratch;

    @BeforeEach
    void open() throws Exception {
        store = StoreFolder.open(folder.resolve("store"));
        buckets = LocalBuckets.open(folder.resolve("buckets"));
        buckets.create("data");
        glue = new GlueService(store.documents(), Clock.systemUTC());
        glue.createDatabase("db");
        iceberg = new IcebergCatalog(glue, buckets);
        scratch = Scratch.open(folder.resolve("scratch"));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void readsEachStateOfATableAsIcebergDoes() throws Exception {
        int compared = 0;
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            execute(duck, "CREATE SCHEMA db");
            execute(duck, "SET TimeZone = 'UTC'");
            for (int seed = 0; seed < HISTORIES; seed++) {
                Table table = IcebergLife.create(iceberg, "db", "t" + seed, seed, STEPS);
                for (State state : states(table, "t" + seed, seed)) {
                    List<String> expected = expected(table, state);
                    assertThat(rows(duck, state.sql()))
                            .as("seed %s: %s", seed, state.sql())
                            .isEqualTo(expected);
                    if (seed % WHOLE == 0) {
                        assertThat(answer(state.sql()))
                                .as("seed %s: %s", seed, state.sql())
                                .isEqualTo(expected);
                    }
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(4 * HISTORIES);
    }

    /// A state of a table with the query for it.
    ///
    /// @param kept says which rows the query's condition keeps
    private record State(TableScan scan, String sql, Predicate<Record> kept) {}

    private static List<State> states(Table table, String name, int seed) {
        List<State> states = new ArrayList<>();
        states.add(new State(table.newScan(), "SELECT * FROM " + name, row -> true));
        String day = "2022-11-0" + (8 + seed % 2);
        states.add(new State(
                table.newScan(),
                "SELECT * FROM " + name + " WHERE eventtime >= '" + day + "' AND eventtime < '" + day + "T23:30'",
                row -> between(row, day, day + "T23:30")));
        for (Snapshot snapshot : table.snapshots()) {
            states.add(new State(
                    table.newScan().useSnapshot(snapshot.snapshotId()),
                    "SELECT * FROM " + name + " FOR VERSION AS OF BIGINT '" + snapshot.snapshotId() + "'",
                    row -> true));
        }
        return states;
    }

    private static boolean between(Record row, String from, String to) {
        String time = (String) row.getField("EventTime");
        return time.compareTo(from) >= 0 && time.compareTo(to) < 0;
    }

    /// Returns the header and the rows in order, as CSV.
    private static List<String> expected(Table table, State state) {
        List<String> lines = new ArrayList<>();
        for (Record row : IcebergReader.rows(table, state.scan())) {
            if (state.kept().test(row)) {
                lines.add(state.scan().schema().columns().stream()
                        .map(column -> csv(row.getField(column.name())))
                        .collect(Collectors.joining(",")));
            }
        }
        Collections.sort(lines);
        lines.addFirst(state.scan().schema().columns().stream()
                .map(column -> csv(column.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(",")));
        return lines;
    }

    /// Reads with DuckDB what Iceberg's library planned.
    private List<String> rows(Connection duck, String sql) throws Exception {
        IcebergQuery query = IcebergQuery.begin(glue, buckets, sql);
        Translation translation = new Translator(query).translate(sql, Optional.of("db"), false);
        for (Catalog.Table table : translation.tables()) {
            query.createView(duck, table);
        }
        query.complete(duck, translation.sql());
        List<String> lines = new ArrayList<>();
        List<String> header = new ArrayList<>();
        try (Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(translation.sql())) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                header.add(csv(rows.getMetaData().getColumnLabel(i)));
            }
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= header.size(); i++) {
                    row.add(csv(rows.getObject(i)));
                }
                lines.add(String.join(",", row));
            }
        }
        Collections.sort(lines);
        lines.addFirst(String.join(",", header));
        return lines;
    }

    /// Returns the answer of the service.
    private List<String> answer(String sql) throws Exception {
        QueryJob.Outcome outcome = new QueryJob(
                        sql, Optional.of("db"), S3Uri.parse("s3://data/result").orElseThrow(), OptionalLong.empty())
                .run(glue, buckets, scratch);
        List<String> lines = new ArrayList<>(Files.readAllLines(outcome.file()));
        Files.delete(outcome.file());
        String header = lines.removeFirst();
        Collections.sort(lines);
        lines.addFirst(header);
        return lines;
    }

    private static void execute(Connection duck, String sql) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String csv(Object value) {
        return value == null ? "" : "\"" + text(value).replace("\"", "\"\"") + "\"";
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case OffsetDateTime time -> TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
            case List<?> list ->
                list.stream().map(IcebergHistoriesTest::text).collect(Collectors.joining(", ", "[", "]"));
            case Array list -> text(elements(list));
            case Map<?, ?> fields ->
                fields.entrySet().stream()
                        .map(field -> field.getKey() + "=" + text(field.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Struct struct -> text(fields(struct));
            case Record struct -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                struct.struct().fields().forEach(field -> fields.put(field.name(), struct.getField(field.name())));
                yield text(fields);
            }
            default -> value.toString();
        };
    }

    private static List<Object> elements(Array array) {
        try {
            return Arrays.asList((Object[]) array.getArray());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> fields(Struct struct) {
        try {
            return ((DuckDBStruct) struct).getMap();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
