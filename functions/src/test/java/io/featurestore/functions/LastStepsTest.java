package io.featurestore.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.Internal;
import io.featurestore.failure.Transient;
import io.featurestore.steps.Json;
import io.featurestore.steps.publish.CleanUp;
import io.featurestore.steps.work.JobBuilder;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.InMemoryObjectStore.Operation;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Checks the payloads of the last two steps, as the state machine and EventBridge send them.
class LastStepsTest {
    private static final String WORK = "s3://work-bucket/work/run-1/";

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<String> stopped = new ArrayList<>();
    private final CleanUpHandler cleanUp = new CleanUpHandler(new CleanUp(store, stopped::add));
    private final FinalizeExportHandler finalizeExport = new FinalizeExportHandler(store, Clock.systemUTC());

    @Test
    void finishesACopiedResult() throws IOException {
        seed("query/q1.csv", "\"id\"\n\"1\"\n");
        String source = "{\"uri\":\"" + WORK + "query/q1.csv\",\"etag\":"
                + Json.MAPPER.writeValueAsString(store.describe(S3Uri.parse(WORK + "query/q1.csv"))
                        .orElseThrow()
                        .ref()
                        .etag())
                + ",\"size\":9}";
        seed("plan.json", """
                {"source": %s, "headerEnd": 5, "resultRows": 1, "columns": [], "format": "csv", "compression": "none",
                 "handling": "COPY", "partFiles": false, "parts": "%sparts/"}""".formatted(source, WORK));
        seed(
                "job.json",
                Json.MAPPER
                        .writeValueAsString(new JobBuilder().build())
                        .replace("s3://work/work/", "s3://work-bucket/work/"));
        JsonNode answer = call(finalizeExport, """
                {"executionId": "arn:run-1", "work": "%1$s",
                 "query": {"state": "SUCCEEDED", "queryExecutionId": "q1", "outputLocation": "%1$squery/q1.csv",
                    "resultRows": 1, "resultBytes": 7, "scannedBytes": 100, "millis": 2000},
                 "rounds": []}
                """.formatted(WORK));
        assertThat(answer.get("status").asText()).isEqualTo("DONE");
        assertThat(answer.properties()).extracting(java.util.Map.Entry::getKey).containsExactly("status", "result");
        assertThat(answer.at("/result/table").asText()).isEqualTo("db.customers_1");
        assertThat(answer.at("/result/output/records").asInt()).isEqualTo(1);
        assertThat(answer.at("/result/query/millis").asInt()).isEqualTo(2000);
        assertThat(store.content(S3Uri.parse("s3://out/data.csv"))).hasSize(9);
    }

    @Test
    void answersTheReasonOfAFailure() throws IOException {
        seed("query.json", "{\"queryExecutionId\":\"0a1b2c3d-1111\",\"attempt\":1}");
        assertThat(call(cleanUp, """
                              {"executionId": "arn:run-1", "execution": "run-1",
                               "workBucket": "work-bucket",
                               "failure": {"Error": "io.featurestore.failure.InvalidQuery",
                                  "Cause": "{\\"errorMessage\\":\\"No column 'x'.\\"}"}}""")).hasToString("{\"error\":\"InvalidQuery\",\"cause\":\"No column 'x'.\"}");
        assertThat(stopped).containsExactly("0a1b2c3d-1111");
        assertThat(store.uris()).isEmpty();
    }

    @Test
    void answersNothingAfterSuccess() throws IOException {
        seed("plan.json", "{}");
        assertThat(call(cleanUp, "{\"executionId\":\"a\",\"execution\":\"run-1\",\"workBucket\":\"work-bucket\"}"))
                .hasToString("{}");
        assertThat(store.uris()).isEmpty();
    }

    @Test
    void readsTheEventOfAnExecutionThatWasStopped() throws IOException {
        seed("query.json", "{\"queryExecutionId\":\"0a1b2c3d-1111\",\"attempt\":1}");
        JsonNode answer = call(cleanUp, event("ABORTED"));
        assertThat(answer.get("error").asText()).isEqualTo("Internal");
        assertThat(answer.get("cause").asText()).contains("ABORTED");
        assertThat(stopped).containsExactly("0a1b2c3d-1111");
        assertThat(store.uris()).isEmpty();
    }

    /// Nothing but Lambda repeats the call of EventBridge, and only twice.
    @Test
    void repeatsTheCleanUpOfAStoppedExecutionWhileTheFunctionHasTime() throws IOException {
        seed("query.json", "{\"queryExecutionId\":\"0a1b2c3d-1111\",\"attempt\":1}");
        AtomicInteger refused = new AtomicInteger();
        store.inject(new InMemoryObjectStore.Faults() {
            @Override
            public void before(Operation operation, S3Uri uri) {
                if (operation == Operation.DELETE && refused.incrementAndGet() == 1) {
                    throw new Transient("S3 failed", null);
                }
            }
        });
        call(cleanUp, event("ABORTED"), 300);
        assertThat(store.uris()).isEmpty();
        seed("plan.json", "{}");
        refused.set(0);
        String aborted = event("ABORTED");
        assertThatThrownBy(() -> call(cleanUp, aborted, 30)).isInstanceOf(Transient.class);
    }

    @Test
    void leavesAnExecutionThatIsRunning() {
        seed("plan.json", "{}");
        assertThatThrownBy(() -> call(cleanUp, event("RUNNING"))).isInstanceOf(Internal.class);
        assertThat(store.uris()).hasSize(1);
    }

    @Test
    void neverEmptiesAPrefixOfNoExecution() {
        seed("plan.json", "{}");
        for (String name : List.of("", " ", "a/b", "..")) {
            assertThatThrownBy(() -> call(cleanUp, "{\"execution\":\"" + name + "\",\"workBucket\":\"work-bucket\"}"))
                    .isInstanceOf(Internal.class);
        }
        assertThat(store.uris()).hasSize(1);
    }

    private static String event(String status) {
        return """
               {"event": {"version": "0", "id": "315c1398-40ff-a850-213b-158f73e60175",
                  "detail-type": "Step Functions Execution Status Change", "source": "aws.states",
                  "account": "123456789012", "time": "2026-01-01T00:00:01Z", "region": "eu-west-1",
                  "resources": ["arn:aws:states:eu-west-1:123456789012:execution:export:run-1"],
                  "detail": {"executionArn": "arn:aws:states:eu-west-1:123456789012:execution:export:run-1",
                    "stateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:export", "name": "run-1",
                    "status": "%s", "startDate": 1767225600000, "stopDate": 1767225601000, "input": "{}",
                    "inputDetails": {"included": true}, "output": null, "outputDetails": null, "error": null,
                    "cause": null}},
                "workBucket": "work-bucket"}""".formatted(status);
    }

    private void seed(String name, String content) {
        store.seed(S3Uri.parse(WORK + name), content.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode call(RequestStreamHandler handler, String json) throws IOException {
        return call(handler, json, 0);
    }

    private static JsonNode call(RequestStreamHandler handler, String json, int secondsLeft) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), out, Calls.context(secondsLeft));
        return Json.MAPPER.readTree(out.toByteArray());
    }
}
