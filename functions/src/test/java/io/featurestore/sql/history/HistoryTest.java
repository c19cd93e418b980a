package io.featurestore.sql.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.sql.Query;
import io.featurestore.sql.QueryBuilder;
import io.featurestore.sql.QuerySpec;
import io.featurestore.sql.Tables;
import io.featurestore.steps.Json;
import io.featurestore.store.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/// Runs statements on small histories, and compares the result with the same rules in plain Java.
class HistoryTest {
    private static final Instant START = Instant.parse("2026-01-01T22:00:00Z");
    private static final int STEP = 1800;

    private static Connection duckDb;

    @BeforeContainer
    static void open() throws SQLException {
        duckDb = DriverManager.getConnection("jdbc:duckdb:");
        execute("SET TimeZone = 'UTC'");
        execute("CREATE MACRO from_iso8601_timestamp_nanos(t) AS CAST(t AS TIMESTAMPTZ)");
        execute("CREATE SCHEMA fs");
        for (String table : List.of("clicks", "epochs", "orders")) {
            String type =
                    switch (table) {
                        case "clicks" -> "DOUBLE";
                        case "epochs" -> "BIGINT";
                        default -> "VARCHAR";
                    };
            execute(
                    "CREATE TABLE fs." + table + " (id VARCHAR, ts " + type
                            + ", v DOUBLE, write_time TIMESTAMP, api_invocation_time TIMESTAMP, is_deleted BOOLEAN, year VARCHAR, month VARCHAR, day VARCHAR, hour VARCHAR)");
        }
    }

    @AfterContainer
    static void close() throws SQLException {
        duckDb.close();
    }

    @Property(tries = 200)
    void exportsWhatTheRulesSay(@ForAll("histories") List<Row> history, @ForAll("asked") Asked asked)
            throws SQLException {
        Table table = Tables.named(asked.table());
        insert(table, history);
        assertThat(run(QueryBuilder.build(asked.spec(), table)))
                .as("%s of %s", asked, history)
                .containsExactlyInAnyOrderElementsOf(expected(history, asked));
    }

    @Example
    void orderAndLimitComeLast() throws SQLException {
        insert(
                Tables.named("orders"),
                List.of(row("a", 1, 1, false), row("b", 2, 2, false), row("c", 3, 3, true), row("d", 4, 4, false)));
        QuerySpec spec = Tables.spec("{\"orderBy\": [\"v DESC\"], \"limit\": 2, \"where\": \"v < 4\"}");
        assertThat(run(QueryBuilder.build(spec, Tables.named("orders")))).containsExactly("b 2", "a 1");
    }

    @Example
    void countsRecordsByGroup() throws SQLException {
        insert(
                Tables.named("orders"),
                List.of(row("a", 1, 1, false), row("a", 2, 2, false), row("b", 2, 3, false), row("b", 3, 4, true)));
        QuerySpec spec = Tables.spec(
                "{\"columns\": [\"id\", \"count(*) AS ts\", \"CAST(sum(v) AS double) AS v\"], \"groupBy\": [\"id\"]}");
        assertThat(run(QueryBuilder.build(spec, Tables.named("orders")))).containsExactly("a 3");
    }

    @Example
    void aDayEndsBeforeTheNextMidnight() throws SQLException {
        insert(Tables.named("clicks"), List.of(row("a", 3, 1, false), row("b", 4, 2, false)));
        QuerySpec spec = Tables.spec("{\"eventTimeRange\": {\"to\": \"2026-01-01\"}}");
        assertThat(run(QueryBuilder.build(spec, Tables.named("clicks")))).containsExactly("a 1");
    }

    @Provide
    Arbitrary<List<Row>> histories() {
        Arbitrary<Integer> times = Arbitraries.integers().between(0, 5);
        Arbitrary<Row> rows = Combinators.combine(
                        Arbitraries.of("a", "b", "c"),
                        times,
                        times,
                        times,
                        Arbitraries.of(true, false, false).injectNull(0.1),
                        Arbitraries.of(0, 3))
                .as((id, event, invoked, written, deleted, digits) ->
                        new Row(id, event, invoked, written, deleted, digits, 0));
        return rows.list().ofMaxSize(9).map(HistoryTest::numbered).map(HistoryTest::withADuplicate);
    }

    @Provide
    Arbitrary<Asked> asked() {
        Arbitrary<Optional<Integer>> times =
                Arbitraries.integers().between(0, 5).optional();
        return Combinators.combine(
                        Arbitraries.of("clicks", "epochs", "orders"),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        times,
                        times,
                        times,
                        Arbitraries.of(true, false))
                .as(Asked::new)
                .filter(a -> a.from().isEmpty() || a.to().isEmpty() || a.from().get() <= a.to().get());
    }

