package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Checks the options for the place and the files of an output.
class OutputOptionsTest {
    private static final String PLACE = "s3://" + ExportStack.EXPORTS + "/";

    private static ExportStack stack;
    private static OfflineTruth truth;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder);
        stack.aws().createSampleGroup(2_000);
        truth = new OfflineTruth(stack);
    }

    @AfterAll
    static void stop() throws Exception {
        truth.close();
        stack.close();
    }

    /// Sorted, so that two runs have the same bytes.
    private static ObjectNode request(String output) {
        ObjectNode request = Json.MAPPER.createObjectNode().put("featureGroupName", "customers");
        request.putArray("orderBy")
                .add("event_time")
                .add("customer_id")
                .add("comment")
                .add("age");
        return request.put("output", output);
    }

    private static byte[] bytes(ExportStack.Run run) throws IOException {
        run.succeeded();
        return Files.readAllBytes(stack.file(run.uri()));
    }

    @TestFactory
    @Option("compression")
    Stream<DynamicTest> compresses() {
        Map<String, String> started = new HashMap<>();
        for (Format format : Format.values()) {
            for (Compression compression : format.compressions()) {
                String name = format.extension() + "-" + compression.label();
                ObjectNode request = request(PLACE + "compressed/" + name + "." + format.extension());
                started.put(
                        name,
                        stack.start(
                                name,
                                request.put("compression", compression.label())
                                        .put("chunkSize", 700)
                                        .toString()));
            }
        }
        return Stream.of(Format.values()).flatMap(format -> {
            String plain = format.extension() + "-none";
            ExportStack.Run uncompressed = stack.await(plain, started.get(plain));
            return format.compressions().stream().map(compression -> {
                String name = format.extension() + "-" + compression.label();
                return DynamicTest.dynamicTest(
                        name,
                        () -> compareCompressed(
                                format, compression, uncompressed, stack.await(name, started.get(name))));
            });
        });
    }

    private static void compareCompressed(
            Format format, Compression compression, ExportStack.Run uncompressed, ExportStack.Run run)
            throws Exception {
        run.succeeded();
        assertThat(run.output().path("compression").asText()).isEqualTo(compression.label());
        assertThat(run.uri().key())
                .endsWith("." + format.extension() + (format == Format.PARQUET ? "" : compression.suffix()));
        if (format != Format.PARQUET) {
            assertThat(Compressed.read(bytes(run), compression)).isEqualTo(bytes(uncompressed));
            return;
        }
        String file = OfflineTruth.literal(stack.file(run.uri()).toString());
        assertThat(truth.value("SELECT string_agg(DISTINCT compression) FROM parquet_metadata(" + file + ")"))
                .isEqualTo(compression == Compression.NONE ? "UNCOMPRESSED" : compression.name());
        String plain = OfflineTruth.literal(stack.file(uncompressed.uri()).toString());
        assertThat(truth.difference("FROM read_parquet(" + plain + ")", "FROM read_parquet(" + file + ")", true))
                .isEmpty();
    }

    @Test
    @Option({"output", "compression"})
    void takesFormatAndCompressionFromTheExtension() throws Exception {
        ExportStack.Run run = stack.run("extension", request(PLACE + "data.json.bz2"));
        assertThat(run.succeeded().path("format").asText()).isEqualTo("json");
        assertThat(run.uri()).hasToString(PLACE + "data.json.bz2");
        String text = new String(Compressed.read(bytes(run), Compression.BZIP2), StandardCharsets.UTF_8);
        assertThat(Json.MAPPER.readTree(text.substring(0, text.indexOf('\n'))).has("customer_id"))
                .isTrue();
    }

    @Test
    @Option("output")
    void hasADefaultPlace() throws Exception {
        ObjectNode request = request("").put("limit", 3);
        request.remove("output");
        ExportStack.Run run = stack.run("default-place", request);
        assertThat(run.succeeded().path("output").path("uri").asText())
                .isEqualTo(PLACE + "exports/customers/default-place.csv.gz");
        assertThat(new String(Compressed.read(bytes(run), Compression.GZIP), StandardCharsets.UTF_8))
                .startsWith("\"customer_id\",\"event_time\"");
    }

    @Test
    @Option("chunkSize")
    void cutsTheResultIntoChunksOfTheWishedRecords() throws Exception {
        String all = stack.start(
                "one-chunk",
                request(PLACE + "chunks/1.json").put("compression", "none").toString());
        ExportStack.Run many = stack.run(
                "many-chunks",
                request(PLACE + "chunks/many.json").put("compression", "none").put("chunkSize", 150));
        ExportStack.Run one = stack.await("one-chunk", all);
        int records = many.succeeded().path("output").path("records").asInt();
        assertThat(many.output().path("chunks").path("planned").asInt()).isEqualTo(Math.ceilDiv(records, 150));
        assertThat(one.succeeded().path("chunks").path("planned").asInt()).isEqualTo(1);
        assertThat(bytes(many)).isEqualTo(bytes(one));
    }

    @Test
    @Option("output")
    void writesPartFilesBelowAPrefix() throws Exception {
        String object = stack.start(
                "one-object",
                request(PLACE + "parts/all.csv").put("compression", "none").toString());
        ExportStack.Run run = stack.run(
                "part-files",
                request(PLACE + "parts/files/").put("compression", "none").put("chunkSize", 500));
        int files = Math.ceilDiv(run.succeeded().path("output").path("records").asInt(), 500);
        assertThat(run.output().path("output").path("files").asInt()).isEqualTo(files);
        assertThat(run.output().path("manifest").asText()).isEqualTo(PLACE + "parts/_files.manifest.json");

        List<String> keys = new ArrayList<>(stack.keys(ExportStack.EXPORTS, "parts/files/"));
        assertThat(stack.keys(ExportStack.EXPORTS, "parts/_files.manifest.json"))
                .hasSize(1);
        assertThat(keys)
                .hasSize(files)
                .allMatch(key -> key.endsWith("-part-files.csv"))
                .isSorted();
        StringBuilder joined = new StringBuilder();
        for (String key : keys) {
            String part = Files.readString(stack.file(new S3Uri(ExportStack.EXPORTS, key)));
            String header = part.substring(0, part.indexOf('\n') + 1);
            assertThat(header).startsWith("\"customer_id\",\"event_time\",");
            joined.append(joined.isEmpty() ? part : part.substring(header.length()));
        }
        ExportStack.Run whole = stack.await("one-object", object);
        assertThat(joined.toString().getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes(whole));
    }

    @Test
    @Option("output")
    void writesPartFilesThatAreFilesOfTheFormat() throws Exception {
        Map<Format, Compression> formats =
                Map.of(Format.CSV, Compression.GZIP, Format.JSON, Compression.GZIP, Format.PARQUET, Compression.SNAPPY);
        Map<Format, String> started = new HashMap<>();
        formats.forEach((format, compression) -> started.put(
                format,
                stack.start(
                        "parts-" + format.extension(),
                        request(PLACE + "each/" + format.extension() + "/")
                                .put("format", format.extension())
                                .put("compression", compression.label())
                                .put("chunkSize", 500)
                                .toString())));
        ExportStack.Run whole = stack.run("whole", request(PLACE + "each/whole.parquet"));
        whole.succeeded();
        String expected = "SELECT * FROM read_parquet("
                + OfflineTruth.literal(stack.file(whole.uri()).toString()) + ")";
        for (Map.Entry<Format, String> entry : started.entrySet()) {
            JsonNode result =
                    stack.await(entry.getKey().extension(), entry.getValue()).succeeded();
            List<Path> files = stack
                    .keys(ExportStack.EXPORTS, "each/" + entry.getKey().extension() + "/part-")
                    .stream()
                    .map(key -> stack.file(new S3Uri(ExportStack.EXPORTS, key)))
                    .toList();
            assertThat(files)
                    .hasSize(result.path("output").path("files").asInt())
                    .hasSizeGreaterThan(3);
            assertThat(truth.difference(
                            expected, OfflineTruth.read(files, entry.getKey(), truth.columns(expected), false), true))
                    .isEmpty();
        }
    }

    @Test
    @Option("output")
    void fillsThePlaceholders() {
        ObjectNode request = request(PLACE + "{date}/{time}/{executionName}-{scheduledTime}.csv")
                .put("limit", 1)
                .put("compression", "none");
        ExportStack.Run run = stack.run("placeholders", request);
        Instant start = Instant.parse(run.succeeded().path("startedAt").asText());
        assertThat(run.uri())
                .hasToString(PLACE + utc("yyyy-MM-dd", start) + "/" + utc("HHmmss", start) + "/placeholders-"
                        + utc("yyyyMMdd'T'HHmmss'Z'", start) + ".csv");

        ObjectNode event = Json.MAPPER
                .createObjectNode()
                .put("detail-type", "Export Requested")
                .put("source", "schedule")
                .put("time", "2026-01-02T03:04:05Z");
        event.set("detail", request);
        assertThat(stack.run("scheduled", event).uri())
                .hasToString(PLACE + "2026-01-02/030405/scheduled-20260102T030405Z.csv");
    }

    private static String utc(String pattern, Instant instant) {
        return DateTimeFormatter.ofPattern(pattern).format(instant.atOffset(ZoneOffset.UTC));
    }

    @Test
    @Option("overwrite")
    void replacesAnOutputOnlyWhenAskedAndInOneStep() throws Exception {
        ObjectNode request = request(PLACE + "replaced.json").put("compression", "none");
        byte[] old = bytes(stack.run("old", request.deepCopy().put("limit", 5)));
        Path file = stack.file(S3Uri.parse(PLACE + "replaced.json"));

        ExportStack.Run refused = stack.run("refused", request);
        assertThat(refused.status()).isEqualTo("FAILED");
        assertThat(refused.error()).isEqualTo("OutputExists");
        assertThat(refused.cause()).contains(PLACE + "replaced.json", "overwrite");
        assertThat(Files.readAllBytes(file)).isEqualTo(old);

        String arn = stack.start(
                "new", request.put("overwrite", true).put("chunkSize", 200).toString());
        List<byte[]> seen = new ArrayList<>();
        while (stack.isRunning(arn)) {
            seen.add(Files.readAllBytes(file));
            Thread.sleep(10);
        }
        byte[] replaced = bytes(stack.await("new", arn));
        assertThat(replaced.length).isGreaterThan(old.length);
        assertThat(seen.getFirst()).isEqualTo(old);
        assertThat(seen).allSatisfy(bytes -> assertThat(bytes).isIn(old, replaced));
    }

    @Test
    @Option("overwrite")
    void replacesPartFiles() {
        ObjectNode request =
                request(PLACE + "replaced/").put("compression", "none").put("chunkSize", 400);
        stack.run("old-parts", request).succeeded();
        assertThat(stack.run("refused-parts", request).error()).isEqualTo("OutputExists");
        JsonNode result = stack.run("new-parts", request.put("overwrite", true).put("limit", 900))
                .succeeded();
        assertThat(result.path("output").path("files").asInt()).isEqualTo(3);
        assertThat(stack.keys(ExportStack.EXPORTS, "replaced/"))
                .hasSize(3)
                .allMatch(key -> key.endsWith("-new-parts.csv"));
    }
}
