package io.featurestore.local.conformance.states;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static io.featurestore.local.conformance.states.Workflows.flow;
import static io.featurestore.local.conformance.states.Workflows.json;
import static io.featurestore.local.conformance.states.Workflows.single;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/// Checks `Assign`, `Output` and the scope of variables against Passing data between states with variables
/// (docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html).
class VariablesConformanceTest {
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

    @Test
    void keepsAVariableForAnyLaterState() {
        JsonNode output = workflows.output(flow("First", """
            "First": {"Type": "Pass", "Assign": {"productName": "product1", "count": 42, "available": true,
              "list": [1, {"a": null}], "input": "{% $states.input.x %}"}, "Output": {}, "Next": "Between"},
            "Between": {"Type": "Pass", "Output": "nothing of it", "Next": "Last"},
            "Last": {"Type": "Pass", "End": true, "Output": {"name": "{% $productName %}", "count": "{% $count %}",
              "available": "{% $available %}", "list": "{% $list %}", "input": "{% $input %}"}}
            """), "{\"x\": 5}");

        assertThat(output).isEqualTo(json("""
            {"name": "product1", "count": 42, "available": true, "list": [1, {"a": null}], "input": 5}"""));
    }

    @Test
    void readsVariablesAsTheyWereWhenTheStateWasEntered() {
        JsonNode output = workflows.output(flow("Set", """
            "Set": {"Type": "Pass", "Assign": {"x": 3, "y": 10}, "Next": "Swap"},
            "Swap": {"Type": "Pass", "Assign": {"x": "{% $y %}", "y": "{% $x %}", "nextX": "{% $x + 1 %}"},
              "Output": {"before": "{% [$x, $y] %}"}, "Next": "Tell"},
            "Tell": {"Type": "Pass", "Output": "{% [$states.input.before, $x, $y, $nextX] %}", "End": true}"""), "{}");

        assertThat(output.toString()).isEqualTo("[3,10,10,3,4]");
    }

    @Test
    void replacesAVariableAsAWhole() {
        JsonNode output = workflows.output(flow("A", """
            "A": {"Type": "Pass", "Assign": {"x": {"a": 1, "b": 2}}, "Next": "B"},
            "B": {"Type": "Pass", "Assign": {"x": {"a": 3}}, "Next": "C"},
            "C": {"Type": "Pass", "Output": "{% $x %}", "End": true}"""), "{}");

        assertThat(output).isEqualTo(json("{\"a\": 3}"));
    }

    @Test
    void passesTheInputOnWhereNoOutputIsGiven() {
        assertThat(workflows.output(
                        single("{\"Type\": \"Pass\", \"Assign\": {\"x\": 1}, \"End\": true}"), "{\"a\": 1}"))
                .isEqualTo(json("{\"a\": 1}"));
    }

    @Test
    void assignsFromTheResultOfATaskAndPassesTheResultOn() {
        workflows.functions.define("f", payload -> TextNode.valueOf("answer"));

        JsonNode output = workflows.output(flow("T", """
            "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "f"},
              "Assign": {"answer": "{% $states.result.Payload %}"}, "Next": "Tell"},
            "Tell": {"Type": "Pass", "Output": "{% [$answer, $states.input.Payload] %}", "End": true}"""), "{}");

        assertThat(output.toString()).isEqualTo("[\"answer\",\"answer\"]");
    }

    @Test
    void assignsTheVariablesOfTheRuleThatHolds() {
        String definition = flow("Choose", """
            "Choose": {"Type": "Choice", "Default": "Tell", "Assign": {"size": "small"}, "Choices": [
              {"Condition": "{% $states.input > 100 %}", "Next": "Tell", "Assign": {"size": "large"}},
              {"Condition": "{% $states.input > 10 %}", "Next": "Tell", "Assign": {"size": "middle"}}]},
            "Tell": {"Type": "Pass", "Output": "{% $size %}", "End": true}""");

        assertThat(workflows.output(definition, "1000").asText()).isEqualTo("large");
        assertThat(workflows.output(definition, "50").asText()).isEqualTo("middle");
        assertThat(workflows.output(definition, "5").asText())
                .as("the Assign of the state itself belongs to Default")
                .isEqualTo("small");
    }

