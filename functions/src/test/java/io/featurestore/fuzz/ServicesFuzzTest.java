package io.featurestore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.LocalAws;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/// Sends mutated requests and definitions to the embedded services. A failure names its seed.
class ServicesFuzzTest {
    private static final byte[] KEPT = "kept".getBytes(StandardCharsets.UTF_8);
    private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:fuzz";
    private static final List<String> HTTP_WORDS = List.of(
            "/",
            "//",
            "..",
            "/../",
            "%2e%2e%2f",
            "%2F",
            "%00",
            "%ff",
            "%",
            "?",
            "&",
            "=",
            "uploads",
            "uploadId=x",
            "partNumber=0",
            "partNumber=10001",
            "delete",
            "list-type=2",
            "max-keys=-1",
            "max-keys=99999999999",
            "prefix=%2e%2e/",
            "continuation-token=x",
            "encoding-type=url",
            "bucket",
            "kept",
            "mine/k",
            "\r\n",
            "\r\n\r\n",
            " ",
            "\0",
            "Host: evil.example\r\n",
            "Origin: null\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: 99999999999999999999\r\n",
            "Range: bytes=5-1\r\n",
            "Range: bytes=-0\r\n",
            "Range: bytes=99999999999999999999-\r\n",
            "If-None-Match: *\r\n",
            "x-amz-copy-source: /bucket/../x\r\n",
            "x-amz-copy-source: /bucket/kept\r\n",
            "x-amz-copy-source-range: bytes=0-99\r\n",
            "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\r\n",
            "Content-Encoding: aws-chunked\r\n",
            "x-amz-decoded-content-length: 5\r\n",
            "x-amz-checksum-crc32: AAAA\r\n",
            "Content-MD5: x\r\n",
            "x-amz-meta-a: \u0001\r\n",
            "X-Amz-Target: AmazonAthena.StartQueryExecution\r\n",
            "X-Amz-Target: AWSStepFunctions.StartExecution\r\n",
            "X-Amz-Signature=x",
            "<Delete>",
            "</Key>",
            "&amp;",
            "<!DOCTYPE a>",
            "{",
            "}",
            "\"",
            "[[[[");
    private static final List<String> REQUESTS = List.of(
            "GET /bucket/mine/k HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-3\r\nConnection: close\r\n\r\n",
            "GET /bucket?list-type=2&prefix=mine/&max-keys=5&delimiter=/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "PUT /bucket/mine/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nx-amz-meta-a: b\r\nConnection: close\r\n\r\nhello",
            "PUT /mine/c HTTP/1.1\r\nHost: bucket.localhost\r\nx-amz-copy-source: /bucket/mine/k\r\nConnection: close\r\n\r\n",
            "PUT /bucket/mine/s HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: aws-chunked\r\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nx-amz-decoded-content-length: 5\r\nContent-Length: 30\r\nConnection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "POST /bucket/mine/u?uploads HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "PUT /bucket/mine/u?partNumber=1&uploadId=abc HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx",
            "POST /bucket?delete HTTP/1.1\r\nHost: localhost\r\nContent-Length: 62\r\nConnection: close\r\n\r\n<Delete><Object><Key>mine/none</Key></Object></Delete>",
            "HEAD /bucket/mine/k HTTP/1.1\r\nHost: localhost\r\nIf-Match: \"x\"\r\nConnection: close\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AWSStepFunctions.ListStateMachines\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
            "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AWSGlue.GetTable\r\nContent-Length: 35\r\nConnection: close\r\n\r\n{\"DatabaseName\":\"a\",\"Name\":\"b\"}    ",
            "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AmazonAthena.GetQueryExecution\r\nContent-Length: 24\r\nConnection: close\r\n\r\n{\"QueryExecutionId\":\"x\"}",
            "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: SageMaker.DescribeFeatureGroup\r\nContent-Length: 25\r\nConnection: close\r\n\r\n{\"FeatureGroupName\":\"x\"} ",
            "PUT /FeatureGroup/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{\"Record\":[]}");
    private static final List<String> STATE_WORDS = List.of(
            "StartAt",
            "States",
            "Type",
            "Pass",
            "Task",
            "Choice",
            "Wait",
            "Map",
            "Parallel",
            "Fail",
            "Succeed",
            "Next",
            "End",
            "Default",
            "Choices",
            "Condition",
            "Retry",
            "Catch",
            "Assign",
            "Output",
            "Arguments",
            "Items",
            "ItemProcessor",
            "ProcessorConfig",
            "Branches",
            "Seconds",
            "Timestamp",
            "QueryLanguage",
            "JSONPath",
            "arn:aws:states:::lambda:invoke",
            "States.ALL",
            "A",
            "B",
            "x",
            "{% $states.input %}",
            "{% $states.input.a %}",
            "{% 1/0 %}",
            "{% $x := function($n){$x($n)} %}",
            "{% (",
            "%}",
            "{% [1..10000000] %}",
            "{% $string($states) %}",
            "{% $eval('1') %}",
            "{% $$.a ~> |$|{}| %}",
            "{% $match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', /(a+)+b/) %}",
            "{% \"\\ud800\" %}",
            "{%%}",
            "{% null %}",
            "{% $number('1e999') %}",
            "{% $partition([1..9],0) %}",
            "{% $range(0,1e9,0) %}",
            "\u0000",
            "😀");

    private static @Nullable Path folder;
    private static @Nullable LocalAws aws;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final List<JsonNode> DEFINITIONS = new ArrayList<>();

