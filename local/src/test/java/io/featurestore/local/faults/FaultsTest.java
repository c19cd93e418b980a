package io.featurestore.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.featurestore.local.LocalAws;
import io.featurestore.local.lambda.CallInterceptor;
import io.featurestore.local.lambda.Functions.FunctionError;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Checks what a client sees of each kind of fault, and whether the service carried out the call.
class FaultsTest {
    private static final String CONTENT = "0123456789";
    private static LocalAws aws;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        aws = LocalAws.open(folder, 0, "us-east-1");
        aws.createBucket("bucket");
        aws.createWorkGroup("group");
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    private static Faults.Holding hold(FaultRule... rules) {
        return aws.faults().add(new FaultPlan(1, List.of(rules)));
    }

    private static HttpRequest.Builder s3(String key) {
        return HttpRequest.newBuilder(URI.create(aws.endpoint() + "/bucket/" + key));
    }

    private static HttpRequest json(String service, String target, String body) {
        return HttpRequest.newBuilder(aws.endpoint())
                .header("X-Amz-Target", target)
                .header("Content-Type", "application/x-amz-json-1.1")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=a/20260102/us-east-1/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=0")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /// Sends on a connection of its own.
    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static HttpResponse<String> get(String key) throws IOException, InterruptedException {
        return send(s3(key).GET().build());
    }

    private static void put(String key) throws IOException {
        aws.put("bucket", key, CONTENT.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"THROTTLED, 503, SlowDown", "TOO_MANY_REQUESTS, 429, SlowDown", "INTERNAL_ERROR, 500, InternalError"})
    void storageAnswersInItsOwnWords(FaultKind kind, int status, String code) throws Exception {
        put("words");
        try (Faults.Holding faults = hold(FaultRule.of(kind).on("s3", "GetObject"))) {
            HttpResponse<String> answer = get("words");

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains("<Error>", "<Code>" + code + "</Code>", "<RequestId>");
            assertThat(faults.fired()).isEqualTo(Map.of(kind, 1));
            assertThat(get("words").body()).isEqualTo(CONTENT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLED, athena, AmazonAthena.ListWorkGroups, 400, ThrottlingException",
        "TOO_MANY_REQUESTS, athena, AmazonAthena.ListWorkGroups, 400, TooManyRequestsException",
        "INTERNAL_ERROR, athena, AmazonAthena.ListWorkGroups, 500, InternalServerException",
        "THROTTLED, glue, AWSGlue.GetDatabases, 400, ThrottlingException",
        "INTERNAL_ERROR, glue, AWSGlue.GetDatabases, 500, InternalServiceException",
        "THROTTLED, sagemaker, SageMaker.ListFeatureGroups, 400, ThrottlingException",
        "INTERNAL_ERROR, states, AWSStepFunctions.ListStateMachines, 500, InternalFailure"
    })
    void jsonServicesNameTheErrorInTheirHeader(FaultKind kind, String service, String target, int status, String code)
            throws Exception {
        try (Faults.Holding faults = hold(FaultRule.of(kind).on(service, target.split("\\.")[1]))) {
            HttpResponse<String> answer = send(json(service, target, "{}"));

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("x-amzn-errortype")).contains(code);
            assertThat(new ObjectMapper().readTree(answer.body()).path("__type").asText())
                    .isEqualTo(code);
            assertThat(faults.fired()).isEqualTo(Map.of(kind, 1));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DROPPED_BEFORE", "DROPPED_IN_BODY", "ANSWER_LOST"})
    void aConnectionBreaks(FaultKind kind) throws Exception {
        put("dropped");
        // The JDK's client tries a GET again by itself when there was no answer at all.
        try (Faults.Holding faults =
                hold(FaultRule.of(kind).on("s3", "GetObject").times(9))) {
            assertThatThrownBy(() -> get("dropped")).isInstanceOf(IOException.class);
            assertThat(faults.fired()).containsOnlyKeys(kind);
        }
    }

    @Test
    void aLostAnswerComesAfterTheWork() throws Exception {
        try (Faults.Holding faults = hold(FaultRule.of(FaultKind.ANSWER_LOST).on("s3", "PutObject"))) {
            assertThatThrownBy(() ->
                            send(s3("lost").PUT(BodyPublishers.ofString("done")).build()))
                    .isInstanceOf(IOException.class);
            assertThat(get("lost").body()).isEqualTo("done");
            assertThat(faults.fired()).isEqualTo(Map.of(FaultKind.ANSWER_LOST, 1));
        }
    }

    @Test
    void anUnsentRequestDoesNothing() throws Exception {
        try (Faults.Holding faults = hold(FaultRule.of(FaultKind.DROPPED_BEFORE).on("s3", "PutObject"))) {
            assertThatThrownBy(() -> send(
                            s3("unsent").PUT(BodyPublishers.ofString("done")).build()))
                    .isInstanceOf(IOException.class);
            assertThat(get("unsent").statusCode()).isEqualTo(404);
            assertThat(faults.fired()).isEqualTo(Map.of(FaultKind.DROPPED_BEFORE, 1));
        }
    }

    @Test
    void theConnectionBreaksBehindACompleteAnswer() throws Exception {
        put("after");
        try (Faults.Holding faults = hold(FaultRule.of(FaultKind.DROPPED_AFTER).on("s3", "GetObject"));
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            assertThat(client.send(s3("after").GET().build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo(CONTENT);
            assertThatThrownBy(() -> client.send(
                            s3("after").PUT(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            assertThat(get("after").body()).isEqualTo(CONTENT);
            assertThat(faults.fired()).isEqualTo(Map.of(FaultKind.DROPPED_AFTER, 1));
        }
    }

    @Test
    void aTruncatedBodyLooksWhole() throws Exception {
        put("truncated");
        try (Faults.Holding faults = hold(FaultRule.of(FaultKind.TRUNCATED).on("s3", "GetObject"))) {
            assertThat(get("truncated").body()).isEqualTo("01234");
            assertThat(faults.fired()).isEqualTo(Map.of(FaultKind.TRUNCATED, 1));
        }
    }

    @Test
    void aSlowBodyIsWhole() throws Exception {
        put("slow");
        try (Faults.Holding faults = hold(FaultRule.of(FaultKind.SLOWED).on("s3", "GetObject"))) {
            long start = System.nanoTime();
            assertThat(get("slow").body()).isEqualTo(CONTENT);
            assertThat(System.nanoTime() - start).isGreaterThan(100_000_000L);
            assertThat(faults.fired()).isEqualTo(Map.of(FaultKind.SLOWED, 1));
        }
    }

    @Test
    void aDamagedBodyDoesNotFitItsChecksum() throws Exception {
        HttpRequest upload = s3("sum")
                .header("x-amz-checksum-crc32", "poTHxg==")
                .PUT(BodyPublishers.ofString(CONTENT))
                .build();
        assertThat(send(upload).statusCode()).isEqualTo(200);
        try (Faults.Holding faults = hold(FaultRule.of(FaultKind.WRONG_CHECKSUM))) {
            assertThat(get("sum").body()).as("nothing tells").isEqualTo(CONTENT);
            HttpResponse<String> answer = send(
                    s3("sum").header("x-amz-checksum-mode", "ENABLED").GET().build());

            assertThat(answer.headers().firstValue("x-amz-checksum-crc32")).contains("poTHxg==");
            assertThat(answer.body()).isEqualTo("1123456789");
            assertThat(faults.fired()).isEqualTo(Map.of(FaultKind.WRONG_CHECKSUM, 1));
        }
    }

    @Test
    void aDamagedUploadIsRefused() throws Exception {
        HttpRequest upload = s3("upload")
                .header("Content-MD5", "eB5eJF1ptWaXm4bijSPyxw==")
                .PUT(BodyPublishers.ofString(CONTENT))
                .build();
        try (Faults.Holding faults = hold(FaultRule.of(FaultKind.DAMAGED_UPLOAD))) {
            assertThat(send(upload).body()).contains("<Code>BadDigest</Code>");
            assertThat(send(upload).statusCode()).isEqualTo(200);
            assertThat(faults.fired()).isEqualTo(Map.of(FaultKind.DAMAGED_UPLOAD, 1));
        }
    }

    @Test
    void anObjectIsReplacedUnderAClientThatDemandsTheOldOne() throws Exception {
        put("replaced");
        String etag = get("replaced").headers().firstValue("ETag").orElseThrow();
        try (Faults.Holding faults = hold(FaultRule.of(FaultKind.REPLACED_OBJECT))) {
            assertThat(send(s3("replaced").header("If-Match", etag).GET().build())
                            .statusCode())
                    .isEqualTo(412);
            assertThat(get("replaced").headers().firstValue("ETag"))
                    .isNotEmpty()
                    .isNotEqualTo(java.util.Optional.of(etag));
            assertThat(faults.fired()).isEqualTo(Map.of(FaultKind.REPLACED_OBJECT, 1));
        }
    }

    @Test
    void countsFromTheNthMatch() throws Exception {
        put("nth");
        try (Faults.Holding _ = hold(FaultRule.of(FaultKind.INTERNAL_ERROR)
                .about("GET /bucket/nth")
                .from(2)
                .times(2))) {
            assertThat(get("nth").statusCode()).isEqualTo(200);
            assertThat(get("nth").statusCode()).isEqualTo(500);
            assertThat(get("other").statusCode()).isEqualTo(404);
            assertThat(get("nth").statusCode()).isEqualTo(500);
            assertThat(get("nth").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "QUERY_QUEUED_AGAIN, SUCCEEDED, ",
        "QUERY_FAILED_RETRYABLE, FAILED, true",
        "QUERY_FAILED, FAILED, false",
        "QUERY_CANCELLED, CANCELLED, ",
        "QUERY_FAILED_HALFWAY_RETRYABLE, FAILED, true",
        "QUERY_FAILED_HALFWAY, FAILED, false",
        "QUERY_CANCELLED_HALFWAY, CANCELLED, ",
        "QUERY_NEVER_ENDS, CANCELLED, "
    })
    void aQueryMeetsItsFate(FaultKind kind, String state, String retryable) throws Exception {
        try (Faults.Holding faults = hold(FaultRule.of(kind).about("/" + kind + "/"))) {
            String id = athena(
                            "StartQueryExecution",
                            "{\"QueryString\":\"SELECT 1 AS one\",\"WorkGroup\":\"group\","
                                    + "\"ResultConfiguration\":{\"OutputLocation\":\"s3://bucket/" + kind + "/\"}}")
                    .path("QueryExecutionId")
                    .asText();
            String named = "{\"QueryExecutionId\":\"" + id + "\"}";
            JsonNode status = status(named);
            for (int i = 0; i < 500 && !status.has("CompletionDateTime"); i++) {
                Thread.sleep(20);
                if (kind == FaultKind.QUERY_NEVER_ENDS && i == 20) {
                    assertThat(status.path("State").asText()).isEqualTo("RUNNING");
                    athena("StopQueryExecution", named);
                }
                status = status(named);
            }
            assertThat(status.path("State").asText()).isEqualTo(state);
            assertThat(status.path("AthenaError").path("Retryable").asText())
                    .isEqualTo(retryable == null ? "" : retryable);
            assertThat(faults.fired()).isEqualTo(Map.of(kind, 1));
        }
    }

    private static JsonNode status(String named) throws Exception {
        return athena("GetQueryExecution", named).path("QueryExecution").path("Status");
    }

    private static JsonNode athena(String operation, String body) throws Exception {
        HttpResponse<String> answer = send(json("athena", "AmazonAthena." + operation, body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    @ParameterizedTest
    @CsvSource({
        "RUN_TWICE_AT_ONCE, 2, ",
        "RUN_TWICE_IN_A_ROW, 2, ",
        "FUNCTION_ANSWER_LOST, 1, Lambda.SdkClientException",
        "FUNCTION_THROTTLED, 0, Lambda.TooManyRequestsException",
        "FUNCTION_SERVICE_ERROR, 0, Lambda.ServiceException",
        "FUNCTION_INACTIVE, 0, Lambda.SnapStartNotReadyException"
    })
    void aFunctionsCallGoesWrong(FaultKind kind, int runs, String error) throws Exception {
        AtomicInteger ran = new AtomicInteger();
        CallInterceptor calls = aws.faults().calls();
        try (Faults.Holding faults = hold(FaultRule.of(kind).in("f"))) {
            assertThat(calls.intercept("g", new byte[0], () -> new byte[] {7})).containsExactly(7);
            try {
                calls.intercept("f", new byte[0], () -> new byte[] {(byte) ran.incrementAndGet()});
                assertThat(error).isNull();
            } catch (FunctionError e) {
                assertThat(e.error()).isEqualTo(error);
            }
            assertThat(ran).hasValue(runs);
            assertThat(faults.fired()).isEqualTo(Map.of(kind, 1));
        }
    }

    @Test
    void readsAPlanFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("faults.json"), """
                {"seed": 7, "random": 2, "rules": [
                  {"kind": "THROTTLED", "service": "s3", "operation": "GetObject", "function": "f", "about": "work/",
                   "first": 3, "times": 4, "probability": 0.5},
                  {"kind": "QUERY_FAILED"}]}
                """);
        FaultPlan plan = FaultPlan.read(file);

        assertThat(plan.rules().getFirst())
                .hasToString("THROTTLED on s3:GetObject in f about work/ from 3, 4 times, probability 0.5");
        assertThat(plan.rules().get(1)).hasToString("QUERY_FAILED from 1, 1 times");
        assertThat(plan.rules().subList(2, 4))
                .hasToString(FaultPlan.random(7, 2).rules().toString());
    }

    @Test
    void refusesARuleThatCannotStrike(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(folder.resolve("faults.json"), "{\"rules\": [{\"kind\": \"SLOWED\", \"first\": 0}]}");

        assertThatThrownBy(() -> FaultPlan.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("first 0");
    }

    @Test
    void aSeedStandsForOnePlan() {
        assertThat(FaultPlan.random(3, 20)).hasToString(FaultPlan.random(3, 20).toString());
        assertThat(FaultPlan.random(4, 20).toString())
                .isNotEqualTo(FaultPlan.random(3, 20).toString());
    }
}
