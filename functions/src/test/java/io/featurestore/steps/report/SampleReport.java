package io.featurestore.steps.report;

import io.featurestore.records.ColumnType;
import io.featurestore.records.Fields;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.checks.Outcome;
import io.featurestore.records.profile.ColumnStatistics;
import io.featurestore.records.profile.TableProfile;
import io.featurestore.steps.cost.ExportCost;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;

/// Makes the report of an invented export with every kind of column, malicious values and two broken
/// expectations.
final class SampleReport {
    static final String SCRIPT = "<script>alert(1)</script>";
    static final String BREAKOUT = "\"'></svg><img src=x onerror=alert(1)>";
    static final String TURNED = "gold\u202Eelbisivni\u2066";
    private static final int RECORDS = 40_000;
    private static final Instant START = Instant.parse("2026-03-01T06:00:00Z");

    private final Random random = new Random(7);

    static Report make() {
        return new SampleReport().report();
    }

    /// Returns the report with the given number of columns: the sample's columns are repeated under different
    /// names.
    static Report make(int columns) {
        Report sample = make();
        List<ColumnStatistics> some = IntStream.range(0, columns)
                .mapToObj(i -> named(sample.columns().get(i % sample.columns().size()), i))
                .toList();
        return new Report(
                sample.featureGroup(),
                sample.table(),
                sample.output(),
                sample.manifest(),
                sample.format(),
                sample.records(),
                sample.bytes(),
                sample.startedAt(),
                sample.elapsedMillis(),
                sample.query(),
                sample.cost(),
                sample.estimatedUsd(),
                some,
                some.stream().map(ColumnStatistics::column).toList(),
                "event_time_1",
                List.of(),
                sample.chunks());
    }

    private static ColumnStatistics named(ColumnStatistics c, int index) {
        return new ColumnStatistics(
                c.column() + "_" + index,
                c.type(),
                c.count(),
                c.nulls(),
                c.unreadable(),
                c.distinct(),
                c.distinctExact(),
                c.frequent(),
                c.frequentError(),
                c.numbers(),
                c.times(),
                c.texts());
    }

