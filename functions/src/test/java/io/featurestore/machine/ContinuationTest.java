package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs converters with too little time: each call ends after one mebibyte, and the export continues in more
/// rounds. The output must equal that of converters with enough time.
class ContinuationTest {
    private static final int ROWS = 24_000;
    private static final int CHUNKS = 2;
    /// Equal to the time that a converter reserves for finishing its part, so that its first check sees that time
    /// is short.
    private static final int SECONDS = 30;
    private static final List<String> OUTPUTS =
            List.of("data.csv.gz", "data.json", "data.parquet", "online.json", "files-csv/", "files-json/");

    private static ExportStack stack;
    private static Map<String, ExportStack.Run> atOnce;
    private static Map<String, ExportStack.Run> continued;

    @BeforeAll
    static void export(@TempDir Path folder) throws IOException {
        stack = ExportStack.start(folder);
        stack.aws().createSampleGroup(ROWS);
        atOnce = run(stack, "at-once");
        continued = run(stack.convertingWithin(SECONDS), "continued");
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static Map<String, ExportStack.Run> run(ExportStack exports, String name) {
        Map<String, String> started = new LinkedHashMap<>();
        OUTPUTS.forEach(output -> started.put(
                output,
                exports.start(
                        name + "-" + output.replaceAll("\\W", "-"),
                        request(name, output).toString())));
        Map<String, ExportStack.Run> runs = new LinkedHashMap<>();
        started.forEach((output, arn) -> runs.put(output, exports.await(name + " " + output, arn)));
        return runs;
    }

    private static ObjectNode request(String name, String output) {
        ObjectNode request = ExportStack.request("{}")
                .put("featureGroupName", "customers")
                .put("output", "s3://" + ExportStack.EXPORTS + "/" + name + "/" + output)
                .put("chunkSize", ROWS / CHUNKS)
                .put("records", "all")
                .put("includeDeleted", !output.startsWith("online"))
                .put("systemColumns", !output.startsWith("online"))
                .put("onlineCompatible", output.startsWith("online"));
        WholeTable.ORDER.forEach(request.withArray("orderBy")::add);
        if (output.endsWith("/")) {
            request.put("format", output.contains("csv") ? "csv" : "json").put("compression", "none");
        } else if (output.endsWith(".json")) {
            request.put("compression", "none");
        }
        return request;
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.csv.gz", "data.json", "data.parquet", "online.json", "files-csv/", "files-json/"})
    void takesSeveralRoundsOfItsChunks(String output) throws IOException {
        assertThat(chunkLines(atOnce.get(output))).hasSize(CHUNKS);
        assertThat(continued.get(output).succeeded().at("/chunks/planned").asInt())
                .isEqualTo(CHUNKS);
        assertThat(chunkLines(continued.get(output))).hasSizeGreaterThanOrEqualTo(2 * CHUNKS);
        assertThat(continued.get(output).output().at("/output/records"))
                .isEqualTo(atOnce.get(output).output().at("/output/records"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.json", "online.json"})
    void writesTheSameBytes(String output) throws IOException {
        assertThat(bytes(continued.get(output))).isEqualTo(bytes(atOnce.get(output)));
    }

    @Test
    void writesTheSameBytesInOtherMembers() throws IOException {
        assertThat(gunzipped(bytes(continued.get("data.csv.gz"))))
                .isEqualTo(gunzipped(bytes(atOnce.get("data.csv.gz"))));
    }

    @Test
    void writesTheSameRecordsToParquet() throws Exception {
        try (Connection duckdb = stack.duckdb();
                ResultSet rows = duckdb.createStatement().executeQuery("""
                        SELECT count(*), count(*) FILTER (a IS DISTINCT FROM b) FROM
                        (SELECT file_row_number AS n, t::VARCHAR AS a FROM read_parquet('%s', file_row_number = true) t)
                        FULL JOIN
                        (SELECT file_row_number AS n, t::VARCHAR AS b FROM read_parquet('%s', file_row_number = true) t)
                        USING (n)""".formatted(
                                file(atOnce.get("data.parquet")), file(continued.get("data.parquet"))))) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1))
                    .isEqualTo(atOnce.get("data.parquet")
                            .output()
                            .at("/output/records")
                            .asLong());
            assertThat(rows.getLong(2)).isZero();
        }
    }

    @Test
    void writesTheSameRecordsToPartFiles() throws IOException {
        assertThat(files(continued.get("files-json/"))).hasSizeGreaterThan(2 * CHUNKS);
        assertThat(String.join("", files(continued.get("files-json/"))))
                .isEqualTo(String.join("", files(atOnce.get("files-json/"))));
        assertThat(withoutHeaders(files(continued.get("files-csv/"))))
                .isEqualTo(withoutHeaders(files(atOnce.get("files-csv/"))));
    }

    @Test
    void leavesNothingInTheWorkPrefix() {
        assertThat(stack.keys(ExportStack.WORK, "work/continued")).isEmpty();
    }

    private static JsonNode chunkLines(ExportStack.Run run) throws IOException {
        S3Uri manifest = S3Uri.parse(run.succeeded().get("manifest").asText());
        return Json.MAPPER.readTree(Files.readAllBytes(stack.file(manifest))).get("chunkList");
    }

    private static Path file(ExportStack.Run run) {
        run.succeeded();
        return stack.file(run.uri());
    }

    private static byte[] bytes(ExportStack.Run run) throws IOException {
        return Files.readAllBytes(file(run));
    }

    private static byte[] gunzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            in.transferTo(out);
        }
        return out.toByteArray();
    }

    private static List<String> files(ExportStack.Run run) throws IOException {
        run.succeeded();
        List<String> files = new ArrayList<>();
        for (String key : stack.keys(run.uri().bucket(), run.uri().key() + "part-")) {
            files.add(Files.readString(stack.file(new S3Uri(run.uri().bucket(), key)), StandardCharsets.UTF_8));
        }
        return files;
    }

    private static String withoutHeaders(List<String> files) {
        StringBuilder records = new StringBuilder();
        files.forEach(file -> records.append(file, file.indexOf('\n') + 1, file.length()));
        return records.toString();
    }
}
