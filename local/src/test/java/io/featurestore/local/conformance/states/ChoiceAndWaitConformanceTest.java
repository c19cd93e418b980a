package io.featurestore.local.conformance.states;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static io.featurestore.local.conformance.states.Workflows.flow;
import static io.featurestore.local.conformance.states.Workflows.json;
import static io.featurestore.local.conformance.states.Workflows.single;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// Checks the states that move a workflow on, against
/// [Choice workflow state](https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html),
/// [Wait workflow state](https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html),
/// [Succeed](https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html) and
/// [Fail workflow state](https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html).
class ChoiceAndWaitConformanceTest {
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

    /// Holds the input, and the state to which the page's example goes.
    @ParameterizedTest(name = "{0} goes to {1}")
    @CsvSource(delimiter = '|', textBlock = """
        {"type": "Private", "value": 22}  | ValueInTwenties
        {"type": "Public", "value": 22}   | Public
        {"type": "Public"}                | Public
        {"type": "Private", "value": 20}  | ValueInTwenties
        {"type": "Private", "value": 29}  | ValueInTwenties
        {"type": "Private", "value": 30}  | RecordEvent
        {"type": "Private", "value": 19}  | RecordEvent
        {"type": "Private"}               | RecordEvent
        """)
    void takesTheFirstRuleWhoseConditionHolds(String input, String state) {
        assertThat(workflows.output(flow("ChoiceStateX", """
            "ChoiceStateX": {"Type": "Choice", "Default": "RecordEvent", "Choices": [
              {"Next": "Public", "Condition": "{% $not($states.input.type = 'Private') %}"},
              {"Next": "ValueInTwenties", "Condition":
                "{% $exists($states.input.value) and $states.input.value >= 20 and $states.input.value < 30 %}"}]},
            "Public": {"Type": "Pass", "Output": "{% $states.context.State.Name %}", "End": true},
            "ValueInTwenties": {"Type": "Pass", "Output": "{% $states.context.State.Name %}", "End": true},
            "RecordEvent": {"Type": "Pass", "Output": "{% $states.context.State.Name %}", "End": true}"""), input).asText()).isEqualTo(state);
    }