    private Report report() {
        List<OutputColumn> columns = List.of(
                column("customer_id", ColumnType.Simple.VARCHAR),
                column("event_time", ColumnType.Simple.DOUBLE),
                column("age", ColumnType.Simple.BIGINT),
                column("lifetime_value", ColumnType.Simple.DOUBLE),
                column("is_active", ColumnType.Simple.BOOLEAN),
                column("segment", ColumnType.Simple.VARCHAR),
                column("comment", ColumnType.Simple.VARCHAR),
                column("signed_up", ColumnType.Simple.DATE),
                column("balance", new ColumnType.Decimal(12, 2)),
                column("never", ColumnType.Simple.INTEGER),
                column(
                        "a_feature_with_a_rather_long_name_as_they_come_from_pipelines" + SCRIPT,
                        ColumnType.Simple.VARCHAR),
                new OutputColumn(
                        "address",
                        "address",
                        new ColumnType.Row(List.of(
                                new ColumnType.Field("city", ColumnType.Simple.VARCHAR),
                                new ColumnType.Field("zip", ColumnType.Simple.VARCHAR))),
                        true));
        TableProfile gathering = new TableProfile(columns, Optional.of("event_time"));
        for (int i = 0; i < RECORDS; i++) {
            gathering.add(fields(record(i)));
        }
        List<Report.Conversion> chunks = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            chunks.add(new Report.Conversion(
                    START.plusMillis(6_000 + 130L * i + random.nextInt(300)),
                    1_400 + random.nextInt(900),
                    RECORDS / 24,
                    i == 9));
        }
        List<String> names = columns.stream()
                .map(c -> c.name().equals("event_time") ? "EventTime" : c.name())
                .toList();
        return new Report(
                "customers",
                "sagemaker_featurestore.customers_1700000000",
                "s3://feature-exports/2026-03-01/customers.json.gz",
                "s3://feature-exports/2026-03-01/_customers.json.gz.manifest.json",
                "json, gzip",
                OptionalLong.of(RECORDS),
                2_411_724,
                START,
                14_230,
                new Report.Query(
                        "SELECT\n  \"customer_id\",\n  \"event_time\",\n  \"age\"\nFROM "
                                + "\"sagemaker_featurestore\".\"customers_1700000000\"\nWHERE \"segment\" <> '" + SCRIPT
                                + "'\nORDER BY \"event_time\" DESC",
                        18_874_368,
                        9_145_728,
                        4_120),
                new ExportCost(usd("0.0001"), usd("0.0006231"), usd("0.00091"), usd("0.000312"), usd("0.0019451")),
                Optional.of(usd("0.0021")),
                gathering.statistics(),
                names,
                "event_time",
                outcomes(),
                chunks);
    }

    private static OutputColumn column(String name, ColumnType type) {
        return new OutputColumn(name, name, type, false);
    }

    private static BigDecimal usd(String usd) {
        return new BigDecimal(usd);
    }

    private static List<Outcome> outcomes() {
        return List.of(
                new Outcome(Optional.of("customer_id"), "notNull", "true", true, 0, List.of(), Optional.empty()),
                new Outcome(Optional.of("customer_id"), "unique", "true", true, 0, List.of(), Optional.empty()),
                new Outcome(
                        Optional.of("age"),
                        "max",
                        "90",
                        false,
                        1_204,
                        List.of(17L, 45L, 93L, 120L, 188L, 190L, 207L, 341L, 355L, 402L),
                        Optional.empty()),
                new Outcome(
                        Optional.of("segment"),
                        "in",
                        "['gold', 'silver', '" + SCRIPT + "']",
                        true,
                        0,
                        List.of(),
                        Optional.empty()),
                new Outcome(Optional.empty(), "minRecords", "1000", true, 0, List.of(), Optional.of("40000 records")),
                new Outcome(
                        Optional.empty(),
                        "freshWithin",
                        "PT24H",
                        false,
                        1,
                        List.of(),
                        Optional.of(
                                "the newest event time is 2026-02-27T21:10:04Z, the export began at 2026-03-01T06:00:00Z")));
    }

    private List<Optional<String>> record(int i) {
        double day = random.nextDouble() * 92;
        double time = 1_764_547_200 + (long) (day * 86_400) + (day > 40 && day < 44 ? 345_600 : 0);
        String[] segments = {"bronze", "silver", "gold", "platinum", SCRIPT};
        double share = random.nextDouble();
        int segment = share < 0.5 ? 0 : share < 0.78 ? 1 : share < 0.93 ? 2 : share < 0.97 ? 3 : 4;
        return List.of(
                Optional.of("cust-%06d".formatted(i)),
                Optional.of(Double.toString(time)),
                i % 23 == 0
                        ? Optional.empty()
                        : Optional.of(Integer.toString((int) Math.clamp(44 + random.nextGaussian() * 15, 18, 97))),
                Optional.of(Double.toString(
                        i % 9_999 == 3 ? 4.2e12 : Math.round(Math.exp(4 + random.nextGaussian()) * 100) / 100.0)),
                Optional.of(Boolean.toString(i % 3 > 0)),
                Optional.of(segments[segment]),
                i % 4 == 0 ? Optional.of("said \"hello\",\nthen left, " + random.nextInt(30)) : Optional.empty(),
                Optional.of("20%02d-%02d-%02d"
                        .formatted(10 + random.nextInt(16), 1 + random.nextInt(12), 1 + random.nextInt(28))),
                Optional.of("%d.%02d".formatted(random.nextInt(4_000) - 800, random.nextInt(100))),
                Optional.empty(),
                Optional.of(
                        i % 10_000 == 9
                                ? "x".repeat(1 << 20)
                                : List.of(SCRIPT, BREAKOUT, TURNED).get(i % 3)),
                Optional.of("{\"city\":\"City " + i % 40 + "\",\"zip\":\"" + i % 900 + "\"}"));
    }

    private static Fields fields(List<Optional<String>> values) {
        Fields fields = new Fields(values.size());
        byte[] bytes =
                String.join("", values.stream().map(v -> v.orElse("")).toList()).getBytes(StandardCharsets.UTF_8);
        fields.buffer(bytes);
        int at = 0;
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).isEmpty()) {
                fields.setNull(i);
            } else {
                int length = values.get(i).get().getBytes(StandardCharsets.UTF_8).length;
                fields.set(i, at, length);
                at += length;
            }
        }
        return fields;
    }
}
