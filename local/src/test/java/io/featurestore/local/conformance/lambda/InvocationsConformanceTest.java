package io.featurestore.local.conformance.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.local.Deployment;
import io.featurestore.local.conformance.Services;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// Checks what a state machine sees of a Java function, against Invoke an AWS Lambda function with Step Functions
/// (docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html), Handling errors in Java Lambda functions
/// (docs.aws.amazon.com/lambda/latest/dg/java-exceptions.html) (the error document has errorMessage, errorType
/// and stackTrace) and [Lambda quotas](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
/// That an answer over 256 KiB is States.DataLimitExceeded was recorded at AWS by LocalStack, in
/// `tests/aws/services/stepfunctions/v2/error_handling/test_states_errors.snapshot.json`.
class InvocationsConformanceTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    static Path folder;

    private static Services services;
    private static String machine;

    /// Does what its payload asks for in `act`.
    public static final class Actor implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            JsonNode payload = MAPPER.readTree(input);
            switch (payload.path("act").asText()) {
                case "fail" -> throw new IllegalStateException("the reason");
                case "failDeep" -> throw new RefusedException("not allowed");
                case "sleep" -> sleep();
                case "large" ->
                    output.write(('"'
                                    + payload.path("text")
                                            .asText()
                                            .repeat(payload.path("times").asInt())
                                    + '"')
                            .getBytes(UTF_8));
                default -> output.write(MAPPER.writeValueAsBytes(payload));
            }
        }

        private static void sleep() {
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Is an exception of the application.
    public static final class RefusedException extends RuntimeException {
        RefusedException(String message) {
            super(message);
        }
    }

    @BeforeAll
    static void open() throws IOException {
        services = Services.open(folder);
        machine = services.aws()
                .deploy(new Deployment(
                        "invoking",
                        """
            {"QueryLanguage": "JSONata", "StartAt": "Invoke", "States": {"Invoke": {"Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke", "End": true,
              "Arguments": {"FunctionName": "{% $states.input.function = 'none' ? 'none' : '${actor}' %}",
                "Payload": "{% $states.input.payload %}"}}}}""",
                        """
            [{"name": "actor", "handler": "%s", "memoryMb": 128, "timeoutSeconds": 1}]""".formatted(Actor.class.getName()),
                        Map.of(),
                        Optional.empty(),
                        Actor.class.getClassLoader()));
    }

    @AfterAll
    static void close() {
        services.close();
    }

    /// Holds JSON of every kind; the payload reaches the function, and its answer the state machine, as it is.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"a": [1, 2.5, null, true, "x"]}
        [1]
        "text"
        12345678901
        true
        {"text": "한국어 🎉"}
        """)
    void answersThePayloadWithItsVersionAndStatus(String payload) throws IOException {
        DescribeExecutionResponse ended = run("{\"payload\": " + payload + "}");

        assertThat(ended.status()).as("%s", ended.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
        JsonNode result = MAPPER.readTree(ended.output());
        assertThat(result.path("Payload")).isEqualTo(MAPPER.readTree(payload));
        assertThat(result.path("StatusCode").asInt()).isEqualTo(200);
        assertThat(result.path("ExecutedVersion").asText()).isEqualTo("$LATEST");
    }

    /// Holds what the function does, and the class and message of the exception that it throws.
    @ParameterizedTest
    @CsvSource({
        "fail, java.lang.IllegalStateException, the reason",
        "failDeep, io.featurestore.local.conformance.lambda.InvocationsConformanceTest$RefusedException, not allowed"
    })
    void namesTheErrorByTheClassOfTheException(String act, String type, String message) throws IOException {
        DescribeExecutionResponse ended = run("{\"payload\": {\"act\": \"" + act + "\"}}");

        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(ended.error()).isEqualTo(type);
        JsonNode document = MAPPER.readTree(ended.cause());
        assertThat(document.path("errorType").asText()).isEqualTo(type);
        assertThat(document.path("errorMessage").asText()).isEqualTo(message);
        assertThat(document.path("stackTrace").isArray()).isTrue();
        assertThat(document.path("stackTrace").path(0).asText())
                .startsWith(Actor.class.getName() + ".handleRequest(InvocationsConformanceTest.java:");
    }

    @Test
    void endsACallThatTakesLongerThanTheFunctionsTimeOut() throws IOException {
        DescribeExecutionResponse ended = run("{\"payload\": {\"act\": \"sleep\"}}");

        assertThat(ended.error()).isEqualTo("Sandbox.Timedout");
        assertThat(MAPPER.readTree(ended.cause()).path("errorMessage").asText())
                .matches("RequestId: [0-9a-f-]{36} Error: Task timed out after 1\\.00 seconds");
    }

    @Test
    void namesAFunctionThatIsNotThere() {
        DescribeExecutionResponse ended = run("{\"function\": \"none\", \"payload\": {}}");

        assertThat(ended.error()).isEqualTo("Lambda.ResourceNotFoundException");
        assertThat(ended.cause()).contains("Function not found");
    }

    /// Holds a character and how often the function answers it. 6,291,556 bytes is the most that Lambda hands on.
    @ParameterizedTest
    @CsvSource({
        "x, 200000, -",
        "x, 262144, States.DataLimitExceeded",
        "é, 140000, States.DataLimitExceeded",
        "x, 6291600, Function.ResponseSizeTooLarge"
    })
    void boundsTheSizeOfAnAnswer(String text, int times, String error) {
        DescribeExecutionResponse ended =
                run("{\"payload\": {\"act\": \"large\", \"text\": \"" + text + "\", \"times\": " + times + "}}");

        assertThat(ended.error()).isEqualTo(error.equals("-") ? null : error);
    }

    private static DescribeExecutionResponse run(String input) {
        String arn = services.stepFunctions()
                .startExecution(r -> r.stateMachineArn(machine).input(input))
                .executionArn();
        while (true) {
            DescribeExecutionResponse described = services.stepFunctions().describeExecution(r -> r.executionArn(arn));
            if (described.status() != ExecutionStatus.RUNNING) {
                return described;
            }
            Thread.onSpinWait();
        }
    }
}
