package io.featurestore.local.states;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.featurestore.local.lambda.Functions.FunctionError;
import io.featurestore.local.states.expression.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributedMapTest {
    private static final String DEFINITION = """
                                             {"QueryLanguage": "JSONata", "StartAt": "Convert all", "States": {"Convert all": {
                                               "Type": "Map",
                                               "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON"},
                                                 "Arguments": {"Bucket": "work", "Key": "chunks.json"}},
                                               "ItemSelector": {"chunk": "{% $states.context.Map.Item.Value %}"},
                                               "MaxConcurrency": "{% $states.input.concurrency %}",
                                               TOLERANCE
                                               "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                                                 "StartAt": "Convert", "States": {"Convert": {"Type": "Task",
                                                   "Resource": "arn:aws:states:::lambda:invoke",
                                                   "Arguments": {"FunctionName": "convert", "Payload": "{% $states.input %}"},
                                                   "Output": "{% $states.result.Payload %}", "End": true}}},
                                               "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject",
                                                 "Arguments": {"Bucket": "work", "Prefix": "run/results"}},
                                               "End": true}}}
                                             """;

    @TempDir
    Path folder;

    private TestMachine machine;

    @BeforeEach
    void open() throws IOException {
        machine = new TestMachine(folder);
    }

    @AfterEach
    void close() throws IOException {
        machine.close();
    }

    @Test
    void runsAThousandItemsWithoutPassingTheConcurrency() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        machine.functions.define("convert", payload -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.sleep(1);
            running.decrementAndGet();
            return payload.path("chunk");
        });

        JsonNode ended = run("", 1_000, 7);

        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("SUCCEEDED");
        assertThat(most).hasValue(7);
        JsonNode result = Json.parse(ended.path("output").asText());
        String mapRun = result.path("MapRunArn").asText();
        assertThat(mapRun).startsWith("arn:aws:states:eu-west-1:123456789012:mapRun:m/Convertall:");
        String id = mapRun.substring(mapRun.lastIndexOf(':') + 1);
        assertThat(result.path("ResultWriterDetails").path("Bucket").asText()).isEqualTo("work");
        assertThat(result.path("ResultWriterDetails").path("Key").asText())
                .isEqualTo("run/results/" + id + "/manifest.json");
        JsonNode files = machine.read("run/results/" + id + "/manifest.json").path("ResultFiles");
        assertThat(files.path("FAILED")).isEmpty();
        assertThat(files.path("PENDING").isArray()).isTrue();
        JsonNode entries = entries(files.path("SUCCEEDED"));
        assertThat(entries).hasSize(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(entries.get(i).path("Output").asText()).isEqualTo(Integer.toString(i));
            assertThat(entries.get(i).path("Input").asText()).isEqualTo("{\"chunk\":" + i + "}");
        }
        assertThat(counts(mapRun).path("succeeded").asInt()).isEqualTo(1_000);
        assertThat(counts(mapRun).path("resultsWritten").asInt()).isEqualTo(1_000);
    }

    @Test
    void countsItemsWhileTheyRun() throws Exception {
        CountDownLatch held = new CountDownLatch(3);
        CountDownLatch release = new CountDownLatch(1);
        machine.functions.define("convert", payload -> {
            if (payload.path("chunk").asInt() >= 2) {
                held.countDown();
                release.await();
            }
            return payload;
        });
        deploy("", 8);
        String arn = machine.start("live", Json.object().put("concurrency", 3));

        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        JsonNode runs = machine.call("ListMapRuns", Json.object().put("executionArn", arn))
                .path("mapRuns");
        JsonNode described = machine.call(
                "DescribeMapRun",
                Json.object().put("mapRunArn", runs.path(0).path("mapRunArn").asText()));

        assertThat(runs).hasSize(1);
        assertThat(described.path("status").asText()).isEqualTo("RUNNING");
        assertThat(described.path("maxConcurrency").asInt()).isEqualTo(3);
        JsonNode counts = described.path("itemCounts");
        assertThat(List.of(
                        counts.path("total").asInt(),
                        counts.path("succeeded").asInt(),
                        counts.path("running").asInt(),
                        counts.path("pending").asInt()))
                .containsExactly(8, 2, 3, 3);
        release.countDown();
        assertThat(machine.await(arn).path("status").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void writesFailuresAndStopsTheOthersWhenOneIsTooMany() throws Exception {
        CountDownLatch hanging = new CountDownLatch(2);
        machine.functions.define("convert", payload -> {
            if (payload.path("chunk").asInt() == 0) {
                assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
                throw new FunctionError("com.acme.Broken", "{\"errorMessage\":\"no\"}");
            }
            hanging.countDown();
            Thread.sleep(60_000);
            return payload;
        });

        JsonNode ended = run("", 10, 3);

        assertThat(ended.path("error").asText()).isEqualTo("States.ExceedToleratedFailureThreshold");
        assertThat(machine.eventTypes(ended.path("executionArn").asText()))
                .containsExactly(
                        "ExecutionStarted", "MapStateEntered", "MapRunStarted", "MapRunFailed", "ExecutionFailed");
        String mapRun = mapRun(ended);
        JsonNode counts = counts(mapRun);
        assertThat(counts.path("failed").asInt()).isEqualTo(1);
        assertThat(counts.path("aborted").asInt()).isEqualTo(9);
        assertThat(counts.path("pending").asInt() + counts.path("running").asInt())
                .isZero();
        String id = mapRun.substring(mapRun.lastIndexOf(':') + 1);
        JsonNode failed = entries(machine.read("run/results/" + id + "/manifest.json")
                .path("ResultFiles")
                .path("FAILED"));
        assertThat(failed).hasSize(3);
        assertThat(failed.path(0).path("Error").asText()).isEqualTo("com.acme.Broken");
        assertThat(failed.path(0).path("Cause").asText()).isEqualTo("{\"errorMessage\":\"no\"}");
        assertThat(failed.path(0).path("Input").asText()).isEqualTo("{\"chunk\":0}");
        assertThat(failed.path(2).path("Status").asText()).isEqualTo("ABORTED");
    }

    @Test
    void goesOnWhenNoMoreFailThanAreTolerated() throws Exception {
        machine.functions.define("convert", DistributedMapTest::odd);

        JsonNode ended = run("\"ToleratedFailurePercentage\": 50,", 10, 2);

        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("SUCCEEDED");
        JsonNode manifest = machine.read(Json.parse(ended.path("output").asText())
                .path("ResultWriterDetails")
                .path("Key")
                .asText());
        assertThat(entries(manifest.path("ResultFiles").path("SUCCEEDED"))).hasSize(5);
        assertThat(entries(manifest.path("ResultFiles").path("FAILED"))).hasSize(5);
    }

    @Test
    void failsWhenEitherBoundIsPassed() throws Exception {
        machine.functions.define("convert", DistributedMapTest::odd);

        JsonNode ended = run("\"ToleratedFailurePercentage\": 50, \"ToleratedFailureCount\": 4,", 10, 2);

        assertThat(ended.path("error").asText()).isEqualTo("States.ExceedToleratedFailureThreshold");
    }

    @Test
    void writesAnEmptyManifestForNoItems() throws Exception {
        JsonNode ended = run("", 0, 2);

        JsonNode manifest = machine.read(Json.parse(ended.path("output").asText())
                .path("ResultWriterDetails")
                .path("Key")
                .asText());
        assertThat(manifest.path("ResultFiles").toString())
                .isEqualTo("{\"FAILED\":[],\"PENDING\":[],\"SUCCEEDED\":[]}");
    }

    private static JsonNode odd(JsonNode payload) {
        if (payload.path("chunk").asInt() % 2 == 1) {
            throw new FunctionError("Odd", "{}");
        }
        return payload;
    }

    private JsonNode run(String tolerance, int items, int concurrency) throws Exception {
        deploy(tolerance, items);
        return machine.run(Json.object().put("concurrency", concurrency));
    }

    private void deploy(String tolerance, int items) throws IOException {
        ArrayNode chunks = Json.array(new ArrayList<>());
        for (int i = 0; i < items; i++) {
            chunks.add(i);
        }
        machine.put("chunks.json", chunks);
        machine.deploy(DEFINITION.replace("TOLERANCE", tolerance));
    }

    private JsonNode entries(JsonNode files) throws IOException {
        assertThat(files).hasSize(1);
        JsonNode entries = machine.read(files.path(0).path("Key").asText());
        assertThat(Json.size(entries)).isEqualTo(files.path(0).path("Size").asLong());
        return entries;
    }

    private String mapRun(JsonNode execution) {
        return machine.call("ListMapRuns", Json.object().set("executionArn", execution.path("executionArn")))
                .path("mapRuns")
                .path(0)
                .path("mapRunArn")
                .asText();
    }

    private JsonNode counts(String mapRun) {
        return machine.call("DescribeMapRun", Json.object().put("mapRunArn", mapRun))
                .path("itemCounts");
    }
}
