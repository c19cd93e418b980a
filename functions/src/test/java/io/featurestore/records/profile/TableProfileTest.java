package io.featurestore.records.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.records.ColumnType;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.steps.Json;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Compares profiles with [PlainProfile], which keeps all values, and with literal figures.
class TableProfileTest {
    private static final int SEEDS = 2;
    /// Three standard errors of the HyperLogLog sketch.
    private static final double DISTINCT_ERROR = 3 * 0.016;
    /// A quantile's error is stated with 99 % confidence; the sketch draws random numbers, so a test needs more.
    private static final double RANK_ERRORS = 3;

    private static Stream<JsonNode> lines(String file) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(TableProfileTest.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            List<JsonNode> nodes = new ArrayList<>();
            for (String line : reader.lines().toList()) {
                nodes.add(Json.MAPPER.readTree(line));
            }
            return nodes.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> hasTheLiteralFigures() {
        return lines("literal.jsonl")
                .map(c -> DynamicTest.dynamicTest(c.path("name").asText(), () -> {
                    OutputColumn column = new OutputColumn(
                            "c",
                            "c",
                            ColumnType.parse(c.path("type").asText()),
                            c.path("asJson").asBoolean());
                    List<String> values = new ArrayList<>();
                    c.path("values").forEach(value -> values.add(value.isNull() ? null : value.asText()));
                    JsonNode found = Json.MAPPER.valueToTree(
                            profile(column, c.path("eventTime").asBoolean(), values)
                                    .statistics()
                                    .getFirst());
                    assertThat(c.path("expect")).isNotEmpty();
                    c.path("expect").properties().forEach(e -> assertThat(
                                    found.at(e.getKey()).asText())
                            .as(e.getKey())
                            .isEqualTo(e.getValue().asText()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> agreesWithThePlainProfile() {
        return randomColumns().flatMap(column -> IntStream.range(0, SEEDS)
                .mapToObj(seed -> DynamicTest.dynamicTest(column.name() + ", seed " + seed, () -> {
                    List<String> values = column.make(seed);
                    check(column, profile(column.column(), column.eventTime(), values), new PlainProfile(values));
                })));
    }

    @TestFactory
    Stream<DynamicTest> mergesPartsToTheProfileOfTheWhole() {
        return randomColumns().flatMap(column -> IntStream.range(0, SEEDS)
                .mapToObj(seed -> DynamicTest.dynamicTest(column.name() + ", seed " + seed, () -> {
                    List<String> values = column.make(seed);
                    TableProfile whole = profile(column.column(), column.eventTime(), values);
                    TableProfile merged = profile(column.column(), column.eventTime(), List.of());
                    for (List<String> part : parts(values, new Random(seed))) {
                        merge(profile(column.column(), column.eventTime(), part), merged);
                    }
                    check(column, merged, new PlainProfile(values));
                    assertThat(exactPart(merged)).isEqualTo(exactPart(whole));
                })));
    }

    @Test
    void profilesEveryColumnOfARecord() {
        List<OutputColumn> columns = List.of(column("a", "integer"), column("b", "varchar"));
        TableProfile profile = new TableProfile(columns, Optional.empty());
        profile.add(record("1", null));
        profile.add(record("2", "x"));

        List<ColumnStatistics> statistics = profile.statistics();

        assertThat(statistics).extracting(ColumnStatistics::column).containsExactly("a", "b");
        assertThat(statistics).extracting(ColumnStatistics::count).containsExactly(2L, 1L);
        assertThat(statistics).extracting(ColumnStatistics::nulls).containsExactly(0L, 1L);
    }

    @Test
    void refusesAnotherVersion() {
        byte[] written = written(profile(column("a", "integer"), false, List.of("1")));
        written[0]++;
        TableProfile profile = profile(column("a", "integer"), false, List.of());

        assertThatThrownBy(() -> profile.merge(new DataInputStream(new ByteArrayInputStream(written))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("statistics of version");
    }

    /// Long, distinct numbers take the most space. A table of more than 200 columns has smaller profiles.
    @Test
    void staysWithinItsSize() {
        for (int columns : new int[] {1, 201}) {
            List<OutputColumn> all = IntStream.range(0, columns)
                    .mapToObj(i -> column("c" + i, "decimal(38,0)"))
                    .toList();
            TableProfile profile = new TableProfile(all, Optional.of("c0"));
            for (int i = 0; i < 4_000; i++) {
                String[] values = new String[columns];
                Arrays.fill(values, "10000000000000000000000000000" + i);
                profile.add(record(values));
            }

            assertThat(written(profile).length / columns).isLessThan(columns == 1 ? 60_000 : 15_000);
        }
    }

    private static Stream<RandomColumn> randomColumns() {
        return lines("random.jsonl").map(line -> Json.MAPPER.convertValue(line, RandomColumn.class));
    }

    private static OutputColumn column(String name, String type) {
        return new OutputColumn(name, name, ColumnType.parse(type), false);
    }

    private static TableProfile profile(OutputColumn column, boolean eventTime, List<String> values) {
        TableProfile profile =
                new TableProfile(List.of(column), eventTime ? Optional.of(column.name()) : Optional.empty());
        values.forEach(value -> profile.add(record(value)));
        return profile;
    }

    /// Returns a record of texts. Other bytes stand before each value.
    private static Fields record(String... values) {
        Fields record = new Fields(values.length);
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                buffer.write('9');
                byte[] bytes = values[i].getBytes(StandardCharsets.UTF_8);
                record.set(i, buffer.size(), bytes.length);
                buffer.writeBytes(bytes);
            }
        }
        record.buffer(buffer.toByteArray());
        return record;
    }

    /// Cuts values into up to eight parts, some of them empty, in any order.
    private static List<List<String>> parts(List<String> values, Random random) {
        int[] cuts = IntStream.concat(IntStream.of(0, values.size()), random.ints(7, 0, values.size() + 1))
                .sorted()
                .toArray();
        List<List<String>> parts = new ArrayList<>();
        for (int i = 1; i < cuts.length; i++) {
            parts.add(values.subList(cuts[i - 1], cuts[i]));
        }
        Collections.shuffle(parts, random);
        return parts;
    }

    private static byte[] written(TableProfile profile) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            profile.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void merge(TableProfile part, TableProfile into) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(written(part)));
        into.merge(in);
        assertThat(in.read()).isEqualTo(-1);
    }

    /// Returns the statistics without estimates and without what rounding may change in the last digits.
    private static ColumnStatistics exactPart(TableProfile profile) {
        ColumnStatistics s = profile.statistics().getFirst();
        return new ColumnStatistics(
                s.column(),
                s.type(),
                s.count(),
                s.nulls(),
                s.unreadable(),
                s.distinctExact() ? s.distinct() : 0,
                s.distinctExact(),
                s.frequentError() == 0 ? s.frequent() : List.of(),
                0,
                s.numbers()
                        .map(n -> new ColumnStatistics.Numbers(
                                n.min().map(BigDecimal::stripTrailingZeros),
                                n.max().map(BigDecimal::stripTrailingZeros),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                List.of(),
                                0,
                                n.notFinite(),
                                n.histogram(),
                                Optional.empty())),
                s.times(),
                s.texts());
    }

    private static void check(RandomColumn column, TableProfile profile, PlainProfile plain) {
        ColumnStatistics found = profile.statistics().getFirst();
        assertThat(found.column()).isEqualTo(column.name());
        assertThat(found.count()).isEqualTo(plain.values.size());
        assertThat(found.nulls()).isEqualTo(plain.nulls);
        checkFrequencies(found, plain.occurrences());
        assertThat(found.numbers().isPresent())
                .isEqualTo(column.column().type() instanceof ColumnType.Decimal
                        || List.of("smallint", "integer", "bigint", "real", "double")
                                .contains(column.type()));
        assertThat(found.texts().isPresent())
                .isEqualTo(List.of("varchar", "char").contains(column.type()));
        assertThat(found.times().isPresent())
                .isEqualTo(column.eventTime()
                        || column.type().equals("date")
                        || column.column().type() instanceof ColumnType.Timestamp);
        found.numbers().ifPresent(numbers -> checkNumbers(numbers, found, plain));
        found.texts().ifPresent(texts -> checkTexts(texts, plain));
        found.times().ifPresent(times -> checkTimes(times, plain.instants()));
    }

    private static void checkFrequencies(ColumnStatistics found, Map<String, Long> occurrences) {
        if (found.distinctExact()) {
            assertThat(found.distinct()).isEqualTo(occurrences.size());
            assertThat(found.frequentError()).isZero();
            assertThat(found.frequent())
                    .isEqualTo(occurrences.entrySet().stream()
                            .sorted(Map.Entry.<String, Long>comparingByValue()
                                    .reversed()
                                    .thenComparing(Map.Entry.comparingByKey(Comparator.comparing(
                                            text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))))
                            .limit(10)
                            .map(e -> new ColumnStatistics.Frequent(e.getKey(), e.getValue()))
                            .toList());
            return;
        }
        assertThat((double) found.distinct())
                .isCloseTo(occurrences.size(), within(occurrences.size() * DISTINCT_ERROR));
        for (ColumnStatistics.Frequent frequent : found.frequent()) {
            long exact = occurrences.get(frequent.value());
            assertThat(frequent.count()).isBetween(exact - found.frequentError(), exact);
            assertThat(frequent.count()).isGreaterThan(found.frequentError());
        }
    }

    private static void checkNumbers(ColumnStatistics.Numbers found, ColumnStatistics column, PlainProfile plain) {
        List<BigDecimal> numbers = plain.numbers();
        assertThat(found.notFinite()).isEqualTo(plain.notFinite());
        assertThat(column.unreadable()).isEqualTo(plain.values.size() - numbers.size() - plain.notFinite());
        assertThat(found.min().isPresent()).isEqualTo(!numbers.isEmpty());
        assertThat(found.mean().isPresent()).isEqualTo(!numbers.isEmpty());
        assertThat(found.standardDeviation().isPresent()).isEqualTo(numbers.size() > 1);
        if (numbers.isEmpty()) {
            assertThat(found.histogram()).isEmpty();
            return;
        }
        assertThat(found.min().orElseThrow()).isEqualByComparingTo(Collections.min(numbers));
        assertThat(found.max().orElseThrow()).isEqualByComparingTo(Collections.max(numbers));
        // The mean of integers is that of all their digits; other numbers are taken as doubles.
        List<BigDecimal> taken = column.type().matches("smallint|integer|bigint")
                ? numbers
                : numbers.stream()
                        .map(number -> new BigDecimal(number.doubleValue()))
                        .toList();
        near(found.mean().orElseThrow(), PlainProfile.mean(taken).doubleValue());
        if (numbers.size() > 1) {
            near(found.standardDeviation().orElseThrow(), PlainProfile.deviation(taken));
        }
        checkBins(
                found.histogram().orElseThrow(),
                numbers.stream().mapToDouble(BigDecimal::doubleValue).toArray());
        checkQuantiles(
                found,
                numbers.stream().mapToDouble(BigDecimal::doubleValue).sorted().toArray());
    }

    /// Checks that two doubles agree to the last digit or the one before.
    private static void near(double found, double exact) {
        assertThat(found).isCloseTo(exact, within(2 * Math.ulp(exact)));
    }

    private static void checkBins(ColumnStatistics.Bins found, double[] numbers) {
        long[] counts = new long[found.counts().size()];
        for (double number : numbers) {
            BigDecimal distance = new BigDecimal(number).subtract(new BigDecimal(found.from()));
            counts[distance.divideToIntegralValue(new BigDecimal(found.width())).intValueExact()]++;
        }
        assertThat(found.counts()).containsExactly(Arrays.stream(counts).boxed().toArray(Long[]::new));
        assertThat(found.counts()).hasSizeLessThanOrEqualTo(Histogram.BINS);
        assertThat(found.counts().getFirst()).isPositive();
        assertThat(found.counts().getLast()).isPositive();
    }

    /// Checks ranks. Equal numbers share an interval of ranks, which must contain the stated rank or be near it.
    private static void checkQuantiles(ColumnStatistics.Numbers found, double[] sorted) {
        assertThat(found.quantiles())
                .extracting(ColumnStatistics.Quantile::rank)
                .containsExactly(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);
        double error = RANK_ERRORS * found.rankError() + 1.0 / sorted.length;
        for (ColumnStatistics.Quantile quantile : found.quantiles()) {
            double less =
                    Arrays.stream(sorted).filter(n -> n < quantile.value()).count();
            double notGreater =
                    Arrays.stream(sorted).filter(n -> n <= quantile.value()).count();
            assertThat(quantile.rank()).isBetween(less / sorted.length - error, notGreater / sorted.length + error);
        }
    }

    private static void checkTexts(ColumnStatistics.Texts found, PlainProfile plain) {
        List<Integer> lengths = plain.lengths();
        assertThat(plain.values).allMatch(text -> PlainProfile.bytes(text) <= FrequentValues.SHOWN);
        assertThat(List.of(found.min(), found.max()))
                .isEqualTo(plain.textBounds().orElse(List.of("", "")));
        assertThat(found.minLength())
                .isEqualTo(lengths.stream().mapToInt(Integer::intValue).min().orElse(0));
        assertThat(found.maxLength())
                .isEqualTo(lengths.stream().mapToInt(Integer::intValue).max().orElse(0));
        assertThat(found.meanLength())
                .isEqualTo(
                        lengths.stream().mapToInt(Integer::intValue).average().orElse(0));
    }

    private static void checkTimes(ColumnStatistics.Times found, List<Instant> instants) {
        assertThat(found.min()).isEqualTo(instants.stream().min(Comparator.naturalOrder()));
        assertThat(found.max()).isEqualTo(instants.stream().max(Comparator.naturalOrder()));
        assertThat(found.histogram().isPresent()).isEqualTo(!instants.isEmpty());
        found.histogram()
                .ifPresent(bins -> checkBins(
                        bins,
                        instants.stream().mapToDouble(Instant::getEpochSecond).toArray()));
    }
}
