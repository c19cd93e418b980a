package io.featurestore.steps.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.ChunkPlanner;
import io.featurestore.steps.chunks.ConversionKind;
import io.featurestore.steps.chunks.ResultShape;
import io.featurestore.steps.chunks.Throughput;
import io.featurestore.steps.estimate.footer.FileReads;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Compares the tables of prices and of seconds in `docs/cost.md` with the model; `-Dcost.write=true` writes
/// them.
class CostTableTest {
    private static final Path PAGE = Path.of("..", "docs", "cost.md");
    private static final List<String> COMPRESSIONS = List.of("none", "snappy", "gzip", "zstd", "bzip2");
    private static final long GIGABYTE = 1_000_000_000;
    /// The size of Parquet in the offline store, as a share of the same data as CSV.
    private static final double SCANNED_BY_RESULT = 0.33;
    /// The identifier, the times and the mark of tombstones, compared with all columns of the sample.
    private static final double COUNTED_BY_SCANNED = 0.4;
    private static final double OUTPUT_BY_RESULT = 0.33;
    /// Partitions of the table, with one file each.
    private static final long FILES = 1_000;
    private static final long HOURS_A_YEAR = 8_760;

    // Peers: list prices of us-east-1; their speed is assumed, in their favour.
    private static final double DPU_HOUR_USD = 0.44;
    private static final int DPUS = 10;
    private static final double GLUE_BYTES_A_SECOND_AND_DPU = 25e6;
    private static final double GLUE_LEAST_SECONDS = 60;
    private static final double PROCESSING_HOUR_USD = 0.23;
    private static final double PROCESSING_BYTES_A_SECOND = 40e6;
    private static final double PROCESSING_START_SECONDS = 180;

    private static final List<ConversionKind> OUTPUTS = List.of(
            ConversionKind.plain(Format.CSV, Compression.NONE),
            ConversionKind.plain(Format.CSV, Compression.GZIP),
            ConversionKind.plain(Format.JSON, Compression.GZIP),
            ConversionKind.plain(Format.PARQUET, Compression.ZSTD),
            new ConversionKind(Format.PARQUET, Compression.ZSTD, false, true, false, false));

    @Test
    void thePageSaysWhatTheModelSays() throws IOException {
        hold("prices", table());
    }

    @Test
    void thePageSaysWhatHourlyPartitionsCost() throws IOException {
        hold("hourly", hourlyTable());
    }

    @Test
    void thePageSaysWhatEachWayTakes() throws IOException {
        hold("ways", waysTable());
    }

    /// The aim of UNLOAD: the query takes most of the time, and all workers write its result.
    @Test
    void aHundredGigabytesTakeAFifthOfTheTimeWithUnload() {
        for (ConversionKind output : List.of(OUTPUTS.get(1), OUTPUTS.get(2), OUTPUTS.get(3))) {
            assertThat(unloaded(100, output).seconds())
                    .isLessThan(forecast(100, output).seconds() / 5);
        }
    }

    @Test
    void thePageSaysWhatWasMeasured() throws IOException {
        hold("seconds", secondsTable());
    }

