package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.S3Uri;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs every expectation, satisfied and violated, with one chunk and with 64, through the whole machine.
class ExpectationsTest {
    private static final int ROWS = 4_000;
    private static final String KEPT = """
                                       {"columns": {
                                         "customer_id": {"notNull": true, "unique": true, "matches": "[A-Za-z0-9_-]+"},
                                         "age": {"min": -1e30, "max": 1e30},
                                         "segment": {"in": [%s]}},
                                        "minRecords": 1, "maxRecords": 100000, "freshWithin": "P90000D"}""";
    private static final String BROKEN = """
                                         {"columns": {
                                           "age": {"notNull": true, "min": 30, "max": 60.5},
                                           "customer_id": {"matches": ".*7"},
                                           "segment": {"in": ["gold"]}},
                                          %s, "freshWithin": "PT1S"}""";

    /// A column that is renamed to the identifier's name and has the same value for many identifiers.
    private static final String COLLIDING = "substr(customer_id, length(customer_id) - 1)";
    private static final String UNIQUE = """
                                         {"columns": {"customer_id": {"unique": true}}}""";

    private static ExportStack stack;
    private static OfflineTruth truth;
    private static int latest;
    private static final Map<String, String> STARTED = new HashMap<>();

    /// An export of the newest records.
    private record Way(String extension, int chunks, boolean kept, String onViolation) {
        String name() {
            return extension.replaceAll("[^a-z]", "-") + chunks + (kept ? "kept" : "broken") + onViolation;
        }

        String key() {
            return "expect/" + name() + extension;
        }

        ObjectNode request(String expect) throws Exception {
            ObjectNode request = ExportStack.request("{}")
                    .put("featureGroupName", "customers")
                    .put("output", "s3://" + ExportStack.EXPORTS + "/" + key())
                    .put("records", "latest")
                    .put("includeDeleted", true)
                    .put("chunkSize", (latest + chunks - 1) / chunks)
                    .put("onViolation", onViolation);
            request.set("expect", Json.MAPPER.readTree(expect));
            request.withArray("orderBy").add("customer_id");
            return request;
        }
    }

    static Stream<Way> kept() {
        return Stream.of(
                new Way(".json.gz", 1, true, "fail"),
                new Way(".json.gz", 64, true, "fail"),
                new Way(".csv.gz", 64, true, "fail"));
    }

    static Stream<Way> warned() {
        return Stream.of(new Way(".json.gz", 1, false, "warn"), new Way(".parquet", 64, false, "warn"));
    }

    static Stream<Way> colliding() {
        return Stream.of(new Way(".json.gz", 1, false, "warn"), new Way(".csv.gz", 64, false, "warn"));
    }

    static Stream<Way> failed() {
        return Stream.of(new Way(".json.gz", 1, false, "fail"), new Way(".csv.gz", 64, false, "fail"));
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder);
        stack.aws().createSampleGroup(ROWS);
        truth = new OfflineTruth(stack);
        truth.execute("CREATE TABLE latest AS SELECT *, row_number() OVER (ORDER BY customer_id) AS n FROM (FROM "
                + "read_parquet('" + stack.aws().buckets().folder() + "/feature-store-offline-*/**/*.parquet') QUALIFY "
                + "row_number() OVER (PARTITION BY customer_id ORDER BY event_time DESC, api_invocation_time DESC, "
                + "write_time DESC) = 1)");
        latest = Integer.parseInt(truth.value("SELECT count(*) FROM latest"));
        String segments = truth.value("SELECT string_agg(DISTINCT '\"' || segment || '\"', ', ') FROM latest");
        for (Way way : Stream.of(kept(), warned(), failed()).flatMap(w -> w).toList()) {
            STARTED.put(
                    way.name(),
                    stack.start(
                            way.name(),
                            way.request(
                                            way.kept()
                                                    ? KEPT.formatted(segments)
                                                    : BROKEN.formatted(
                                                            way.chunks() == 1
                                                                    ? "\"minRecords\": 1000000"
                                                                    : "\"maxRecords\": 10"))
                                    .toString()));
        }
        for (Way way : Stream.concat(colliding(), Stream.of(new Way(".parquet", 64, false, "fail")))
                .toList()) {
            ObjectNode request = way.request(UNIQUE)
                    .put("output", "s3://" + ExportStack.EXPORTS + "/unique/" + way.name() + way.extension());
            request.withArray("columns")
                    .add("customer_id AS id")
                    .add(COLLIDING + " AS customer_id")
                    .add("segment");
            request.putArray("orderBy").add("id");
            STARTED.put("unique" + way.name(), stack.start("unique" + way.name(), request.toString()));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        truth.close();
        stack.close();
    }

    @ParameterizedTest
    @MethodSource("kept")
    void keptExpectationsStandInTheManifest(Way way) throws Exception {
        JsonNode outcomes = manifest(way).path("expectations");
        assertThat(outcomes).hasSize(9).allSatisfy(outcome -> assertThat(
                        outcome.path("kept").asBoolean())
                .as(outcome.toString())
                .isTrue());
    }

