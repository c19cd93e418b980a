package io.featurestore.sql.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.sql.Query;
import io.featurestore.sql.QueryBuilder;
import io.featurestore.sql.QuerySpec;
import io.featurestore.sql.Tables;
import io.featurestore.steps.Json;
import io.featurestore.store.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs statements on small histories, and compares the result with the rules of [PlainHistory].
class HistoryTest {
    private static final int CASES = 300;

    private static Connection duckDb;

    @BeforeAll
    static void open() throws SQLException {
        duckDb = DriverManager.getConnection("jdbc:duckdb:");
        execute("SET TimeZone = 'UTC'");
        // Trino's parser takes no hour 24 and at most nine digits of a second.
        execute("CREATE MACRO from_iso8601_timestamp_nanos(t) AS CAST(CASE WHEN substr(t, 12, 2) = '24' "
                + "OR regexp_matches(t, '[.][0-9]{10}') THEN t || ' is no time' "
                + "WHEN t LIKE '%z' THEN upper(t) ELSE t END AS TIMESTAMPTZ)");
        execute("CREATE MACRO regexp_like(t, p) AS regexp_matches(t, p)");
        execute("CREATE SCHEMA fs");
        for (String table : List.of("clicks", "epochs", "orders", "texts")) {
            execute("CREATE TABLE fs." + table + " (id VARCHAR, ts " + type(table)
                    + ", v DOUBLE, write_time TIMESTAMP, api_invocation_time TIMESTAMP, is_deleted BOOLEAN"
                    + (table.equals("orders") ? ")" : ", year VARCHAR, month VARCHAR, day VARCHAR, hour VARCHAR)"));
        }
    }

    private static String type(String table) {
        return switch (table) {
            case "clicks" -> "DOUBLE";
            case "epochs" -> "BIGINT";
            default -> "VARCHAR";
        };
    }

    @AfterAll
    static void close() throws SQLException {
        duckDb.close();
    }

    @Test
    void exportsWhatTheRulesSay() throws SQLException {
        for (long seed = 1; seed <= CASES; seed++) {
            Random random = new Random(seed);
            PlainHistory history = PlainHistory.random(random, pick(random, "clicks", "epochs", "orders", "texts"));
            Asked asked = Asked.random(random);
            Table table = Tables.named(history.table());
            insert(history);
            Query query = QueryBuilder.build(asked.spec(), table);
            List<String> expected = history.exported(asked);
            assertThat(run(query.sql()))
                    .as("seed %d: %s of %s", seed, asked, history)
                    .containsExactlyInAnyOrderElementsOf(expected);
            if (query.counting().isPresent()) {
                assertThat(run(query.counting().get()))
                        .as("counts, seed %d: %s of %s", seed, asked, history)
                        .containsExactly(history.counted(asked));
            }
        }
    }

