package io.featurestore.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.featurestore.local.faults.FaultKind;
import io.featurestore.local.faults.FaultPlan;
import io.featurestore.local.faults.FaultRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// Holds the README equal to code that runs, and its list of calls equal to the calls that are served.
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path SOURCE = Path.of("src/test/java/io/featurestore/local/ReadmeTest.java");
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
    private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\w[^|]*) \\| ([^|]*) \\| [^|]*\\|$");
    private static final Pattern CALL = Pattern.compile("`(\\w+)`");
    private static final Map<String, String> TARGETS = Map.of(
            "Glue",
            "AWSGlue",
            "SageMaker",
            "SageMaker",
            "Athena",
            "AmazonAthena",
            "Step Functions",
            "AWSStepFunctions");

    @TempDir
    Path folder;

    /// The handler of the README's state machine: answers its input in upper case.
    public static final class Shout implements RequestStreamHandler {
        /// Creates the handler; the runtime calls this constructor.
        public Shout() {}

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            output.write(new String(input.readAllBytes(), UTF_8)
                    .toUpperCase(Locale.ROOT)
                    .getBytes(UTF_8));
        }
    }

    @Test
    void writesAndReadsAnObject() throws IOException {
        // README: s3
        try (LocalAws aws = LocalAws.open(folder, 0, "us-east-1");
                S3Client s3 = S3Client.builder()
                        .endpointOverride(aws.endpoint())
                        .region(Region.of(aws.region()))
                        .credentialsProvider(CREDENTIALS)
                        .httpClient(UrlConnectionHttpClient.create())
                        .build()) {
            aws.createBucket("reports");

            s3.putObject(r -> r.bucket("reports").key("today.txt"), RequestBody.fromString("all is well"));

            assertThat(s3.getObjectAsBytes(r -> r.bucket("reports").key("today.txt"))
                            .asUtf8String())
                    .isEqualTo("all is well");
        }
        // end
    }

    @Test
    void retriesAFunctionThatIsThrottled() throws Exception {
        // README: states
        String definition = """
                {"QueryLanguage": "JSONata", "StartAt": "Shout", "States": {"Shout": {
                  "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                  "Arguments": {"FunctionName": "${Shout}", "Payload": "{% $states.input.word %}"},
                  "Output": "{% $states.result.Payload %}",
                  "Retry": [{"ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 1}],
                  "End": true}}}
                """;
        String functions = """
                [{"name": "Shout", "handler": "%s", "memoryMb": 128, "timeoutSeconds": 3}]
                """.formatted(Shout.class.getName());
        try (LocalAws aws = LocalAws.open(folder, 0, "us-east-1");
                SfnClient client = states(aws.endpoint())) {
            String machine = aws.deploy(new Deployment(
                    "shouting", definition, functions, Map.of(), Optional.empty(), Shout.class.getClassLoader()));
            // The first call of the function is throttled; the state machine retries it.
            aws.faults()
                    .add(new FaultPlan(
                            1,
                            List.of(FaultRule.of(FaultKind.FUNCTION_THROTTLED).in("Shout"))));

            String execution = client.startExecution(
                            r -> r.stateMachineArn(machine).input("{\"word\": \"hey\"}"))
                    .executionArn();
            while (client.describeExecution(r -> r.executionArn(execution)).status() == ExecutionStatus.RUNNING) {
                Thread.sleep(50);
            }

            assertThat(client.describeExecution(r -> r.executionArn(execution)).output())
                    .isEqualTo("\"HEY\"");
            assertThat(aws.faults().fired()).containsEntry(FaultKind.FUNCTION_THROTTLED, 1L);
        }
        // end
    }

    @Test
    void theCodeOfTheReadmeIsTheCodeOfThisTest() throws IOException {
        String source = bare(Files.readString(SOURCE));
        List<String> blocks = BLOCK.matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).hasSize(2);
        assertThat(source).contains(blocks.stream().map(ReadmeTest::bare).toList());
    }

    @Test
    void theReadmeHasAtMost120Lines() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(120);
    }

    static Stream<Arguments> calls() throws IOException {
        return ROW.matcher(Files.readString(README))
                .results()
                .filter(row -> TARGETS.containsKey(row.group(1).strip()))
                .flatMap(row -> CALL.matcher(row.group(2))
                        .results()
                        .map(call -> Arguments.of(TARGETS.get(row.group(1).strip()) + "." + call.group(1))));
    }

    @Test
    void theReadmeNamesTheCallsOfEachJsonService() throws IOException {
        assertThat(calls().map(call -> ((String) call.get()[0]).split("\\.")[0]))
                .containsAll(TARGETS.values());
    }

    /// Sends each call with an empty body. It may be refused, but not as an unknown operation.
    @ParameterizedTest
    @MethodSource("calls")
    void aCallInTheReadmeIsServed(String target) throws Exception {
        try (LocalAws aws = LocalAws.open(folder, 0, "us-east-1");
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(aws.endpoint())
                            .header("X-Amz-Target", target)
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isLessThan(500);
            assertThat(answer.body()).doesNotContain("UnknownOperationException");
        }
    }

    private static SfnClient states(URI endpoint) {
        return SfnClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /// Returns a text without white space, so that its layout does not matter.
    private static String bare(String text) {
        return text.replaceAll("\\s+", "");
    }
}