    @Test
    void showsOuterVariablesToTheBranchesOfAParallelState() {
        JsonNode output = workflows.output(flow("Set", """
            "Set": {"Type": "Pass", "Assign": {"x": 5}, "Next": "Both"},
            "Both": {"Type": "Parallel", "End": true, "Branches": [
              {"StartAt": "A", "States": {"A": {"Type": "Pass", "Output": "{% $x + 1 %}", "End": true}}},
              {"StartAt": "B", "States": {"B": {"Type": "Pass", "Assign": {"own": "{% $x * 2 %}"}, "Next": "C"},
                "C": {"Type": "Pass", "Output": "{% $own %}", "End": true}}}]}"""), "{}");

        assertThat(output.toString()).isEqualTo("[6,10]");
    }

    @Test
    void showsOuterVariablesToTheIterationsOfAnInlineMap() {
        JsonNode output = workflows.output(flow("Set", """
            "Set": {"Type": "Pass", "Assign": {"factor": 10}, "Next": "Each"},
            "Each": {"Type": "Map", "Items": [1, 2, 3], "End": true, "ItemProcessor": {"StartAt": "A", "States": {
              "A": {"Type": "Pass", "Assign": {"own": "{% $states.input * $factor %}"}, "Next": "B"},
              "B": {"Type": "Pass", "Output": "{% $own %}", "End": true}}}}"""), "{}");

        assertThat(output.toString()).isEqualTo("[10,20,30]");
    }

    /// Holds the state whose flows assign a variable `own`, which a later state outside reads.
    @ParameterizedTest
    @ValueSource(strings = {"""
            {"Type": "Parallel", "Next": "After", "Branches": [{"StartAt": "A", "States": {
              "A": {"Type": "Pass", "Assign": {"own": 1}, "End": true}}}]}""", """
            {"Type": "Map", "Items": [1], "Next": "After", "ItemProcessor": {"StartAt": "A", "States": {
              "A": {"Type": "Pass", "Assign": {"own": 1}, "End": true}}}}"""})
    void hidesInnerVariablesFromTheFlowAround(String state) {
        JsonNode output = workflows.output(flow("Inner", "\"Inner\": " + state + """
            , "After": {"Type": "Pass", "Output": "{% $exists($own) %}", "End": true}"""), "{}");

        assertThat(output.booleanValue()).isFalse();
    }

    @Test
    void hidesTheVariablesOfABranchFromItsSisters() {
        JsonNode output = workflows.output(single("""
            {"Type": "Parallel", "End": true, "Branches": [
              {"StartAt": "A", "States": {"A": {"Type": "Pass", "Assign": {"own": "a"}, "Next": "B"},
                "B": {"Type": "Pass", "Output": "{% $own %}", "End": true}}},
              {"StartAt": "C", "States": {"C": {"Type": "Pass", "Assign": {"own": "c"}, "Next": "D"},
                "D": {"Type": "Pass", "Output": "{% $own %}", "End": true}}}]}"""), "{}");

        assertThat(output.toString()).isEqualTo("[\"a\",\"c\"]");
    }

    @Test
    void carriesValuesOutOfBranchesThroughTheirResult() {
        JsonNode output = workflows.output(flow("Both", """
            "Both": {"Type": "Parallel", "Next": "Tell", "Assign": {"sum": "{% $sum($states.result) %}"}, "Branches": [
              {"StartAt": "A", "States": {"A": {"Type": "Pass", "Output": 4, "End": true}}},
              {"StartAt": "B", "States": {"B": {"Type": "Pass", "Output": 5, "End": true}}}]},
            "Tell": {"Type": "Pass", "Output": "{% [$sum, $states.input] %}", "End": true}"""), "{}");

        assertThat(output.toString()).isEqualTo("[9,4,5]");
    }

