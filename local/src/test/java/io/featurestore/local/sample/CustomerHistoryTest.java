package io.featurestore.local.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.fixture.Duck;
import io.featurestore.local.fixture.LocalFeatureStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Checks the content of a sample of 5,000 rows, as DuckDB reads it.
class CustomerHistoryTest {
    @TempDir
    private static Path folder;

    private static LocalFeatureStore local;
    private static Duck duck;

    @BeforeAll
    static void make() throws Exception {
        local = new LocalFeatureStore(folder, Clock.systemUTC());
        new SampleFeatureGroup(local.groups(), local.catalog(), local.buckets())
                .create(SampleFeatureGroup.Format.GLUE, 5_000);
        duck = new Duck(local.buckets().folder());
    }

    @AfterAll
    static void close() throws IOException {
        duck.close();
        local.close();
    }

    @TestFactory
    Stream<DynamicTest> hasWhatMakesRealHistoriesHard() throws IOException {
        return oddities()
                .map(line -> line.split("\\|", 2))
                .map(oddity -> DynamicTest.dynamicTest(oddity[0].strip(), () -> assertThat(duck.number(oddity[1]))
                        .isPositive()));
    }

    @Test
    void putsEachRowInTheHourOfItsEventTime() throws Exception {
        String misplaced = """
                           SELECT count(*) FROM t WHERE year || month || day || hour
                             <> strftime(make_timestamp(CAST(floor(event_time) AS BIGINT) * 1000000), '%Y%m%d%H')""";

        assertThat(duck.number(misplaced)).isZero();
        assertThat(duck.number("SELECT count(DISTINCT year || month || day || hour) FROM t"))
                .isEqualTo(100);
        assertThat(duck.number("SELECT count(DISTINCT year) FROM t")).isEqualTo(2);
    }

    @Test
    void registersThePartitionsItHas() throws Exception {
        Set<List<String>> found = new HashSet<>(duck.rows("SELECT DISTINCT year, month, day, hour FROM t"));

        assertThat(local.partitions("sagemaker_featurestore", "customers_1700000000"))
                .isEqualTo(found);
    }

    @Test
    void keepsFilesFew() throws Exception {
        assertThat(duck.number("SELECT count(DISTINCT filename) FROM t")).isEqualTo(125);
    }

    @Test
    void leavesADeletedRecordItsKeysOnly() throws Exception {
        String kept = """
                      SELECT count(*) FROM t WHERE is_deleted AND (customer_id IS NULL OR event_time IS NULL
                        OR coalesce(age::TEXT, lifetime_value::TEXT, is_active::TEXT, segment, comment, email,
                          tags::TEXT, address::TEXT) IS NOT NULL)""";

        assertThat(duck.number("SELECT count(*) FROM t WHERE is_deleted")).isBetween(100L, 250L);
        assertThat(duck.number(kept)).isZero();
    }

    @Test
    void writesNothingBeforeItWasPutNorPutsItBeforeItHappened() throws Exception {
        String early = """
                       SELECT count(*) FROM t WHERE NOT (epoch_ms(api_invocation_time) >= event_time * 1000 - 1
                         AND write_time > api_invocation_time) OR is_deleted IS NULL""";

        assertThat(duck.number(early)).isZero();
    }

    private static Stream<String> oddities() throws IOException {
        try (InputStream in = Objects.requireNonNull(CustomerHistoryTest.class.getResourceAsStream("oddities.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }
}