    /// Applies the rules: range, order, tombstones, condition.
    private static List<String> expected(List<Row> history, Asked asked) {
        Predicate<Row> looked = r -> asked.asOf().filter(t -> r.written() > t).isEmpty()
                && asked.from().filter(t -> r.event() < t).isEmpty()
                && asked.to().filter(t -> r.event() > t).isEmpty();
        Map<String, List<Row>> byId = history.stream().filter(looked).collect(Collectors.groupingBy(Row::id));
        Comparator<Row> age = Comparator.comparingInt(Row::event)
                .thenComparingInt(Row::invoked)
                .thenComparingInt(Row::written);
        Stream<Row> kept = byId.values().stream().flatMap(rows -> {
            Optional<Row> tombstone = rows.stream().filter(Row::tombstone).max(age);
            Predicate<Row> alive =
                    r -> asked.includeDeleted() || tombstone.isEmpty() || age.compare(r, tombstone.get()) > 0;
            if (!asked.latest()) {
                return rows.stream().filter(alive);
            }
            // A row that ties with the newest tombstone is deleted by it.
            return rows.stream()
                    .max(age.thenComparing(Row::tombstone).thenComparing(r -> r.deleted() != null))
                    .filter(alive)
                    .stream();
        });
        return kept.filter(r -> !asked.condition() || r.value() % 2 == 0)
                .map(r -> r.id() + " " + r.value())
                .toList();
    }

    private static List<Row> numbered(List<Row> rows) {
        List<Row> distinct = new ArrayList<>();
        for (Row r : rows) {
            // No rule covers ties of different values; a put that was stored twice has equal values.
            boolean tie = distinct.stream()
                    .anyMatch(d -> d.id().equals(r.id())
                            && d.event() == r.event()
                            && d.invoked() == r.invoked()
                            && d.written() == r.written()
                            && d.tombstone() == r.tombstone());
            if (!tie) {
                distinct.add(
                        new Row(r.id(), r.event(), r.invoked(), r.written(), r.deleted(), r.digits(), distinct.size()));
            }
        }
        return distinct;
    }

    private static List<Row> withADuplicate(List<Row> rows) {
        return rows.isEmpty()
                ? rows
                : Stream.concat(rows.stream(), Stream.of(rows.getFirst())).toList();
    }

    private static Row row(String id, int time, int value, boolean deleted) {
        return new Row(id, time, time, time, deleted, 0, value);
    }

    private static void insert(Table table, List<Row> history) throws SQLException {
        execute("DELETE FROM fs." + table.name());
        try (PreparedStatement insert =
                duckDb.prepareStatement("INSERT INTO fs." + table.name() + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Row row : history) {
                Instant event = time(row.event());
                OffsetDateTime utc = event.atOffset(ZoneOffset.UTC);
                List<@Nullable Object> values = new ArrayList<>();
                values.add(row.id());
                values.add(
                        switch (table.name()) {
                            case "clicks" -> (double) event.getEpochSecond();
                            case "epochs" -> event.getEpochSecond();
                            default -> event.toString().replace("Z", row.digits() == 0 ? "Z" : ".000Z");
                        });
                values.add((double) row.value());
                values.add(LocalDateTime.ofInstant(time(row.written()), ZoneOffset.UTC));
                values.add(LocalDateTime.ofInstant(time(row.invoked()), ZoneOffset.UTC));
                values.add(row.deleted());
                values.add(Integer.toString(utc.getYear()));
                values.add("%02d".formatted(utc.getMonthValue()));
                values.add("%02d".formatted(utc.getDayOfMonth()));
                values.add("%02d".formatted(utc.getHour()));
                for (int i = 0; i < values.size(); i++) {
                    insert.setObject(i + 1, values.get(i));
                }
                insert.execute();
            }
        }
    }

    private static Instant time(int step) {
        return START.plusSeconds((long) STEP * step);
    }

    private static List<String> run(Query query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement s = duckDb.createStatement();
                ResultSet result = s.executeQuery(query.sql())) {
            while (result.next()) {
                rows.add(result.getString("id") + " " + (int) result.getDouble("v"));
            }
        }
        return rows;
    }

    private static void execute(String sql) throws SQLException {
        try (Statement s = duckDb.createStatement()) {
            s.execute(sql);
        }
    }

    /// A row. Its times are steps of half an hour around midnight.
    record Row(
            String id,
            int event,
            int invoked,
            int written,
            @Nullable Boolean deleted,
            int digits,
            int value) {
        boolean tombstone() {
            return Boolean.TRUE.equals(deleted);
        }
    }

    /// The options of an export.
    record Asked(
            String table,
            boolean latest,
            boolean includeDeleted,
            Optional<Integer> asOf,
            Optional<Integer> from,
            Optional<Integer> to,
            boolean condition) {
        QuerySpec spec() {
            var request = Json.MAPPER.createObjectNode();
            request.put("records", latest ? "latest" : "all");
            request.put("includeDeleted", includeDeleted);
            asOf.ifPresent(t -> request.put("asOf", time(t).toString()));
            if (from.isPresent() || to.isPresent()) {
                var range = request.putObject("eventTimeRange");
                from.ifPresent(t -> range.put("from", time(t).toString()));
                to.ifPresent(t -> range.put("to", time(t).toString()));
            }
            if (condition) {
                request.put("where", "mod(CAST(v AS bigint), 2) = 0 OR FALSE");
            }
            return Tables.spec(request);
        }
    }
}
