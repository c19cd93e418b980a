package io.featurestore.local.conformance.states;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static io.featurestore.local.conformance.states.Workflows.flow;
import static io.featurestore.local.conformance.states.Workflows.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/// Checks `Catch` against "Fallback states" and "Error names" of Handling errors in Step Functions workflows
/// (docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html). The shapes of the events and of
/// the error output are those that LocalStack recorded at AWS in
/// `tests/aws/services/stepfunctions/v2/states_variables/test_error_output.snapshot.json` and
/// `…/error_handling/test_task_service_lambda.snapshot.json`.
class CatchConformanceTest {
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

    /// Holds the names of the first and of the second catcher, the error, and the catcher that takes it.
    @ParameterizedTest(name = "{0} then {1} with {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        Busy                        | States.ALL        | Busy                    | First
        Busy                        | States.ALL        | Broken                  | Second
        States.TaskFailed           | Busy              | Busy                    | First
        Busy                        | States.TaskFailed | Busy                    | First
        Busy,Broken                 | States.ALL        | Broken                  | First
        busy                        | Broken            | Busy                    | -
        States.Timeout              | States.ALL        | Busy                    | Second
        States.Timeout              | States.TaskFailed | Busy                    | Second
        States.HeartbeatTimeout     | Busy              | Busy                    | Second
        com.acme.NotFoundException  | States.ALL        | com.acme.NotFoundException | First
        NotFoundException           | States.ALL        | com.acme.NotFoundException | Second
        Lambda.ResourceNotFoundException | States.ALL   | Lambda.ResourceNotFoundException | First
        Sandbox.Timedout            | States.ALL        | Sandbox.Timedout        | First
        """)
    void takesTheFirstCatcherThatNamesTheError(String first, String second, String error, String taken) {
        workflows.functions.script("f", error);

        DescribeExecutionResponse ended = workflows.run(
                caught("""
            [{"ErrorEquals": ["%s"], "Next": "First"}, {"ErrorEquals": ["%s"], "Next": "Second"}]
            """.formatted(first.replace(",", "\", \""), second), "\"Comment\": \"no time-out\""), "{}");

        List<String> visited = workflows.history(ended.executionArn()).stream()
                .filter(event -> event.type() == HistoryEventType.PASS_STATE_ENTERED)
                .map(event -> event.stateEnteredEventDetails().name())
                .toList();
        assertThat(visited).isEqualTo(taken == null ? List.of() : List.of(taken));
        assertThat(ended.error()).isEqualTo(taken == null ? error : null);
    }

    @Test
    void givesTheErrorOutputToTheFallbackStateInPlaceOfTheInput() {
        workflows.functions.script("f", "Busy");

        JsonNode output = workflows.output(caught("""
            [{"ErrorEquals": ["States.ALL"], "Next": "First"}]""", "\"Comment\": \"x\""), "{\"order\": 1}");

        assertThat(output).isEqualTo(json("{\"Error\": \"Busy\", \"Cause\": \"{\\\"errorType\\\":\\\"Busy\\\"}\"}"));
    }

    @Test
    void computesTheOutputOfACatcherFromTheInputAndTheErrorOutput() {
        workflows.functions.script("f", "Busy");

        JsonNode output = workflows.output(caught("""
            [{"ErrorEquals": ["Busy"], "Next": "First",
              "Output": {"stateInput": "{% $states.input %}", "stateError": "{% $states.errorOutput %}"}}]
            """, "\"Comment\": \"x\""), "{\"inputData\": \"dummy\"}");

        assertThat(output.path("stateInput")).isEqualTo(json("{\"inputData\": \"dummy\"}"));
        assertThat(output.path("stateError").path("Error").asText()).isEqualTo("Busy");
        assertThat(json(output.path("stateError").path("Cause").asText())
                        .path("errorType")
                        .asText())
                .isEqualTo("Busy");
    }

    @Test
    void assignsVariablesInACatcherAndNotThoseOfTheState() {
        workflows.functions.script("f", "Busy");

        JsonNode output = workflows.output(flow("T", """
            "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "f"},
              "Assign": {"outcome": "well"}, "End": true, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Tell",
                "Assign": {"outcome": "{% $states.errorOutput.Error %}", "given": "{% $states.input %}"}}]},
            "Tell": {"Type": "Pass", "Output": "{% [$outcome, $given] %}", "End": true}"""), "7");

        assertThat(output.toString()).isEqualTo("[\"Busy\",7]");
    }

    @Test
    void catchesATimeOutByItsOwnNameAndNotAsAFailedTask() {
        workflows.functions.define("f", payload -> {
            Thread.sleep(20_000);
            return payload;
        });

        DescribeExecutionResponse ended = workflows.run(caught("""
            [{"ErrorEquals": ["States.TaskFailed"], "Next": "First"},
             {"ErrorEquals": ["States.Timeout"], "Next": "Second"}]""", "\"TimeoutSeconds\": 1"), "{}");

        assertThat(Workflows.output(ended).path("Error").asText()).isEqualTo("States.Timeout");
        List<HistoryEvent> history = workflows.history(ended.executionArn());
        assertThat(history)
                .extracting(HistoryEvent::type)
                .containsExactly(
                        HistoryEventType.EXECUTION_STARTED,
                        HistoryEventType.TASK_STATE_ENTERED,
                        HistoryEventType.TASK_SCHEDULED,
                        HistoryEventType.TASK_STARTED,
                        HistoryEventType.TASK_TIMED_OUT,
                        HistoryEventType.TASK_STATE_EXITED,
                        HistoryEventType.PASS_STATE_ENTERED,
                        HistoryEventType.PASS_STATE_EXITED,
                        HistoryEventType.EXECUTION_SUCCEEDED);
        assertThat(history.get(2).taskScheduledEventDetails().timeoutInSeconds())
                .isEqualTo(1);
        assertThat(history.get(4).taskTimedOutEventDetails().error()).isEqualTo("States.Timeout");
    }

    @Test
    void tellsTheFailureInTheHistoryAsRecordedAtAws() {
        workflows.functions.script("f", "Exception");

        DescribeExecutionResponse ended = workflows.run(caught("""
            [{"ErrorEquals": ["States.TaskFailed"], "Next": "First"}]""", "\"Comment\": \"x\""), "{\"a\": 1}");

        List<HistoryEvent> history = workflows.history(ended.executionArn());
        assertThat(history)
                .extracting(HistoryEvent::typeAsString)
                .containsExactly(
                        "ExecutionStarted",
                        "TaskStateEntered",
                        "TaskScheduled",
                        "TaskStarted",
                        "TaskFailed",
                        "TaskStateExited",
                        "PassStateEntered",
                        "PassStateExited",
                        "ExecutionSucceeded");
        assertThat(history)
                .extracting(HistoryEvent::previousEventId)
                .containsExactly(0L, 0L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(history.get(4).taskFailedEventDetails().resourceType()).isEqualTo("lambda");
        assertThat(history.get(4).taskFailedEventDetails().resource()).isEqualTo("invoke");
        assertThat(history.get(4).taskFailedEventDetails().error()).isEqualTo("Exception");
        assertThat(history.get(4).taskFailedEventDetails().cause()).isEqualTo("{\"errorType\":\"Exception\"}");
        assertThat(json(history.get(5).stateExitedEventDetails().output()))
                .isEqualTo(json(history.get(6).stateEnteredEventDetails().input()));
    }

    @Test
    void failsTheExecutionWithTheErrorThatNobodyCaught() {
        workflows.functions.script("f", "Broken");

        DescribeExecutionResponse ended = workflows.run(caught("""
            [{"ErrorEquals": ["Busy"], "Next": "First"}]""", "\"Comment\": \"x\""), "{}");

        assertThat(ended.statusAsString()).isEqualTo("FAILED");
        assertThat(ended.error()).isEqualTo("Broken");
        assertThat(ended.cause()).isEqualTo("{\"errorType\":\"Broken\"}");
        assertThat(ended.output())
                .as("the output is set only if the execution succeeds")
                .isNull();
        HistoryEvent last = workflows.history(ended.executionArn()).getLast();
        assertThat(last.executionFailedEventDetails().error()).isEqualTo("Broken");
        assertThat(last.executionFailedEventDetails().cause()).isEqualTo(ended.cause());
    }

    @Test
    void catchesTheErrorOfABranchAtTheParallelState() {
        workflows.functions.script("f", "Broken");

        JsonNode output = workflows.output(flow("P", """
            "P": {"Type": "Parallel", "End": true, "Catch": [{"ErrorEquals": ["Broken"], "Next": "Tell"}], "Branches": [
              {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                "Arguments": {"FunctionName": "f"}, "End": true}}},
              {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}]},
            "Tell": {"Type": "Pass", "End": true}"""), "{}");

        assertThat(output.path("Error").asText()).isEqualTo("Broken");
    }

    @Test
    void catchesTheErrorOfAFailStateInsideAMap() {
        JsonNode output = workflows.output(flow("M", """
            "M": {"Type": "Map", "Items": [1], "End": true,
              "Catch": [{"ErrorEquals": ["Refused"], "Next": "Tell", "Output": "{% $states.errorOutput.Cause %}"}],
              "ItemProcessor": {"StartAt": "F", "States": {
                "F": {"Type": "Fail", "Error": "Refused", "Cause": "{% 'item ' & $states.input %}"}}}},
            "Tell": {"Type": "Pass", "End": true}"""), "{}");

        assertThat(output).isEqualTo(TextNode.valueOf("item 1"));
    }

    @Test
    void catchesAFailedEvaluationByItsName() {
        workflows.functions.script("f", "ok");

        JsonNode output = workflows.output(caught("""
            [{"ErrorEquals": ["States.QueryEvaluationError"], "Next": "First"}]""", "\"TimeoutSeconds\": \"{% $states.input.none %}\""), "{}");

        assertThat(output.path("Error").asText()).isEqualTo("States.QueryEvaluationError");
    }

    /// Holds catchers that the page forbids, and the field that is at fault.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        [{"Next": "First"}]                                                                            | ErrorEquals
        [{"ErrorEquals": ["Busy"]}]                                                                    | Next
        [{"ErrorEquals": ["Busy"], "Next": "Nowhere"}]                                                 | Next
        [{"ErrorEquals": ["States.ALL", "Busy"], "Next": "First"}]                                     | ErrorEquals
        [{"ErrorEquals": ["States.ALL"], "Next": "First"}, {"ErrorEquals": ["Busy"], "Next": "First"}] | ErrorEquals
        [{"ErrorEquals": ["Busy"], "Next": "First", "ResultPath": "$.error"}]                          | ResultPath
        """)
    void refusesACatcherOutsideItsConstraints(String catchers, String field) {
        String definition = caught(catchers, "\"Comment\": \"x\"");

        assertThat(assertRefused(() -> workflows.create(definition), 400, "InvalidDefinition")
                        .getMessage())
                .contains("/States/T/Catch/", field);
    }

    /// Returns a task with catchers, and the Pass states First and Second that they may go to.
    private static String caught(String catchers, String field) {
        String second = catchers.contains("\"Second\"") ? ", \"Second\": {\"Type\": \"Pass\", \"End\": true}" : "";
        return flow("T", """
            "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "f"},
              "Catch": %s, %s, "End": true}, "First": {"Type": "Pass", "End": true}""".formatted(catchers, field) + second);
    }
}
