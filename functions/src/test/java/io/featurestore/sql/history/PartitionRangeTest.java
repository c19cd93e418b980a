package io.featurestore.sql.history;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;

class PartitionRangeTest {
    private static Connection duckDb;

    @BeforeContainer
    static void open() throws SQLException {
        duckDb = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterContainer
    static void close() throws SQLException {
        duckDb.close();
    }

    @Property(tries = 250)
    void neverDropsARecordOfTheRange(
            @ForAll("times") Instant from,
            @ForAll("lengths") Duration length,
            @ForAll("shares") double share,
            @ForAll boolean lower,
            @ForAll boolean upper,
            @ForAll boolean padded)
            throws SQLException {
        Instant record = from.plusMillis((long) (length.toMillis() * share));
        List<String> predicates = PartitionRange.predicates(
                Tables.customers(),
                Optional.of(from).filter(_ -> lower),
                Optional.of(from.plus(length)).filter(_ -> upper));
        assertThat(keeps(predicates, record, padded ? "%02d" : "%d"))
                .as("%s %s", record, predicates)
                .isTrue();
    }

    @Property(tries = 150)
    void dropsEveryFolderFurtherAwayThanTwoHours(
            @ForAll("times") Instant from,
            @ForAll("lengths") Duration length,
            @ForAll("distances") Duration distance,
            @ForAll boolean before)
            throws SQLException {
        Instant to = from.plus(length);
        Instant record = before ? from.minus(distance) : to.plus(distance);
        List<String> predicates = PartitionRange.predicates(Tables.customers(), Optional.of(from), Optional.of(to));
        assertThat(keeps(predicates, record, "%02d"))
                .as("%s %s", record, predicates)
                .isFalse();
    }

    @Test
    void saysNothingOfAnIcebergTable() {
        assertThat(PartitionRange.predicates(Tables.named("orders"), Optional.of(Instant.EPOCH), Optional.empty()))
                .isEmpty();
    }

    @Test
    void comparesOnlyTheUnitsThatAreKeys() {
        Table t = Tables.customers();
        Table daily = new Table(
                t.featureGroupName(),
                t.catalog(),
                t.database(),
                t.name(),
                false,
                true,
                t.recordIdentifier(),
                t.eventTime(),
                t.features(),
                t.columns(),
                t.partitionKeys().subList(0, 2));
        assertThat(PartitionRange.predicates(
                        daily, Optional.of(Instant.parse("2026-03-01T00:00:00Z")), Optional.empty()))
                .containsExactly(
                        "(CAST(\"year\" AS integer) > 2026 OR (CAST(\"year\" AS integer) = 2026 AND CAST(\"month\" AS integer) >= 2))");
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
        return Arbitraries.longs().between(2 * 3600 + 1, 5000L * 24 * 3600).map(Duration::ofSeconds);
    }

    @Provide
    Arbitrary<Double> shares() {
        return Arbitraries.doubles().between(0, 1);
    }

    private static boolean keeps(List<String> predicates, Instant record, String spelling) throws SQLException {
        OffsetDateTime utc = record.atOffset(ZoneOffset.UTC);
        String folder = "SELECT '%d' AS \"year\", '%s' AS \"month\", '%s' AS \"day\", '%s' AS \"hour\""
                .formatted(
                        utc.getYear(),
                        spelling.formatted(utc.getMonthValue()),
                        spelling.formatted(utc.getDayOfMonth()),
                        spelling.formatted(utc.getHour()));
        try (Statement s = duckDb.createStatement();
                ResultSet rows = s.executeQuery("SELECT count(*) FROM (" + folder + ") WHERE "
                        + (predicates.isEmpty() ? "TRUE" : String.join(" AND ", predicates)))) {
            rows.next();
            return rows.getLong(1) == 1;
        }
    }
}
