package io.featurestore.sql.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.records.ColumnType;
import io.featurestore.sql.Tables;
import io.featurestore.store.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionRangeTest {
    private static Connection duckDb;

    @BeforeAll
    @BeforeContainer
    static void open() throws SQLException {
        duckDb = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterAll
    @AfterContainer
    static void close() throws SQLException {
        duckDb.close();
    }

    @Property(tries = 250)
    void neverDropsARecordOfTheRange(
            @ForAll("times") Instant from,
            @ForAll("lengths") Duration length,
            @ForAll("shares") double share,
            @ForAll @IntRange(min = -12, max = 14) int zone,
            @ForAll boolean lower,
            @ForAll boolean upper,
            @ForAll boolean padded)
            throws SQLException {
        Instant record = from.plusMillis((long) (length.toMillis() * share));
        Optional<Instant> first = Optional.of(from).filter(_ -> lower);
        Optional<Instant> last = Optional.of(from.plus(length)).filter(_ -> upper);
        List<String> folder = folder(record, zone, padded ? "%02d" : "%d");
        for (Table table : List.of(Tables.customers(), withKeys("int", "year", "month", "day", "hour"))) {
            List<String> predicates = PartitionRange.predicates(table, first, last);
            assertThat(keeps(predicates, folder, table))
                    .as("%s %s", record, predicates)
                    .isTrue();
            assertThat(PartitionRange.mayKeep(table, first, last, named(folder)))
                    .isTrue();
        }
    }

    @Property(tries = 150)
    void dropsEveryFolderThatNoTimeZoneHas(
            @ForAll("times") Instant from,
            @ForAll("lengths") Duration length,
            @ForAll("distances") Duration distance,
            @ForAll boolean before)
            throws SQLException {
        Instant to = from.plus(length);
        Instant record = before ? from.minus(distance) : to.plus(distance);
        List<String> folder = folder(record, 0, "%02d");
        for (Table table : List.of(Tables.customers(), withKeys("int", "year", "month", "day", "hour"))) {
            List<String> predicates = PartitionRange.predicates(table, Optional.of(from), Optional.of(to));
            assertThat(keeps(predicates, folder, table))
                    .as("%s %s", record, predicates)
                    .isFalse();
            assertThat(PartitionRange.mayKeep(table, Optional.of(from), Optional.of(to), named(folder)))
                    .isFalse();
        }
    }

    @Test
    void keepsFoldersWhoseTimeIsUnknown() throws SQLException {
        Instant day = Instant.parse("2026-03-10T00:00:00Z");
        List<String> predicates = PartitionRange.predicates(Tables.customers(), Optional.of(day), Optional.of(day));
        for (List<String> folder : List.of(
                List.of("abc", "03", "10", "00"),
                List.of("2026", "__HIVE_DEFAULT_PARTITION__", "10", "00"),
                List.of("2026", "03", "", "x"),
                List.of("2026x", "3", "10", "99x"))) {
            assertThat(keeps(predicates, folder, Tables.customers()))
                    .as("%s", folder)
                    .isTrue();
            assertThat(PartitionRange.mayKeep(Tables.customers(), Optional.of(day), Optional.of(day), named(folder)))
                    .isTrue();
        }
        try (Statement s = duckDb.createStatement();
                ResultSet rows = s.executeQuery(
                        "SELECT count(*) FROM (SELECT CAST(NULL AS VARCHAR) AS \"year\", '03' AS \"month\", NULL AS \"day\", NULL AS \"hour\") WHERE "
                                + String.join(" AND ", predicates))) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(1);
        }
    }

    /// Keys with other names or types, and those of a table that the service does not write, may mean anything.
    @ParameterizedTest
    @CsvSource({
        "string, true, dt",
        "string, true, month year2 day",
        "date, true, year",
        "string, false, year month day hour",
        "int, false, year"
    })
    void saysNothingOfKeysWhoseMeaningIsUnknown(String type, boolean own, String names) {
        Table table = table(own, type, names.split(" "));
        assertThat(PartitionRange.predicates(table, Optional.of(Instant.EPOCH), Optional.of(Instant.EPOCH)))
                .isEmpty();
        Map<String, String> values = new HashMap<>();
        List.of(names.split(" ")).forEach(name -> values.put(name, "2040"));
        assertThat(PartitionRange.mayKeep(table, Optional.of(Instant.EPOCH), Optional.of(Instant.EPOCH), values))
                .isTrue();
    }

    @Test
    void saysNothingOfAnIcebergTable() {
        assertThat(PartitionRange.predicates(Tables.named("orders"), Optional.of(Instant.EPOCH), Optional.empty()))
                .isEmpty();
    }

    @Test
    void comparesOnlyTheUnitsThatAreKeys() {
        assertThat(PartitionRange.predicates(
                        withKeys("int", "year", "month"),
                        Optional.of(Instant.parse("2048-03-01T00:00:00Z")),
                        Optional.empty()))
                .last()
                .isEqualTo("COALESCE((\"year\" > 2048 OR (\"year\" = 2048 AND \"month\" >= 2)), TRUE)");
    }

    private static Table withKeys(String type, String... names) {
        return table(true, type, names);
    }

    private static Table table(boolean own, String type, String... names) {
        Table t = Tables.customers();
        return new Table(
                t.featureGroupName(),
                t.catalog(),
                t.database(),
                t.name(),
                false,
                own,
                t.recordIdentifier(),
                t.eventTime(),
                t.features(),
                t.columns(),
                Stream.of(names)
                        .map(name -> new Table.Column(name, ColumnType.parse(type)))
                        .toList());
    }

    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("1969-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("2100-01-01T00:00:00Z").getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    @Provide
    Arbitrary<Duration> lengths() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 30).map(Duration::ofHours),
                Arbitraries.longs().between(0, 400).map(Duration::ofDays),
                Arbitraries.longs().between(0, 40).map(y -> Duration.ofDays(y * 366)));
    }

    @Provide
    Arbitrary<Duration> distances() {
        return Arbitraries.longs().between(15 * 3600 + 1, 5000L * 24 * 3600).map(Duration::ofSeconds);
    }

    @Provide
    Arbitrary<Double> shares() {
        return Arbitraries.doubles().between(0, 1);
    }

    private static List<String> folder(Instant record, int zone, String spelling) {
        OffsetDateTime local = record.atOffset(ZoneOffset.ofHours(zone));
        return List.of(
                Integer.toString(local.getYear()),
                spelling.formatted(local.getMonthValue()),
                spelling.formatted(local.getDayOfMonth()),
                spelling.formatted(local.getHour()));
    }

    private static Map<String, String> named(List<String> folder) {
        return Map.of("year", folder.get(0), "month", folder.get(1), "day", folder.get(2), "hour", folder.get(3));
    }

    private static boolean keeps(List<String> predicates, List<String> folder, Table table) throws SQLException {
        String type = table.partitionKeys().getFirst().type() == ColumnType.Simple.VARCHAR ? "VARCHAR" : "INTEGER";
        String row =
                "SELECT CAST('%s' AS %s) AS \"year\", CAST('%s' AS %s) AS \"month\", CAST('%s' AS %s) AS \"day\", CAST('%s' AS %s) AS \"hour\""
                        .formatted(folder.get(0), type, folder.get(1), type, folder.get(2), type, folder.get(3), type);
        try (Statement s = duckDb.createStatement();
                ResultSet rows = s.executeQuery("SELECT count(*) FROM (" + row + ") WHERE "
                        + (predicates.isEmpty() ? "TRUE" : String.join(" AND ", predicates)))) {
            rows.next();
            return rows.getLong(1) == 1;
        }
    }
}