    @BeforeContainer
    static void start() throws IOException {
        Path made = Files.createTempDirectory("fuzz");
        LocalAws started = LocalAws.open(made.resolve("store"), 0, "us-east-1");
        started.createBucket("bucket");
        started.put("bucket", "kept", KEPT);
        folder = made;
        aws = started;
        try (InputStream in = ServicesFuzzTest.class.getResourceAsStream("definitions.json")) {
            Json.MAPPER.readTree(in).forEach(DEFINITIONS::add);
        }
        ObjectNode first = Json.MAPPER
                .createObjectNode()
                .put("name", "fuzz")
                .put("roleArn", "arn:aws:iam::000000000000:role/r")
                .put(
                        "definition",
                        "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"A\","
                                + "\"States\":{\"A\":{\"Type\":\"Succeed\"}}}");
        try {
            assertThat(call("CreateStateMachine", first).statusCode()).isEqualTo(200);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterContainer
    static void stop() {
        CLIENT.close();
        running().close();
    }

    private static LocalAws running() {
        return java.util.Objects.requireNonNull(aws);
    }

    /// Every request is answered or its connection closed, no answer reports a defect, and other objects stay
    /// unchanged.
    @Property(tries = 2_500, shrinking = ShrinkingMode.OFF)
    void theFrontAnswersOrDropsAnyRequest(@ForAll long seed) throws Exception {
        Mutator mutator = new Mutator(seed);
        byte[] request = mutator.bytes(mutator.one(REQUESTS).getBytes(StandardCharsets.UTF_8), HTTP_WORDS);

        String answer = send(request);
        Statistics.label("answered").collect(answer.isEmpty() ? "dropped" : answer.substring(9, 12));
        Statistics.label("answered").coverage(all -> all.check("200").percentage(share -> share > 3));

        assertThat(answer)
                .as("%s", new String(request, StandardCharsets.ISO_8859_1))
                .matches("(?s)(HTTP/1\\.1 (?!500)\\d{3} .*)?");
        Path outside = java.util.Objects.requireNonNull(folder);
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).containsExactly(outside.resolve("store"));
        }
        if (!new String(request, StandardCharsets.ISO_8859_1).contains("kept")) {
            assertThat(running().buckets().file("bucket", "kept").orElseThrow()).hasBinaryContent(KEPT);
        } else {
            running().put("bucket", "kept", KEPT);
        }
    }

    private static String send(byte[] request) throws IOException {
        URI endpoint = running().endpoint();
        try (Socket socket = new Socket("127.0.0.1", endpoint.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            // The connection was closed while the request was still being sent.
            return "";
        }
    }

    /// A definition is refused with a message, or its executions end by themselves or when they are stopped.
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void theRunnerRefusesOrEndsAnyDefinition(@ForAll long seed) throws Exception {
        Mutator mutator = new Mutator(seed);
        JsonNode sample = mutator.one(DEFINITIONS);
        String definition =
                switch (mutator.below(4)) {
                    case 0 ->
                        new String(
                                mutator.bytes(sample.toString().getBytes(StandardCharsets.UTF_8), STATE_WORDS),
                                StandardCharsets.UTF_8);
                    case 1 -> sample.toString();
                    default ->
                        mutator.json(sample, STATE_WORDS, 1 + mutator.below(2)).toString();
                };
        String input = mutator.json(sample, STATE_WORDS).toString();

        HttpResponse<String> update = call(
                "UpdateStateMachine",
                Json.MAPPER.createObjectNode().put("stateMachineArn", MACHINE).put("definition", definition));
        assertThat(update.statusCode()).as("%s: %s", definition, update.body()).isIn(200, 400);
        Statistics.label("definition").collect(update.statusCode());
        Statistics.label("definition").coverage(all -> all.check(200).percentage(share -> share > 5));
        HttpResponse<String> start = call(
                "StartExecution",
                Json.MAPPER.createObjectNode().put("stateMachineArn", MACHINE).put("input", input));
        assertThat(start.statusCode()).as("%s: %s", input, start.body()).isIn(200, 400);
        if (start.statusCode() == 200) {
            JsonNode end = ended(
                    Json.MAPPER.readTree(start.body()).path("executionArn").asText());
            Statistics.label("execution").collect(end.path("status").asText());
            // An unexpected exception of the runner ends an execution with the exception's name.
            assertThat(end.path("cause").asText())
                    .as(definition)
                    .doesNotMatch("(?s)(java|javax|com|io|net)\\.[\\w.$]*(Exception|Error)(:.*)?");
        }
    }

    private static JsonNode ended(String arn) throws Exception {
        ObjectNode named = Json.MAPPER.createObjectNode().put("executionArn", arn);
        for (int looks = 0; looks < 2_000; looks++) {
            JsonNode execution =
                    Json.MAPPER.readTree(call("DescribeExecution", named).body());
            if (!execution.path("status").asText().equals("RUNNING")) {
                return execution;
            }
            if (looks == 10) {
                call("StopExecution", named);
            }
            Thread.sleep(5);
        }
        throw new AssertionError(arn + " cannot be stopped");
    }

    private static HttpResponse<String> call(String operation, JsonNode input)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(running().endpoint())
                        .header("X-Amz-Target", "AWSStepFunctions." + operation)
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .POST(BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(input)))
                        .build(),
                BodyHandlers.ofString());
    }
}
