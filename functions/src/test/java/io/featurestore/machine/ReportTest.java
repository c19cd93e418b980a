package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares the statistics of an export, through the whole machine, with those of DuckDB over the table.
class ReportTest {
    private static final int ROWS = 20_000;

    private static ExportStack stack;
    private static OfflineTruth truth;
    private static final Map<String, String> STARTED = new HashMap<>();

    /// An export and its number of chunks.
    private record Way(String extension, int chunks) {
        String name() {
            return extension.replaceAll("[^a-z]", "-") + chunks;
        }

        String output(boolean report) {
            return "s3://" + ExportStack.EXPORTS + "/" + name() + (report ? "-report" : "") + extension;
        }

        ObjectNode request(boolean report) {
            ObjectNode request = ExportStack.request("{}")
                    .put("featureGroupName", "customers")
                    .put("output", output(report))
                    .put("includeDeleted", true)
                    .put("chunkSize", (ROWS + chunks) / chunks)
                    .put("report", report);
            if (extension.equals(".csv")) {
                request.put("compression", "none");
            }
            WholeTable.ORDER.forEach(request.withArray("orderBy")::add);
            return request;
        }
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way(".json.gz", 1),
                new Way(".json.gz", 7),
                new Way(".parquet", 64),
                new Way(".csv", 7),
                new Way(".csv.gz", 7),
                new Way("/", 7));
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder);
        stack.aws().createSampleGroup(ROWS);
        truth = new OfflineTruth(stack);
        truth.execute("CREATE TABLE customers AS FROM read_parquet('"
                + stack.aws().buckets().folder() + "/feature-store-offline-*/**/*.parquet')");
        ways().forEach(way -> Stream.of(true, false).forEach(report -> {
            String name = way.name() + report;
            STARTED.put(name, stack.start(name, way.request(report).toString()));
        }));
    }

    @AfterAll
    static void stop() throws Exception {
        truth.close();
        stack.close();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void statisticsAreThoseOfTheTable(Way way) throws Exception {
        JsonNode manifest = manifest(run(way, true));
        assertThat(manifest.path("statistics")).hasSize(10);
        assertThat(manifest.at("/chunks/planned").asInt()).isEqualTo(way.chunks());
        for (JsonNode column : manifest.path("statistics")) {
            counts(column);
            if (column.has("numbers")) {
                numbers(column);
            }
            if (column.has("texts") && !column.path("type").asText().contains("(")) {
                texts(column);
            }
        }
    }

    @Test
    void exactFiguresDoNotDependOnTheChunks() throws Exception {
        JsonNode first = exact(manifest(run(ways().findFirst().orElseThrow(), true)));
        for (Way way : ways().toList()) {
            assertThat(exact(manifest(run(way, true)))).as(way.name()).isEqualTo(first);
        }
    }

    @Option("report")
    @ParameterizedTest
    @MethodSource("ways")
    void thePageLiesBesideTheOutput(Way way) throws Exception {
        JsonNode result = run(way, true).succeeded();
        String page =
                Files.readString(stack.file(S3Uri.parse(result.path("report").asText())));
        assertThat(result.path("report").asText())
                .isEqualTo(result.at("/output/uri").asText().replaceFirst("([^/]+)/?$", "_$1.report.html"));
        assertThat(page)
                .contains(
                        "<h1><bdi>customers</bdi></h1>",
                        "20,000",
                        "lifetime_value",
                        "SELECT",
                        "Estimated before",
                        "Step Functions");
        assertThat(run(way, false).succeeded().has("report")).isFalse();
        assertThat(stack.keys(ExportStack.WORK, "work/" + way.name() + "true/")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void theOutputIsTheSameWithoutAReport(Way way) throws Exception {
        assertThat(bytes(run(way, true))).isEqualTo(bytes(run(way, false)));
    }

    @Test
    void anExportWithoutAReportLeavesNoOlderOneBesideItsOutput() {
        Map<String, String> reports = Map.of("again.json", "_again.json.report.html", "again/", "_again.report.html");
        for (boolean report : List.of(true, false)) {
            Map<String, String> started = new HashMap<>();
            reports.keySet().forEach(key -> {
                String name = "again-" + key.replaceAll("[^a-z]", "") + report;
                started.put(
                        name,
                        stack.start(
                                name,
                                ExportStack.request("{}")
                                        .put("featureGroupName", "customers")
                                        .put("output", "s3://" + ExportStack.EXPORTS + "/" + key)
                                        .put("format", "json")
                                        .put("compression", "none")
                                        .put("limit", 10)
                                        .put("overwrite", true)
                                        .put("report", report)
                                        .toString()));
            });
            started.forEach((name, arn) -> stack.await(name, arn).succeeded());
            reports.values().forEach(key -> assertThat(stack.keys(ExportStack.EXPORTS, key))
                    .hasSize(report ? 1 : 0));
        }
    }

    private static void counts(JsonNode column) throws Exception {
        String name = '"' + column.path("column").asText() + '"';
        assertThat(column.path("count").asText()).isEqualTo(truth.value("SELECT count(" + name + ") FROM customers"));
        assertThat(column.path("nulls").asText())
                .isEqualTo(truth.value("SELECT count(*) - count(" + name + ") FROM customers"));
        long distinct = Long.parseLong(truth.value("SELECT count(DISTINCT " + name + ") FROM customers"));
        if (column.path("distinctExact").asBoolean()) {
            assertThat(column.path("distinct").asLong()).as(name).isEqualTo(distinct);
        } else {
            assertThat((double) column.path("distinct").asLong()).as(name).isCloseTo(distinct, within(distinct * 0.05));
        }
        if (column.path("frequentError").asLong() == 0
                && !column.path("type").asText().contains("(")) {
            String top = truth.value("SELECT count(*) FROM customers WHERE " + name + " IS NOT NULL GROUP BY " + name
                    + " ORDER BY 1 DESC LIMIT 1");
            assertThat(column.at("/frequent/0/count").asText()).as(name).isEqualTo(top);
        }
    }

    private static void numbers(JsonNode column) throws Exception {
        String name = '"' + column.path("column").asText() + '"';
        JsonNode numbers = column.path("numbers");
        String finite = " FROM customers WHERE " + name + " IS NOT NULL AND isfinite(" + name + "::DOUBLE)";
        assertThat(numbers.path("min").decimalValue())
                .isEqualByComparingTo(truth.value("SELECT min(" + name + ")" + finite));
        assertThat(numbers.path("max").decimalValue())
                .isEqualByComparingTo(truth.value("SELECT max(" + name + ")" + finite));
        if (!numbers.has("mean")) {
            assertThat(numbers.path("max").asDouble())
                    .as("a sum beyond doubles")
                    .isGreaterThan(1e300);
            return;
        }
        double mean = Double.parseDouble(truth.value("SELECT favg(" + name + ")" + finite));
        assertThat(numbers.path("mean").asDouble()).isCloseTo(mean, within(Math.abs(mean) * 1e-12));
        double deviation = Double.parseDouble(truth.value("SELECT stddev_samp(" + name + ")" + finite));
        assertThat(numbers.path("standardDeviation").asDouble()).isCloseTo(deviation, within(deviation * 1e-7));
        for (JsonNode quantile : numbers.path("quantiles")) {
            double rank = Double.parseDouble(truth.value(
                    "SELECT avg((" + name + " <= " + quantile.path("value").asText() + ")::INT)" + finite));
            double below = Double.parseDouble(truth.value(
                    "SELECT avg((" + name + " < " + quantile.path("value").asText() + ")::INT)" + finite));
            assertThat(quantile.path("rank").asDouble()).isBetween(below - 0.03, rank + 0.03);
        }
        long inBins = 0;
        for (JsonNode count : numbers.at("/histogram/counts")) {
            inBins += count.asLong();
        }
        assertThat(Long.toString(inBins)).isEqualTo(truth.value("SELECT count(*)" + finite));
    }

    private static void texts(JsonNode column) throws Exception {
        String name = '"' + column.path("column").asText() + '"';
        JsonNode texts = column.path("texts");
        assertThat(texts.path("minLength").asText())
                .isEqualTo(truth.value("SELECT min(length(" + name + ")) FROM customers"));
        assertThat(texts.path("maxLength").asText())
                .isEqualTo(truth.value("SELECT max(length(" + name + ")) FROM customers"));
        assertThat(texts.path("meanLength").asDouble())
                .isCloseTo(
                        Double.parseDouble(truth.value("SELECT avg(length(" + name + ")) FROM customers")),
                        within(1e-9));
    }

    /// Removes quantiles, and the estimates of columns with too many distinct values for exact counts.
    private static JsonNode exact(JsonNode manifest) {
        JsonNode statistics = manifest.path("statistics").deepCopy();
        for (JsonNode column : statistics) {
            if (column.path("numbers") instanceof ObjectNode numbers) {
                numbers.remove(List.of("quantiles", "rankError", "middle"));
            }
            if (!column.path("distinctExact").asBoolean()) {
                ((ObjectNode) column).remove(List.of("frequent", "frequentError"));
            }
        }
        return statistics;
    }

    private static ExportStack.Run run(Way way, boolean report) {
        String name = way.name() + report;
        return stack.await(name, STARTED.get(name));
    }

    private static JsonNode manifest(ExportStack.Run run) throws Exception {
        return Json.MAPPER.readTree(
                stack.file(S3Uri.parse(run.succeeded().path("manifest").asText()))
                        .toFile());
    }

    private static byte[] bytes(ExportStack.Run run) throws Exception {
        S3Uri output = S3Uri.parse(run.succeeded().at("/output/uri").asText());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<String> keys =
                output.isPrefix() ? stack.keys(output.bucket(), output.key() + "part-") : List.of(output.key());
        for (String key : keys) {
            all.writeBytes(Files.readAllBytes(stack.file(new S3Uri(output.bucket(), key))));
        }
        return all.toByteArray();
    }
}
