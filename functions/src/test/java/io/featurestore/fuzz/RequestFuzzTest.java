package io.featurestore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.export.Export;
import io.featurestore.export.RequestReader;
import io.featurestore.failure.Failure;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/// Checks that every mutated request is read, or refused as JSON, or refused with a message. A failure names its
/// seed.
class RequestFuzzTest {
    private static final List<byte[]> SAMPLES = samples();
    private static final List<String> WORDS = List.of(
            "featureGroupName",
            "output",
            "columns",
            "where",
            "limit",
            "eventTimeRange",
            "columnMapping",
            "onlineCompatible",
            "detail-type",
            "detail",
            "time",
            "s3://b-b/k",
            "s3://b-b/..",
            "{date}",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\u0000",
            "\\ud800",
            "\\",
            "1e999999999",
            "-0",
            "9223372036854775808",
            "null",
            "true",
            "NaN",
            "\u0000",
            "\n",
            "é",
            "😀",
            "[[[[[[[[",
            "{\"a\":".repeat(1_200),
            "[".repeat(20_000),
            "9".repeat(2_000),
            "2026-02-30T25:61:61Z",
            "{executionName}",
            "\ufeff");
    private static final RequestReader READER = new RequestReader();

    private static List<byte[]> samples() {
        List<byte[]> samples = new ArrayList<>();
        for (String folder : List.of("console", "schedule", "api")) {
            try (Stream<Path> files = Files.list(Path.of("..", "events", folder))) {
                for (Path file : files.sorted().toList()) {
                    samples.add(Files.readAllBytes(file));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return samples;
    }

    @Property(tries = 6_000, shrinking = ShrinkingMode.OFF)
    void isReadOrRefusedInWords(@ForAll long seed) throws IOException {
        Mutator mutator = new Mutator(seed);
        byte[] sample = mutator.one(SAMPLES);
        byte[] input = mutator.below(2) == 0
                ? mutator.bytes(sample, WORDS)
                : mutator.json(Json.MAPPER.readTree(sample), WORDS).toString().getBytes(StandardCharsets.UTF_8);
        JsonNode request;
        try {
            request = Json.MAPPER.readTree(input);
        } catch (JacksonException | java.io.CharConversionException e) {
            Statistics.collect("no JSON");
            return;
        }
        try {
            Export export = READER.read(
                    request,
                    new RequestReader.Started("arn", "run-1", Instant.EPOCH),
                    new RequestReader.Defaults("exports", "works", "primary"));
            Statistics.collect("read");
            Statistics.coverage(all -> all.check("read").percentage(share -> share > 2));
            assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(export), Export.class))
                    .isEqualTo(export);
            assertThat("/" + export.request().form().output().key()).doesNotContain("/../", "\n", "\u0000");
        } catch (Failure e) {
            Statistics.collect("refused");
            assertThat(e.code()).as("%s", e.getMessage()).isEqualTo(ErrorCode.InvalidRequest);
            assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}").doesNotContain("Exception");
        }
    }
}
