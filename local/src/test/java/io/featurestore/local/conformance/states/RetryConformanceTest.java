package io.featurestore.local.conformance.states;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static io.featurestore.local.conformance.states.Workflows.flow;
import static io.featurestore.local.conformance.states.Workflows.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.lambda.Functions.FunctionError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// Checks `Retry` against "Retrying after an error" of Handling errors in Step Functions workflows
/// (docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html), and against "Retrying after
/// error" of the [Amazon States Language](https://states-language.net/spec.html).
class RetryConformanceTest {
    @TempDir
    static Path folder;

    private static Workflows workflows;

    @BeforeAll
    static void open() throws IOException {
        workflows = new Workflows(folder);
    }

    @AfterAll
    static void close() throws IOException {
        workflows.close();
    }

    /// Holds the fields of one or more retriers, what the calls come to, the waits in seconds, and the final
    /// error.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        defaults are 1 second, 3 attempts, a rate of 2  | [{"ErrorEquals": ["Busy"]}] | Busy | 1,2,4 | Busy
        a success ends the attempts | [{"ErrorEquals": ["Busy"]}] | Busy,Busy,ok | 1,2 | -
        no failure needs no attempt | [{"ErrorEquals": ["Busy"]}] | ok | - | -
        0 attempts: the error is never retried | [{"ErrorEquals": ["Busy"], "MaxAttempts": 0}] | Busy | - | Busy
        a rate of 1 keeps the interval | [{"ErrorEquals": ["Busy"], "IntervalSeconds": 3, "MaxAttempts": 2, "BackoffRate": 1}] | Busy | 3,3 | Busy
        the interval is multiplied each time | [{"ErrorEquals": ["Busy"], "IntervalSeconds": 3, "MaxAttempts": 3, "BackoffRate": 2}] | Busy | 3,6,12 | Busy
        a rate may have a fraction | [{"ErrorEquals": ["Busy"], "IntervalSeconds": 2, "MaxAttempts": 3, "BackoffRate": 1.5}] | Busy | 2,3,4.5 | Busy
        the delay grows up to its maximum | [{"ErrorEquals": ["Busy"], "IntervalSeconds": 3, "MaxAttempts": 4, "BackoffRate": 2, "MaxDelaySeconds": 5}] | Busy | 3,5,5,5 | Busy
        the maximum may be far above | [{"ErrorEquals": ["Busy"], "MaxDelaySeconds": 100}] | Busy | 1,2,4 | Busy
        NONE is the default jitter | [{"ErrorEquals": ["Busy"], "JitterStrategy": "NONE"}] | Busy | 1,2,4 | Busy
        another error is not retried | [{"ErrorEquals": ["Busy"]}] | Broken | - | Broken
        names are case-sensitive | [{"ErrorEquals": ["busy"]}] | Busy | - | Busy
        a retrier may name several errors | [{"ErrorEquals": ["Busy", "Slow"]}] | Busy,Slow,ok | 1,2 | -
        all errors of a retrier share its attempts | [{"ErrorEquals": ["Busy", "Slow"], "MaxAttempts": 2}] | Busy,Slow,Busy | 1,2 | Busy
        the first retrier that names the error counts | [{"ErrorEquals": ["Busy"], "IntervalSeconds": 5}, {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 7}] | Busy,ok | 5 | -
        States.ALL matches any error | [{"ErrorEquals": ["Busy"], "IntervalSeconds": 5}, {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 7}] | Broken,ok | 7 | -
        each retrier counts its own attempts | [{"ErrorEquals": ["Busy"], "MaxAttempts": 2}, {"ErrorEquals": ["Slow"], "IntervalSeconds": 10}] | Busy,Slow,Busy,Slow,ok | 1,10,2,20 | -
        a used-up retrier is not replaced by a later one | [{"ErrorEquals": ["Busy"], "MaxAttempts": 1}, {"ErrorEquals": ["States.ALL"]}] | Busy | 1 | Busy
        States.TaskFailed matches the error of a task | [{"ErrorEquals": ["States.TaskFailed"]}] | Broken,ok | 1 | -
        an unknown function may be retried by its error's name | [{"ErrorEquals": ["Lambda.ResourceNotFoundException"], "MaxAttempts": 1}] | Lambda.ResourceNotFoundException,ok | 1 | -
        """)
    void waitsBetweenAttempts(String rule, String retry, String outcomes, String waits, String error) {
        workflows.functions.script("f", outcomes.split(","));

        var ended = workflows.run(single(task("f", "\"Retry\": " + retry)), "{}");

        assertThat(workflows.waits()).isEqualTo(waits == null ? "" : waits);
        assertThat(ended.error()).isEqualTo(error);
        assertThat(ended.status()).isEqualTo(error == null ? ExecutionStatus.SUCCEEDED : ExecutionStatus.FAILED);
        assertThat(workflows.functions.calls("f")).hasSize(workflows.durations().size() + 1);
    }

    @Test
    void spreadsEachDelayFromZeroUpWithFullJitter() {
        workflows.functions.script("f", "Busy");

        workflows.run(single(task("f", """
            "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 100, "MaxAttempts": 8, "BackoffRate": 2,
              "MaxDelaySeconds": 400, "JitterStrategy": "FULL"}]""")), "{}");

        List<Duration> waits = workflows.durations();
        List<Integer> most = List.of(100, 200, 400, 400, 400, 400, 400, 400);
        assertThat(waits).hasSameSizeAs(most);
        for (int i = 0; i < waits.size(); i++) {
            assertThat(waits.get(i)).isBetween(Duration.ZERO, Duration.ofSeconds(most.get(i)));
        }
        assertThat(waits.subList(2, 8))
                .as("six delays of 0 to 400 seconds are not all alike")
                .doesNotHaveDuplicates();
    }

    @Test
    void retriesAfterATimeOutThatStatesTimeoutNames() {
        workflows.functions.define("f", payload -> {
            if (workflows.functions.calls("f").size() == 1) {
                Thread.sleep(20_000);
            }
            return payload;
        });

        var ended = workflows.run(single(task("f", """
            "TimeoutSeconds": 1, "Retry": [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 50},
              {"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 9}]""")), "{}");

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(workflows.waits())
                .as("States.TaskFailed stands for any error except States.Timeout")
                .isEqualTo("9");
    }

    @Test
    void goesToTheCatcherOnceTheAttemptsAreUsedUp() {
        workflows.functions.script("f", "Busy");

        var output =
                workflows.output(flow("S", "\"S\": " + task("f", """
            "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 2}],
            "Catch": [{"ErrorEquals": ["Busy"], "Next": "Caught", "Output": "{% $states.errorOutput.Error %}"}]""") + ", \"Caught\": {\"Type\": \"Succeed\"}"), "{}");

        assertThat(output.asText()).isEqualTo("Busy");
        assertThat(workflows.waits()).isEqualTo("1,2");
        assertThat(workflows.functions.calls("f")).hasSize(3);
    }

    @Test
    void countsTheAttemptsAnewWhenTheStateIsEnteredAgain() {
        workflows.functions.script("f", "Busy", "ok", "Busy", "ok");

        workflows.output(flow("First", "\"First\": " + task("f", retryOnce(), "Again?") + """
            , "Again?": {"Type": "Choice", "Default": "End",
              "Choices": [{"Condition": "{% $not($exists($second)) %}", "Next": "First", "Assign": {"second": true}}]},
            "End": {"Type": "Succeed"}"""), "{}");

        assertThat(workflows.waits()).isEqualTo("1,1");
    }

    @Test
    void retriesAParallelStateWithAllItsBranches() {
        workflows.functions.script("steady", "ok");
        workflows.functions.script("shaky", "Busy", "ok");

        var output = workflows.output(
                single("""
            {"Type": "Parallel", "End": true, "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 4}], "Branches": [
              {"StartAt": "A", "States": {"A": %s}}, {"StartAt": "B", "States": {"B": %s}}]}
            """.formatted(task("steady", "\"Comment\": \"a\""), task("shaky", "\"Comment\": \"b\""))), "{}");

        assertThat(output.toString()).isEqualTo("[\"ok\",\"ok\"]");
        assertThat(workflows.waits()).isEqualTo("4");
        assertThat(workflows.functions.calls("shaky")).hasSize(2);
    }

    @Test
    void retriesAMapStateWithAllItsItems() {
        workflows.functions.define("f", payload -> {
            if (payload.asInt() == 2 && workflows.functions.calls("f").size() <= 2) {
                throw new FunctionError("Busy", "{}");
            }
            return payload;
        });

        var output = workflows.output(single("""
            {"Type": "Map", "End": true, "Items": [1, 2], "MaxConcurrency": 1,
              "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 6}],
              "ItemProcessor": {"StartAt": "T", "States": {"T": %s}}}
            """.formatted(task("f", "\"Comment\": \"each\""))), "{}");

        assertThat(output.toString()).isEqualTo("[1,2]");
        assertThat(workflows.waits()).isEqualTo("6");
        assertThat(workflows.functions.calls("f").toString()).isEqualTo("[1, 2, 1, 2]");
    }

    /// Holds retriers that break the constraints which the page gives for a field, and the field.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        ErrorEquals     | [{"IntervalSeconds": 1}]
        ErrorEquals     | [{"ErrorEquals": []}]
        ErrorEquals     | [{"ErrorEquals": ["States.ALL", "Busy"]}]
        ErrorEquals     | [{"ErrorEquals": ["States.ALL"]}, {"ErrorEquals": ["Busy"]}]
        IntervalSeconds | [{"ErrorEquals": ["Busy"], "IntervalSeconds": 0}]
        IntervalSeconds | [{"ErrorEquals": ["Busy"], "IntervalSeconds": 100000000}]
        IntervalSeconds | [{"ErrorEquals": ["Busy"], "IntervalSeconds": 1.5}]
        MaxAttempts     | [{"ErrorEquals": ["Busy"], "MaxAttempts": -1}]
        MaxAttempts     | [{"ErrorEquals": ["Busy"], "MaxAttempts": 100000000}]
        BackoffRate     | [{"ErrorEquals": ["Busy"], "BackoffRate": 0.5}]
        BackoffRate     | [{"ErrorEquals": ["Busy"], "BackoffRate": "2"}]
        MaxDelaySeconds | [{"ErrorEquals": ["Busy"], "MaxDelaySeconds": 0}]
        MaxDelaySeconds | [{"ErrorEquals": ["Busy"], "MaxDelaySeconds": 31622401}]
        MaxDelaySeconds | [{"ErrorEquals": ["Busy"], "IntervalSeconds": 5, "MaxDelaySeconds": 4}]
        JitterStrategy  | [{"ErrorEquals": ["Busy"], "JitterStrategy": "HALF"}]
        """)
    void refusesARetrierOutsideItsConstraints(String field, String retry) {
        String definition = single(task("f", "\"Retry\": " + retry));

        assertThat(assertRefused(() -> workflows.create(definition), 400, "InvalidDefinition")
                        .getMessage())
                .contains("/States/S/Retry/", field);
    }

    private static String retryOnce() {
        return "\"Retry\": [{\"ErrorEquals\": [\"Busy\"], \"MaxAttempts\": 1}]";
    }

    private static String task(String function, String fields) {
        return task(function, fields, "").replace("\"Next\": \"\"", "\"End\": true");
    }

    private static String task(String function, String fields, String next) {
        return """
            {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
              "Arguments": {"FunctionName": "%s", "Payload": "{%% $states.input %%}"},
              "Output": "{%% $states.result.Payload %%}", %s, "Next": "%s"}
            """.formatted(function, fields, next);
    }
}