    @Test
    void givesTheArgumentsOfAParallelStateToItsBranches() {
        JsonNode output = workflows.output(single("""
            {"Type": "Parallel", "End": true, "Arguments": {"twice": "{% $states.input.n * 2 %}"}, "Branches": [
              {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}]}"""), "{\"n\": 4}");

        assertThat(output).isEqualTo(json("[{\"twice\": 8}]"));
    }

    @Test
    void hidesOuterVariablesFromTheChildrenOfADistributedMap() {
        JsonNode output = workflows.output(flow("Set", """
            "Set": {"Type": "Pass", "Assign": {"x": 5}, "Next": "Each"},
            "Each": {"Type": "Map", "Items": [1], "End": true, "ItemProcessor": {
              "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "A",
              "States": {"A": {"Type": "Pass", "Output": "{% $exists($x) %}", "End": true}}}}"""), "{}");

        assertThat(output.toString()).isEqualTo("[false]");
    }

    /// Holds the size of the text that a variable takes, with which its JSON has 256 KiB or one byte more.
    @ParameterizedTest
    @CsvSource({"262136, SUCCEEDED", "262137, FAILED"})
    void takesVariablesOf256KiBInOneState(int size, String status) {
        DescribeExecutionResponse ended = workflows.run(single("""
            {"Type": "Pass", "Assign": {"x": "{% $states.input %}"}, "Output": 1, "End": true}"""), '"' + "x".repeat(size) + '"');

        assertThat(ended.statusAsString()).as("%s", ended.cause()).isEqualTo(status);
        assertThat(ended.error()).isEqualTo(status.equals("FAILED") ? "States.DataLimitExceeded" : null);
    }

    /// Holds names that the page's rules allow: a Unicode letter or an underscore, then letters, digits,
    /// underscores.
    @ParameterizedTest
    @ValueSource(strings = {"x", "_x", "x1", "größe", "변수", "x_1_y", "Camel"})
    void takesANameByTheRulesOfUnicodeIdentifiers(String name) {
        JsonNode output = workflows.output(flow("A", """
            "A": {"Type": "Pass", "Assign": {"%1$s": 7}, "Next": "B"},
            "B": {"Type": "Pass", "Output": "{%% $%1$s %%}", "End": true}""".formatted(name)), "{}");

        assertThat(output.asInt()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "states",
                "1x",
                "a b",
                "a-b",
                "a.b",
                "",
                "$x",
                "x12345678901234567890123456789012345678901234567890123456789012345678901234567890"
            })
    void refusesAnyOtherName(String name) {
        String definition = single("""
            {"Type": "Pass", "Assign": {"%s": 7}, "End": true}""".formatted(name));

        assertRefused(() -> workflows.create(definition), 400, "InvalidDefinition");
    }

    @Test
    void refusesToAssignAnOuterVariableInAnInnerScope() {
        String definition = flow("Set", """
            "Set": {"Type": "Pass", "Assign": {"x": 5}, "Next": "Each"},
            "Each": {"Type": "Map", "Items": [1], "End": true, "ItemProcessor": {"StartAt": "A", "States": {
              "A": {"Type": "Pass", "Assign": {"x": 1}, "End": true}}}}""");

        assertRefused(() -> workflows.create(definition), 400, "InvalidDefinition");
    }

    /// Holds states of types that have no `Assign`, or fields that JSONata states have not.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Type\": \"Succeed\", \"Assign\": {\"x\": 1}}",
                "{\"Type\": \"Fail\", \"Assign\": {\"x\": 1}}",
                "{\"Type\": \"Fail\", \"Output\": 1}",
                "{\"Type\": \"Pass\", \"Result\": 1, \"End\": true}",
                "{\"Type\": \"Pass\", \"InputPath\": \"$.a\", \"End\": true}",
                "{\"Type\": \"Pass\", \"OutputPath\": \"$.a\", \"End\": true}",
                "{\"Type\": \"Pass\", \"Parameters\": {}, \"End\": true}",
                "{\"Type\": \"Pass\", \"ResultPath\": \"$.a\", \"End\": true}"
            })
    void refusesFieldsThatAJsonataStateOfTheTypeHasNot(String state) {
        assertRefused(() -> workflows.create(single(state)), 400, "InvalidDefinition");
    }
}
