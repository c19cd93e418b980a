package io.featurestore.steps.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.Json;
import io.featurestore.steps.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks the measured seconds: plans must be within the limits, and cost estimates must match plans.
class ThroughputTest {
    /// The longest run of a Lambda function in seconds
    /// (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
    private static final int LAMBDA_SECONDS = 900;
    private static final long GIGABYTE = 1_000_000_000;

    static Stream<ConversionKind> kinds() {
        return Arrays.stream(Format.values()).flatMap(format -> format.compressions().stream()
                .flatMap(compression -> Stream.of(
                        ConversionKind.plain(format, compression),
                        new ConversionKind(format, compression, true, true, true, true))));
    }

    private static ResultShape shape(ConversionKind kind, long bytes) {
        return new ResultShape(bytes, bytes / 236, kind, List.of("customer_id", "event_time", "age", "balance"));
    }

    /// A cost estimate uses the measured time, a plan a multiple of it, and both are within the limits.
    @ParameterizedTest
    @MethodSource("kinds")
    void plannedChunksTakeLongerThanPricedAndLessThanTheLimit(ConversionKind kind) {
        ResultShape result = shape(kind, 100 * GIGABYTE);
        long chunk = Math.min(Limits.MAX_CHUNK, Throughput.most(result, Limits.PLANNED_CONVERSION_SECONDS));
        double priced = Throughput.seconds(shape(kind, chunk));

        assertThat(Throughput.planned(result, chunk)).isBetween(priced, (double) Limits.PLANNED_CONVERSION_SECONDS);
        assertThat(priced * Throughput.SAFETY_FACTOR).isLessThanOrEqualTo(Limits.PLANNED_CONVERSION_SECONDS + 1e-6);
        assertThat(chunk).as("the smallest chunk that is planned is in time").isGreaterThan(Limits.MIN_PLANNED_CHUNK);
    }

    @Test
    void theLimitOfAConversionIsBelowTheFunctionsTimeOutAndThatBelowLambdas() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(getClass().getResourceAsStream("/io/featurestore/export/functions.json"))) {
            for (JsonNode function : Json.MAPPER.readTree(in)) {
                int seconds = function.path("timeoutSeconds").asInt();
                assertThat(seconds).isLessThanOrEqualTo(LAMBDA_SECONDS);
                if (function.path("name").asText().endsWith("Chunk")) {
                    assertThat(seconds).isGreaterThanOrEqualTo(Limits.CONVERSION_SECONDS + 30);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void moreWorkTakesMoreTime(ConversionKind kind) {
        double plain = Throughput.seconds(shape(ConversionKind.plain(kind.format(), kind.compression()), GIGABYTE));
        assertThat(Throughput.seconds(shape(kind, GIGABYTE))).isGreaterThanOrEqualTo(plain);
    }

    @Test
    void aReportTakesTimeOfItsOwnInPlanAndPrice() {
        // Slow enough that no conversion waits for its connection.
        ConversionKind reporting = new ConversionKind(Format.JSON, Compression.BZIP2, false, true, false, false);
        ConversionKind plain = ConversionKind.plain(Format.JSON, Compression.BZIP2);
        double more = MeasuredSeconds.of("statistics", Format.JSON);

        assertThat(more).isPositive();
        assertThat((reporting.secondsPerByte() - plain.secondsPerByte()) * GIGABYTE)
                .isEqualTo(more, within(1e-6));
        assertThat(Throughput.seconds(shape(reporting, GIGABYTE)))
                .isGreaterThan(Throughput.seconds(shape(plain, GIGABYTE)));
        assertThat(Throughput.most(shape(reporting, GIGABYTE), 100))
                .isLessThan(Throughput.most(shape(plain, GIGABYTE), 100));
    }

    /// For values of one character with long names, most of the output is names.
    @Test
    void namesThatAreLongerThanValuesTakeTheirTime() {
        List<String> names = Collections.nCopies(100, "n".repeat(60));
        ResultShape wide =
                new ResultShape(GIGABYTE, GIGABYTE / 100, ConversionKind.plain(Format.JSON, Compression.GZIP), names);
        assertThat(Throughput.seconds(wide)).isGreaterThan(20 * Throughput.seconds(shape(wide.kind(), GIGABYTE)));
    }

    /// A converter that only copies bytes is limited by its connection.
    @Test
    void bytesThatAreNotCompressedTakeTheConnectionsTime() {
        ResultShape json = shape(ConversionKind.plain(Format.JSON, Compression.NONE), GIGABYTE);
        assertThat(Throughput.seconds(shape(ConversionKind.plain(Format.CSV, Compression.NONE), GIGABYTE)))
                .isBetween(13.0, 14.0);
        assertThat(Throughput.seconds(json)).isGreaterThan(13.0);
    }
}