    /// Holds a condition of JSONata over the input `{"n": 5, "s": "text", "list": [1, 2], "nothing": null}`.
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        $states.input.n = 5                                    | true
        $states.input.n = '5'                                  | false
        $states.input.n != 5                                   | false
        $states.input.n > 4 and $states.input.n <= 5           | true
        $states.input.s = 'text' or $states.input.n = 0        | true
        $states.input.s < 'u'                                  | true
        $states.input.n in [1, 3, 5]                           | true
        $contains($states.input.s, /^te/)                      | true
        $exists($states.input.none)                            | false
        $exists($states.input.nothing)                         | true
        $states.input.nothing = null                           | true
        $type($states.input.n) = 'number'                      | true
        $type($states.input.list) = 'array'                    | true
        $count($states.input.list) = 2                         | true
        $boolean($states.input.list)                           | true
        $not($states.input.n = 5)                              | false
        $toMillis('2026-01-02T00:00:00Z') < $toMillis('2026-01-03T00:00:00Z') | true
        """)
    void decidesByTheValueOfTheCondition(String condition, boolean holds) {
        var output = workflows.output(
                flow("C", """
            "C": {"Type": "Choice", "Choices": [{"Condition": "{%% %s %%}", "Next": "Yes"}], "Default": "No"},
            "Yes": {"Type": "Pass", "Output": true, "End": true}, "No": {"Type": "Pass", "Output": false, "End": true}
            """.formatted(condition)),
                "{\"n\": 5, \"s\": \"text\", \"list\": [1, 2], \"nothing\": null}");

        assertThat(output.booleanValue()).isEqualTo(holds);
    }

    @Test
    void passesTheInputOnUnlessTheRuleHasAnOutput() {
        String definition = flow("C", """
            "C": {"Type": "Choice", "Default": "End", "Output": "of the default", "Choices": [
              {"Condition": "{% $states.input = 1 %}", "Next": "End", "Output": {"one": "{% $states.input %}"}},
              {"Condition": "{% $states.input = 2 %}", "Next": "End"}]},
            "End": {"Type": "Succeed"}""");

        assertThat(workflows.output(definition, "1")).isEqualTo(json("{\"one\": 1}"));
        assertThat(workflows.output(definition, "2")).isEqualTo(json("2"));
        assertThat(workflows.output(definition, "3")).isEqualTo(json("\"of the default\""));
    }

    @Test
    void failsWhereNoRuleHoldsAndThereIsNoDefault() {
        DescribeExecutionResponse ended = workflows.run(flow("C", """
            "C": {"Type": "Choice", "Choices": [{"Condition": "{% false %}", "Next": "End"}]},
            "End": {"Type": "Succeed"}"""), "{}");

        assertThat(ended.statusAsString()).isEqualTo("FAILED");
        assertThat(ended.error()).isEqualTo("States.NoChoiceMatched");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "'true'", "null", "[true]", "$states.input.none"})
    void failsOnAConditionThatIsNoBoolean(String condition) {
        DescribeExecutionResponse ended = workflows.run(flow("C", """
            "C": {"Type": "Choice", "Default": "End", "Choices": [{"Condition": "{%% %s %%}", "Next": "End"}]},
            "End": {"Type": "Succeed"}""".formatted(condition)), "{}");

        assertThat(ended.error()).isEqualTo("States.QueryEvaluationError");
    }

    /// Holds a Choice state that the page forbids.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Type\": \"Choice\", \"Default\": \"S\"}",
                "{\"Type\": \"Choice\", \"Choices\": [], \"Default\": \"S\"}",
                "{\"Type\": \"Choice\", \"Choices\": [{\"Condition\": \"{% true %}\"}]}",
                "{\"Type\": \"Choice\", \"Choices\": [{\"Next\": \"S\"}]}",
                "{\"Type\": \"Choice\", \"Choices\": [{\"Condition\": \"true\", \"Next\": \"S\"}]}",
                "{\"Type\": \"Choice\", \"Choices\": [{\"Condition\": \"{% true %}\", \"Next\": \"S\"}], \"End\": true}",
                "{\"Type\": \"Choice\", \"Choices\": [{\"Condition\": \"{% true %}\", \"Next\": \"S\"}], \"Next\": \"S\"}",
                "{\"Type\": \"Choice\", \"Choices\": [{\"Variable\": \"$.a\", \"IsNull\": true, \"Next\": \"S\"}]}"
            })
    void refusesAChoiceThatIsNotWhole(String state) {
        assertRefused(() -> workflows.create(single(state)), 400, "InvalidDefinition");
    }

    /// Holds the field of a Wait state, and how many seconds it waits at 2026-01-02T03:04:05Z.
    @ParameterizedTest(name = "{0} waits {1} seconds")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        "Seconds": 10                                              | 10
        "Seconds": 0                                               | -
        "Seconds": 99999999                                        | 99999999
        "Seconds": "{% $states.input.delay %}"                     | 7
        "Seconds": "{% $states.input.delay * 2 %}"                 | 14
        """)
    void waitsForANumberOfSeconds(String field, String waits) {
        var output = workflows.output(single("{\"Type\": \"Wait\", " + field + ", \"End\": true}"), "{\"delay\": 7}");

        assertThat(workflows.waits()).isEqualTo(waits == null ? "" : waits);
        assertThat(output).as("a Wait state passes its input on").isEqualTo(json("{\"delay\": 7}"));
    }

    /// Holds how many seconds after the start of the state a time is, and how it is written.
    @ParameterizedTest
    @CsvSource({"60, UTC", "60, OFFSET", "0, UTC", "-3600, UTC"})
    void waitsUntilATime(int seconds, String form) {
        String expression = form.equals("UTC")
                ? "$fromMillis($toMillis($states.context.State.EnteredTime) + %d)"
                : "$fromMillis($toMillis($states.context.State.EnteredTime) + %d, "
                        + "'[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01]+09:00', '+0900')";

        workflows.output(
                single("{\"Type\": \"Wait\", \"Timestamp\": \"{% " + expression.formatted(seconds * 1000)
                        + " %}\", \"End\": true}"),
                "{}");

        List<Duration> waits = workflows.durations();
        if (seconds <= 0) {
            assertThat(waits).as("a time that has passed is not waited for").isEmpty();
        } else {
            assertThat(waits).hasSize(1);
            assertThat(waits.getFirst()).isBetween(Duration.ofSeconds(seconds - 1), Duration.ofSeconds(seconds));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Seconds\": \"{% -1 %}\"",
                "\"Seconds\": \"{% 1.5 %}\"",
                "\"Seconds\": \"{% '1' %}\"",
                "\"Seconds\": \"{% 100000000 %}\"",
                "\"Timestamp\": \"{% 'tomorrow' %}\"",
                "\"Timestamp\": \"{% '2026-01-02' %}\"",
                "\"Timestamp\": \"{% 5 %}\""
            })
    void failsOnAComputedWaitThatIsNone(String field) {
        DescribeExecutionResponse ended =
                workflows.run(single("{\"Type\": \"Wait\", " + field + ", \"End\": true}"), "{}");

        assertThat(ended.error()).as("%s", ended.cause()).isEqualTo("States.QueryEvaluationError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Type\": \"Wait\", \"End\": true}",
                "{\"Type\": \"Wait\", \"Seconds\": 1, \"Timestamp\": \"2026-01-01T00:00:00Z\", \"End\": true}",
                "{\"Type\": \"Wait\", \"Seconds\": -1, \"End\": true}",
                "{\"Type\": \"Wait\", \"Seconds\": 100000000, \"End\": true}",
                "{\"Type\": \"Wait\", \"SecondsPath\": \"$.s\", \"End\": true}",
                "{\"Type\": \"Wait\", \"Seconds\": 1}"
            })
    void refusesAWaitThatIsNotWhole(String state) {
        assertRefused(() -> workflows.create(single(state)), 400, "InvalidDefinition");
    }

    @Test
    void computesTheOutputAndTheVariablesOfAWait() {
        var output = workflows.output(flow("W", """
            "W": {"Type": "Wait", "Seconds": 5, "Assign": {"x": "{% $states.input %}"}, "Output": "waited", "Next": "P"},
            "P": {"Type": "Pass", "Output": "{% [$x, $states.input] %}", "End": true}"""), "1");

        assertThat(output.toString()).isEqualTo("[1,\"waited\"]");
    }

    @Test
    void showsTheTimeOfTheWaitInTheHistory() {
        DescribeExecutionResponse ended = workflows.run(single("""
            {"Type": "Wait", "Seconds": 3600, "End": true}"""), "{}");

        List<HistoryEvent> history = workflows.history(ended.executionArn());
        assertThat(history)
                .extracting(HistoryEvent::typeAsString)
                .containsExactly("ExecutionStarted", "WaitStateEntered", "WaitStateExited", "ExecutionSucceeded");
        Instant entered = history.get(1).timestamp();
        assertThat(history.get(2).timestamp()).isEqualTo(entered.plusSeconds(3600));
        assertThat(Duration.between(ended.startDate(), ended.stopDate())).isEqualTo(Duration.ofHours(1));
    }

    /// Holds a Fail state, and the error and cause that the execution has.
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        "Error": "ErrorA", "Cause": "Kaiju attack"                     | ErrorA | Kaiju attack
        "Error": "{% $states.input.e %}", "Cause": "{% 'of ' & $states.input.e %}" | Custom | of Custom
        "Error": "ErrorA"                                              | ErrorA | -
        "Cause": "only a cause"                                        | -      | only a cause
        "Comment": "neither"                                           | -      | -
        """)
    void failsWithTheErrorAndTheCauseOfAFailState(String fields, String error, String cause) {
        DescribeExecutionResponse ended =
                workflows.run(single("{\"Type\": \"Fail\", " + fields + "}"), "{\"e\": \"Custom\"}");

        assertThat(ended.statusAsString()).isEqualTo("FAILED");
        assertThat(ended.error()).isEqualTo(error);
        assertThat(ended.cause()).isEqualTo(cause);
    }

    @Test
    void endsWithTheOutputOfASucceedState() {
        assertThat(workflows.output(single("{\"Type\": \"Succeed\"}"), "[1]")).isEqualTo(json("[1]"));
        assertThat(workflows.output(single("{\"Type\": \"Succeed\", \"Output\": \"{% $states.input[0] %}\"}"), "[1]"))
                .isEqualTo(json("1"));
        assertRefused(
                () -> workflows.create(single("{\"Type\": \"Succeed\", \"End\": true}")), 400, "InvalidDefinition");
    }
}