    private static void hold(String name, String table) throws IOException {
        String page = Files.readString(PAGE);
        String begin = "<!-- " + name + ": begin (kept true by a test) -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- " + name + ": end -->");
        if (Boolean.getBoolean("cost.write")) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
        } else {
            assertThat(page.substring(from, to)).isEqualTo(table);
        }
    }

    private static String secondsTable() throws IOException {
        Map<String, String> seconds = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(
                Forecast.class.getResourceAsStream("/io/featurestore/steps/chunks/seconds.csv"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .forEach(row -> seconds.put(row[0], row[1]));
        }
        StringBuilder table = new StringBuilder("| output | " + String.join(" | ", COMPRESSIONS)
                + " | + online | + report " + "| + expect | + unique |\n|---|---|---|---|---|---|---|---|---|---|\n");
        for (String format : List.of("csv", "json", "parquet")) {
            table.append("| ").append(format);
            COMPRESSIONS.forEach(
                    compression -> table.append(" | ").append(seconds.getOrDefault(format + " " + compression, "–")));
            List.of("online", "statistics", "expect", "unique")
                    .forEach(addition -> table.append(" | ").append(seconds.get(addition + " " + format)));
            table.append(" |\n");
        }
        return table.toString();
    }

    @Test
    void aLargerExportCostsMore() {
        for (ConversionKind output : OUTPUTS) {
            assertThat(forecast(10, output).cost().totalUsd())
                    .isGreaterThan(forecast(1, output).cost().totalUsd());
        }
    }

    private static String table() {
        StringBuilder table = new StringBuilder(
                "| result, GB | output | chunks | Athena, USD | Lambda | Step Functions "
                        + "| S3 | in all | minutes | Glue job | Processing job |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (long gigabytes : List.of(1L, 10L, 100L, 1_000L)) {
            for (ConversionKind output : OUTPUTS) {
                Forecast forecast = forecast(gigabytes, output);
                ExportCost cost = forecast.cost();
                table.append(String.format(
                        Locale.ROOT,
                        "| %,d | %s | %,d | %s | %s | %s | %s | %s | %.1f | %.2f | %.2f |%n",
                        gigabytes,
                        name(output),
                        chunks(gigabytes, output),
                        usd(cost.athenaUsd()),
                        usd(cost.lambdaUsd()),
                        usd(cost.stepFunctionsUsd()),
                        usd(cost.s3Usd()),
                        usd(cost.totalUsd()),
                        forecast.seconds() / 60.0,
                        glue(gigabytes),
                        processing(gigabytes)));
            }
        }
        return table.toString();
    }

    private static String waysTable() {
        StringBuilder table =
                new StringBuilder("| result, GB | output | select, minutes | in all, USD | unload, minutes "
                        + "| in all, USD | times faster |\n|---|---|---|---|---|---|---|\n");
        for (long gigabytes : List.of(1L, 10L, 100L, 1_000L)) {
            for (ConversionKind output : List.of(OUTPUTS.get(1), OUTPUTS.get(2), OUTPUTS.get(3))) {
                Forecast select = forecast(gigabytes, output);
                Forecast unload = unloaded(gigabytes, output);
                table.append(String.format(
                        Locale.ROOT,
                        "| %,d | %s | %.1f | %s | %.1f | %s | %.1f |%n",
                        gigabytes,
                        name(output),
                        select.seconds() / 60.0,
                        usd(select.cost().totalUsd()),
                        unload.seconds() / 60.0,
                        usd(unload.cost().totalUsd()),
                        (double) select.seconds() / unload.seconds()));
            }
        }
        return table.toString();
    }

    /// Returns the forecast of an export whose rows come by UNLOAD. It always includes an estimate. Row
    /// groups of one Parquet output are carried over.
    private static Forecast unloaded(long gigabytes, ConversionKind output) {
        boolean carried = output.format() == Format.PARQUET;
        long result = gigabytes * GIGABYTE;
        int chunks = carried ? 0 : chunks(gigabytes, output);
        return Forecast.of(new Forecast.Workload(
                (long) (result * SCANNED_BY_RESULT),
                OptionalLong.of((long) (result * SCANNED_BY_RESULT * COUNTED_BY_SCANNED)),
                requests(gigabytes, FILES),
                result,
                (long) (result * OUTPUT_BY_RESULT),
                carried ? 0 : Throughput.seconds(shape(gigabytes, output)),
                chunks,
                Math.clamp(chunks, 1, Limits.MAX_CONCURRENCY),
                true,
                carried,
                false,
                Optional.of(new Forecast.EstimateReads(FILES, FILES))));
    }

    /// Returns the prices of tables with hourly partitions, without and with Athena's own requests.
    private static String hourlyTable() {
        StringBuilder table =
                new StringBuilder("| result, GB | years | partitions | LIST | GET | Athena's requests, USD "
                        + "| in all without them | in all | factor |\n|---|---|---|---|---|---|---|---|---|\n");
        ConversionKind output = ConversionKind.plain(Format.CSV, Compression.GZIP);
        for (long gigabytes : List.of(1L, 10L, 100L, 1_000L)) {
            BigDecimal without =
                    forecast(gigabytes, output, TableRequests.NONE).cost().totalUsd();
            for (int years : List.of(1, 3)) {
                TableRequests requests = requests(gigabytes, years * HOURS_A_YEAR);
                BigDecimal with = forecast(gigabytes, output, requests).cost().totalUsd();
                table.append(String.format(
                        Locale.ROOT,
                        "| %,d | %d | %,d | %,d | %,d | %s | %s | %s | %.1f |%n",
                        gigabytes,
                        years,
                        years * HOURS_A_YEAR,
                        requests.lists(),
                        requests.gets(),
                        usd(with.subtract(without)),
                        usd(without),
                        usd(with),
                        with.doubleValue() / without.doubleValue()));
            }
        }
        return table.toString();
    }

    /// Returns Athena's requests for a table with one file per partition. Both statements read the files, and
    /// look for tombstones in their footers.
    private static TableRequests requests(long gigabytes, long partitions) {
        long size = (long) (gigabytes * GIGABYTE * SCANNED_BY_RESULT / partitions);
        long gets = FileReads.of(size, size) + FileReads.of(size, (long) (size * COUNTED_BY_SCANNED));
        return new TableRequests(2 * partitions, partitions * (gets + 2 * FileReads.of(size, 0)));
    }

    private static String name(ConversionKind output) {
        return (output.format() + " " + output.compression()).toLowerCase(Locale.ROOT)
                + (output.statistics() ? ", report" : "");
    }

    private static Forecast forecast(long gigabytes, ConversionKind output) {
        return forecast(gigabytes, output, requests(gigabytes, FILES));
    }

    private static Forecast forecast(long gigabytes, ConversionKind output, TableRequests requests) {
        long result = gigabytes * GIGABYTE;
        int chunks = chunks(gigabytes, output);
        boolean copied = chunks == 0;
        return Forecast.of(new Forecast.Workload(
                (long) (result * SCANNED_BY_RESULT),
                OptionalLong.of((long) (result * SCANNED_BY_RESULT * COUNTED_BY_SCANNED)),
                requests,
                result,
                copied ? result : (long) (result * OUTPUT_BY_RESULT),
                Throughput.seconds(shape(gigabytes, output)),
                chunks,
                Math.clamp(chunks, 1, Limits.MAX_CONCURRENCY),
                false,
                copied,
                output.statistics(),
                output.statistics() ? Optional.of(new Forecast.EstimateReads(FILES, FILES)) : Optional.empty()));
    }

    private static int chunks(long gigabytes, ConversionKind output) {
        return output.compression() == Compression.NONE
                ? 0
                : ChunkPlanner.count(shape(gigabytes, output), OptionalInt.empty());
    }

    private static ResultShape shape(long gigabytes, ConversionKind output) {
        return new ResultShape(gigabytes * GIGABYTE, gigabytes * 10_000_000, output, List.of());
    }

    private static double glue(long gigabytes) {
        double seconds =
                Math.max(GLUE_LEAST_SECONDS, gigabytes * (double) GIGABYTE / DPUS / GLUE_BYTES_A_SECOND_AND_DPU);
        return seconds / 3_600 * DPUS * DPU_HOUR_USD;
    }

    private static double processing(long gigabytes) {
        return (PROCESSING_START_SECONDS + gigabytes * (double) GIGABYTE / PROCESSING_BYTES_A_SECOND)
                / 3_600
                * PROCESSING_HOUR_USD;
    }

    private static String usd(BigDecimal usd) {
        return usd.setScale(4, RoundingMode.HALF_UP).toPlainString();
    }
}
