package io.featurestore.export.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import io.featurestore.export.Limits;
import io.featurestore.export.chunks.ChunkPlanner;
import io.featurestore.export.chunks.ResultShape;
import io.featurestore.export.request.Compression;
import io.featurestore.export.request.Format;

/** Holds the table of prices in {@code docs/cost.md} to the model; {@code -Dcost.write=true} writes it. */
class CostTableTest {
    private static final Path PAGE = Path.of("..", "docs", "cost.md");
    private static final String BEGIN = "<!-- prices: begin (kept true by a test) -->\n";
    private static final String END = "<!-- prices: end -->";
    private static final long GIGABYTE = 1_000_000_000;
    /** Parquet in the offline store takes about a third of the same as CSV. */
    private static final double SCANNED_BY_RESULT = 0.33;
    private static final double OUTPUT_BY_RESULT = 0.33;

    // Peers: list prices of us-east-1; how fast they are is assumed, in favour of them.
    private static final double DPU_HOUR_USD = 0.44;
    private static final int DPUS = 10;
    private static final double GLUE_BYTES_A_SECOND_AND_DPU = 25e6;
    private static final double GLUE_LEAST_SECONDS = 60;
    private static final double PROCESSING_HOUR_USD = 0.23;
    private static final double PROCESSING_BYTES_A_SECOND = 40e6;
    private static final double PROCESSING_START_SECONDS = 180;

    private record Output(Format format, Compression compression) {}

    private static final List<Output> OUTPUTS = List.of(new Output(Format.CSV, Compression.NONE), new Output(Format.CSV,
            Compression.GZIP), new Output(Format.JSON, Compression.GZIP), new Output(Format.PARQUET, Compression.ZSTD));

    @Test
    void thePageSaysWhatTheModelSays() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (Boolean.getBoolean("cost.write")) {
            Files.writeString(PAGE, page.substring(0, from) + table() + page.substring(to));
        } else {
            assertThat(page.substring(from, to)).isEqualTo(table());
        }
    }

    @Test
    void aLargerExportCostsMore() {
        for (Output output : OUTPUTS) {
            assertThat(forecast(10, output).cost().totalUsd()).isGreaterThan(forecast(1, output).cost().totalUsd());
        }
    }

    private static String table() {
        StringBuilder table = new StringBuilder(
                "| result, GB | output | chunks | Athena, USD | Lambda | Step Functions "
                        + "| S3 | in all | minutes | Glue job | Processing job |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (long gigabytes : List.of(1L, 10L, 100L, 1_000L)) {
            for (Output output : OUTPUTS) {
                Forecast forecast = forecast(gigabytes, output);
                ExportCost cost = forecast.cost();
                table.append(String.format(Locale.ROOT,
                        "| %,d | %s | %,d | %s | %s | %s | %s | %s | %.1f | %.2f | %.2f |%n",
                        gigabytes, (output.format() + " " + output.compression()).toLowerCase(Locale.ROOT), chunks(
                                gigabytes, output),
                        usd(cost.athenaUsd()), usd(cost.lambdaUsd()), usd(cost
                                .stepFunctionsUsd()),
                        usd(cost.s3Usd()), usd(cost.totalUsd()), forecast.seconds() / 60.0, glue(
                                gigabytes),
                        processing(gigabytes)));
            }
        }
        return table.toString();
    }

    private static Forecast forecast(long gigabytes, Output output) {
        long result = gigabytes * GIGABYTE;
        int chunks = chunks(gigabytes, output);
        return Forecast.of(new Forecast.Size((long) (result * SCANNED_BY_RESULT), result, chunks == 0
                ? result
                : (long) (result * OUTPUT_BY_RESULT), output.format(), output.compression(), chunks,
                Math.clamp(chunks, 1,
                        Limits.MAX_CONCURRENCY)));
    }

    private static int chunks(long gigabytes, Output output) {
        return output.compression() == Compression.NONE
                ? 0
                : ChunkPlanner
                        .count(new ResultShape(gigabytes * GIGABYTE, gigabytes * 10_000_000, output.format(), output
                                .compression(), List.of()), OptionalInt.empty());
    }

    private static double glue(long gigabytes) {
        double seconds = Math.max(GLUE_LEAST_SECONDS,
                gigabytes * (double) GIGABYTE / DPUS / GLUE_BYTES_A_SECOND_AND_DPU);
        return seconds / 3_600 * DPUS * DPU_HOUR_USD;
    }

    private static double processing(long gigabytes) {
        return (PROCESSING_START_SECONDS + gigabytes * (double) GIGABYTE / PROCESSING_BYTES_A_SECOND) / 3_600
                * PROCESSING_HOUR_USD;
    }

    private static String usd(BigDecimal usd) {
        return usd.setScale(4, RoundingMode.HALF_UP).toPlainString();
    }
}
