package io.featurestore.local.conformance.states;

import static io.featurestore.local.conformance.states.Workflows.json;
import static io.featurestore.local.conformance.states.Workflows.single;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.EvaluationFailedEventDetails;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// Checks the functions of JSONata against [JSONata's documentation](https://docs.jsonata.org/overview.html), and
/// those that Step Functions adds to it against Transforming data with JSONata in Step Functions
/// (docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html). Some cases were recorded at AWS by
/// LocalStack, in `tests/aws/services/stepfunctions/v2/intrinsic_functions/test_array_jsonata.snapshot.json` and
/// `…/test_math_operations_jsonata.snapshot.json`. The cases stand in `functions.txt`.
class FunctionsConformanceTest {
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

    static Stream<Arguments> documented() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(FunctionsConformanceTest.class.getResourceAsStream("functions.txt"))) {
            List<Arguments> cases = new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" => ", 2))
                    .map(parts -> Arguments.of(parts[0].strip(), parts[1].strip()))
                    .toList();
            return cases.stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documented")
    void computesWhatTheDocumentationGives(String expression, String expected) {
        assertThat(evaluate(expression)).isEqualTo(json(expected));
    }

    @Test
    void splitsAnArrayIntoParts() {
        for (int length : new int[] {1, 2, 5, 10}) {
            List<Integer> array = IntStream.range(0, length).boxed().toList();
            for (int size = 1; size <= 5; size++) {
                JsonNode parts = evaluate("$partition(" + array + ", " + size + ")");

                assertThat(parts).hasSize((length + size - 1) / size);
                assertThat(parts.get(0)).hasSize(Math.min(size, length));
                assertThat(Arrays.asList(
                                parts.toString().replaceAll("[\\[\\]]", "").split(",")))
                        .isEqualTo(array.stream().map(String::valueOf).toList());
            }
        }
    }

    @Test
    void givesAtMostAThousandNumbersInARange() {
        assertThat(evaluate("$range(1, 1000, 1)")).hasSize(1_000);
        assertFails("$range(1, 1001, 1)");
    }

    @Test
    void drawsANumberOfZeroToOneAndTheSameOneForASeed() {
        Set<Double> drawn = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            double number = evaluate("$random()").doubleValue();
            assertThat(number).isGreaterThanOrEqualTo(0).isLessThan(1);
            drawn.add(number);
        }
        assertThat(drawn).hasSizeGreaterThan(1);
        assertThat(evaluate("$random(42)")).isEqualTo(evaluate("$random(42)"));
        assertThat(evaluate("$random(42)").doubleValue())
                .isGreaterThanOrEqualTo(0)
                .isLessThan(1);
    }

    @Test
    void givesARandomUuidOfVersionFour() {
        UUID first = UUID.fromString(evaluate("$uuid()").textValue());
        UUID second = UUID.fromString(evaluate("$uuid()").textValue());

        assertThat(first.version()).isEqualTo(4);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void givesOneTimeForAWholeExpression() {
        assertThat(evaluate("$now() = $now() and $millis() = $millis()").booleanValue())
                .isTrue();
    }

    /// Holds expressions whose values are no JSON, or which JSONata or Step Functions refuses.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$states.input.nothing",
                "$undefinedVariable",
                "$noSuchFunction()",
                "$eval('1 + 1')",
                "'a' + 1",
                "1 / 0",
                "$number('x')",
                "$partition([1, 2], 0)",
                "$partition([1, 2], -1)",
                "$partition(1, 2)",
                "$range(1, 3, 0)",
                "$range('a', 3, 1)",
                "$hash('x', 'SHA-3')",
                "$hash('x')",
                "$hash(1, 'MD5')",
                "$parse('{')",
                "$parse(1)",
                "$error('stop')",
                "$assert(false, 'no')",
                "$sum",
                "function($x) { $x }",
                "$substring(1, 2)",
                "$toMillis('yesterday')",
                "[1, 2] < 3",
                "'a' < 1"
            })
    void failsWithAQueryEvaluationError(String expression) {
        DescribeExecutionResponse ended = assertFails(expression);

        HistoryEvent failed = workflows.history(ended.executionArn()).get(2);
        assertThat(failed.typeAsString()).isEqualTo("EvaluationFailed");
        EvaluationFailedEventDetails details = failed.evaluationFailedEventDetails();
        assertThat(details.error()).isEqualTo("States.QueryEvaluationError");
        assertThat(details.state()).isEqualTo("S");
        assertThat(details.cause()).isEqualTo(ended.cause());
    }

    private static DescribeExecutionResponse assertFails(String expression) {
        DescribeExecutionResponse ended = run(expression);
        assertThat(ended.statusAsString()).as("%s", ended.output()).isEqualTo("FAILED");
        assertThat(ended.error()).isEqualTo("States.QueryEvaluationError");
        return ended;
    }

    private static JsonNode evaluate(String expression) {
        return Workflows.output(run(expression)).path("value");
    }

    private static DescribeExecutionResponse run(String expression) {
        ObjectNode state =
                JsonNodeFactory.instance.objectNode().put("Type", "Pass").put("End", true);
        state.putObject("Output").put("value", "{% " + expression + " %}");
        return workflows.run(single(state.toString()), """
            {"text": "Hello World", "numbers": [5, 3, 7, 4], "order": {"id": 7, "lines": [
              {"sku": "a", "price": 2.5, "quantity": 4}, {"sku": "b", "price": 10, "quantity": 1}]}, "none": null}""");
    }
}