    @Test
    void namesEachColumnOnceAndExportsTheSame() throws SQLException {
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            PlainHistory history = PlainHistory.random(random, pick(random, "clicks", "orders", "texts"));
            Asked asked = Asked.random(random).newest();
            Table table = Tables.named(history.table());
            insert(history);
            HistorySql.Source source = new HistorySql(
                            asked.spec().history(), table, new io.featurestore.sql.syntax.TableNames(table))
                    .shortSource(List.of("id", "ts", "v"));
            String sql = "SELECT \"id\", \"ts\", \"v\" FROM " + source.from() + " WHERE "
                    + String.join(" AND ", source.conditions())
                    + (asked.condition() ? " AND v IN (0, 2)" : "");
            assertThat(run(sql))
                    .as("seed %d: %s of %s", seed, asked, history)
                    .containsExactlyInAnyOrderElementsOf(history.exported(asked.allColumns()));
        }
    }

    @Test
    void orderAndLimitComeLast() throws SQLException {
        insert(PlainHistory.of("orders", "a 1 1 f", "b 2 2 f", "c 3 3 t", "d 4 4 f"));
        QuerySpec spec = Tables.spec("{\"orderBy\": [\"v DESC\"], \"limit\": 2, \"where\": \"v < 4\"}");
        assertThat(values(QueryBuilder.build(spec, Tables.named("orders")).sql()))
                .containsExactly("b 2", "a 1");
    }

    @Test
    void countsRecordsByGroup() throws SQLException {
        insert(PlainHistory.of("orders", "a 1 1 f", "a 2 2 f", "b 2 3 f", "b 3 4 t"));
        QuerySpec spec = Tables.spec(
                "{\"columns\": [\"id\", \"count(*) AS ts\", \"CAST(sum(v) AS double) AS v\"], \"groupBy\": [\"id\"]}");
        assertThat(values(QueryBuilder.build(spec, Tables.named("orders")).sql()))
                .containsExactly("a 3");
    }

    @Test
    void aDayEndsBeforeTheNextMidnight() throws SQLException {
        insert(PlainHistory.of("clicks", "a 3 1 f", "b 4 2 f"));
        QuerySpec spec = Tables.spec("{\"eventTimeRange\": {\"to\": \"2026-01-01\"}}");
        assertThat(values(QueryBuilder.build(spec, Tables.named("clicks")).sql()))
                .containsExactly("a 1");
    }

    @ParameterizedTest
    @CsvSource({"1640995200123, true", "-1.5, true", "-62135596801, true", "nan, false", "inf, false", "-inf, false"})
    void takesFiniteNumbersForTimes(String number, boolean time) throws SQLException {
        assertThat(values("SELECT 'x' AS id, CASE WHEN ("
                        + new TimeColumn(Tables.named("clicks").column("ts").orElseThrow()).sql()
                        + ") IS NULL THEN 0 ELSE 1 END AS v FROM (SELECT CAST('" + number + "' AS DOUBLE) AS ts)"))
                .containsExactly(time ? "x 1" : "x 0");
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static void insert(PlainHistory history) throws SQLException {
        execute("DELETE FROM fs." + history.table());
        if (!history.rows().isEmpty()) {
            execute("INSERT INTO fs." + history.table() + " VALUES "
                    + history.rows().stream().map(history::values).collect(Collectors.joining(", ")));
        }
    }

    /// Returns the rows of a result, with all values as text.
    private static List<String> run(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement s = duckDb.createStatement();
                ResultSet result = s.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }

    private static List<String> values(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement s = duckDb.createStatement();
                ResultSet result = s.executeQuery(sql)) {
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

    /// The options of an export. Times are steps of half an hour; a negative one is absent.
    record Asked(
            boolean latest, boolean includeDeleted, int asOf, int from, int to, boolean condition, boolean onlyValues) {
        static Asked random(Random random) {
            int from = random.nextInt(8) - 4;
            int to = random.nextInt(8) - 4;
            return new Asked(
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextInt(10) - 4,
                    Math.max(-1, from),
                    to < from ? -1 : Math.max(-1, to),
                    random.nextInt(4) == 0,
                    random.nextInt(3) == 0);
        }

        Asked newest() {
            return new Asked(true, includeDeleted, asOf, from, to, condition, false);
        }

        Asked allColumns() {
            return new Asked(latest, includeDeleted, asOf, from, to, condition, false);
        }

        QuerySpec spec() {
            ObjectNode request = Json.MAPPER.createObjectNode();
            request.put("records", latest ? "latest" : "all");
            request.put("includeDeleted", includeDeleted);
            if (asOf >= 0) {
                request.put("asOf", instant(asOf).toString());
            }
            if (from >= 0 || to >= 0) {
                ObjectNode range = request.putObject("eventTimeRange");
                if (from >= 0) {
                    range.put("from", instant(from).toString());
                }
                if (to >= 0) {
                    range.put("to", instant(to).toString());
                }
            }
            if (onlyValues) {
                request.putArray("columns").add("v");
            }
            if (condition) {
                request.put("where", "v IN (0, 2)");
            }
            return Tables.spec(request);
        }

        static Instant instant(int step) {
            return PlainHistory.time(step);
        }
    }
}