    @Option({"expect", "onViolation"})
    @ParameterizedTest
    @MethodSource("warned")
    void brokenExpectationsAreCountedAndTheirFirstRecordsNamed(Way way) throws Exception {
        JsonNode outcomes = manifest(way).path("expectations");
        assertThat(outcomes).hasSize(7);
        broken(outcomes.get(0), "notNull", "age IS NULL");
        broken(outcomes.get(1), "min", "age < 30");
        broken(outcomes.get(2), "max", "age > 60.5");
        broken(outcomes.get(3), "matches", "customer_id NOT LIKE '%7'");
        broken(outcomes.get(4), "in", "segment <> 'gold'");
        for (int i = 5; i < 7; i++) {
            assertThat(outcomes.get(i).path("kept").asBoolean())
                    .as(outcomes.get(i).toString())
                    .isFalse();
        }
    }

    /// The newest records have distinct identifiers, so only another column with the identifier's name can have
    /// duplicates. Most duplicates are in another chunk than the first value.
    @ParameterizedTest
    @MethodSource("colliding")
    void identifiersThatRepeatAreCountedOverAllChunks(Way way) throws Exception {
        JsonNode outcomes = manifest(way, "unique" + way.name()).path("expectations");
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.get(0).path("violations").asInt()).isGreaterThan(latest / 2);
        broken(outcomes.get(0), "unique", "n NOT IN (SELECT min(n) FROM latest GROUP BY " + COLLIDING + ")");
    }

    @Test
    void anIdentifierThatRepeatsLeavesNoOutput() {
        String name = "unique" + new Way(".parquet", 64, false, "fail").name();
        ExportStack.Run run = stack.await(name, STARTED.get(name));
        assertThat(run.error()).isEqualTo("ExpectationFailed");
        assertThat(run.cause()).contains("1 of 1 expectations", "column 'customer_id', unique", "records, first ");
        assertThat(stack.keys(ExportStack.EXPORTS, "unique/" + name.substring("unique".length())))
                .isEmpty();
        assertThat(stack.keys(ExportStack.WORK, "work/" + name + "/")).isEmpty();
    }

    private static void broken(JsonNode outcome, String rule, String condition) throws Exception {
        assertThat(outcome.path("rule").asText()).isEqualTo(rule);
        assertThat(outcome.path("kept").asBoolean()).isFalse();
        assertThat(outcome.path("violations").asText())
                .isEqualTo(truth.value("SELECT count(*) FROM latest WHERE " + condition));
        assertThat(outcome.path("firstRecords").toString())
                .isEqualTo(truth.value("SELECT '[' || string_agg(n, ',') || " + "']' FROM (SELECT n FROM latest WHERE "
                        + condition + " ORDER BY n LIMIT 10)"));
    }

    @ParameterizedTest
    @MethodSource("failed")
    void brokenExpectationsLeaveNoOutput(Way way) {
        ExportStack.Run run = stack.await(way.name(), STARTED.get(way.name()));
        assertThat(run.error()).isEqualTo("ExpectationFailed");
        assertThat(run.cause())
                .contains(
                        "7 of 7 expectations",
                        "column 'age', min 30: ",
                        "records, first ",
                        "the newest event time is ",
                        "onViolation");
        assertThat(stack.keys(ExportStack.EXPORTS, "expect/" + way.name() + "."))
                .isEmpty();
        assertThat(stack.keys(ExportStack.WORK, "work/" + way.name() + "/")).isEmpty();
    }

    @Test
    void expectationsThatDoNotFitTheColumnsAreRefusedBeforeTheQuery() throws Exception {
        ObjectNode request = new Way(".json.gz", 1, true, "fail").request("""
                {"columns": {"custmer_id": {"notNull": true}, "segment": {"min": 1}, "age": {"max": "2026-01-01", "matches": "x"},
                 "email": {"unique": true, "in": [1]}}}""");
        ExportStack.Run run = stack.run("unfit", request);
        assertThat(run.error()).isEqualTo("InvalidRequest");
        assertThat(run.cause())
                .contains(
                        "'custmer_id', which is no column of this export; did you mean customer_id?",
                        "expect.columns.segment.min is for numbers",
                        "expect.columns.age.max must be a number",
                        "expect.columns.age.matches is for columns of text",
                        "expect.columns.email.unique",
                        "expect.columns.email.in must list texts");
    }

    private static JsonNode manifest(Way way) throws Exception {
        return manifest(way, way.name());
    }

    private static JsonNode manifest(Way way, String name) throws Exception {
        ExportStack.Run run = stack.await(name, STARTED.get(name));
        JsonNode result = run.succeeded();
        assertThat(result.at("/chunks/planned").asInt()).isBetween(way.chunks() - 3, way.chunks() + 3);
        return Json.MAPPER.readTree(
                stack.file(S3Uri.parse(result.path("manifest").asText())).toFile());
    }
}
