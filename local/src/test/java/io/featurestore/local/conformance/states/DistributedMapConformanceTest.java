package io.featurestore.local.conformance.states;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static io.featurestore.local.conformance.states.Workflows.flow;
import static io.featurestore.local.conformance.states.Workflows.json;
import static io.featurestore.local.conformance.states.Workflows.single;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.lambda.Functions.FunctionError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeMapRunResponse;
import software.amazon.awssdk.services.sfn.model.MapRunListItem;
import software.amazon.awssdk.services.sfn.model.MapRunStatus;

/// Checks Map states in distributed mode against Using Map state in Distributed mode
/// (docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html) and its pages on
/// [ItemReader](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html), ItemBatcher
/// (docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html) and ResultWriter
/// (docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html). What DescribeMapRun and
/// ListMapRuns answer was recorded at AWS by LocalStack, in
/// `tests/aws/services/stepfunctions/v2/test_sfn_api_map_run.snapshot.json`.
class DistributedMapConformanceTest {
    @TempDir
    static Path folder;

    private static Workflows workflows;

    @BeforeAll
    static void open() throws IOException {
        workflows = new Workflows(folder);
        workflows.put("items.json", """
            [{"verdict": "true", "n": 1}, {"verdict": "false", "n": 2}, {"verdict": "true", "n": 3}]""");
        workflows.put("items.jsonl", "{\"n\": 1}\n{\"n\": 2}\n{\"n\": 3}\n");
        workflows.put("object.json", "{\"n\": 1}");
        workflows.put("broken.json", "[1, 2");
        workflows.put("empty.json", "[]");
    }

    @AfterAll
    static void close() throws IOException {
        workflows.close();
    }

    /// Holds the configuration of a reader, the object, and the inputs of the children.
    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "InputType": "JSON"                              | items.json  | [{"verdict":"true","n":1},{"verdict":"false","n":2},{"verdict":"true","n":3}]
        "InputType": "JSON", "MaxItems": 2               | items.json  | [{"verdict":"true","n":1},{"verdict":"false","n":2}]
        "InputType": "JSON", "MaxItems": "{% 1 + 0 %}"   | items.json  | [{"verdict":"true","n":1}]
        "InputType": "JSON", "MaxItems": 100             | items.json  | [{"verdict":"true","n":1},{"verdict":"false","n":2},{"verdict":"true","n":3}]
        "InputType": "JSONL"                             | items.jsonl | [{"n":1},{"n":2},{"n":3}]
        "InputType": "JSONL", "MaxItems": 1              | items.jsonl | [{"n":1}]
        "InputType": "JSON"                              | empty.json  | []
        """)
    void readsItemsFromAnObject(String config, String key, String inputs) {
        assertThat(workflows.output(map("\"ItemReader\": " + reader(config, key), "P"), "{}"))
                .isEqualTo(json(inputs));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.json", "object.json", "broken.json"})
    void failsWhereTheItemsCannotBeRead(String key) {
        DescribeExecutionResponse ended =
                workflows.run(map("\"ItemReader\": " + reader("\"InputType\": \"JSON\"", key), "P"), "{}");

        assertThat(ended.error()).as("%s", ended.cause()).isEqualTo("States.ItemReaderFailed");
    }

    @Test
    void takesItemsFromTheInputOrFromItems() {
        assertThat(workflows.output(map("\"Comment\": \"input\"", "P"), "[1, 2]"))
                .isEqualTo(json("[1, 2]"));
        assertThat(workflows.output(map("\"Items\": [3, 4]", "P"), "{}")).isEqualTo(json("[3, 4]"));
        assertThat(workflows.output(map("\"Items\": \"{% $states.input.list %}\"", "P"), "{\"list\": [5]}"))
                .isEqualTo(json("[5]"));
        assertThat(workflows.run(map("\"Items\": \"{% 5 %}\"", "P"), "{}").error())
                .isEqualTo("States.QueryEvaluationError");
    }

    @Test
    void selectsWhatAChildGetsOfAnItem() {
        JsonNode output = workflows.output(map("""
            "Items": [{"sku": "a"}, {"sku": "b"}], "ItemSelector": {"index": "{% $states.context.Map.Item.Index %}",
              "value": "{% $states.context.Map.Item.Value %}", "shared": "{% $states.input.shared %}"}""", "P"), "{\"shared\": 7}");

        assertThat(output).isEqualTo(json("""
            [{"index": 0, "value": {"sku": "a"}, "shared": 7}, {"index": 1, "value": {"sku": "b"}, "shared": 7}]"""));
    }

    /// Holds the fields of a batcher over the items 1 to 5, and the inputs of the children.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "MaxItemsPerBatch": 2                         | [{"Items":[1,2]},{"Items":[3,4]},{"Items":[5]}]
        "MaxItemsPerBatch": 5                         | [{"Items":[1,2,3,4,5]}]
        "MaxItemsPerBatch": 100                       | [{"Items":[1,2,3,4,5]}]
        "MaxItemsPerBatch": "{% 2 + 1 %}"             | [{"Items":[1,2,3]},{"Items":[4,5]}]
        "MaxInputBytesPerBatch": 262144               | [{"Items":[1,2,3,4,5]}]
        "MaxItemsPerBatch": 3, "BatchInput": {"factCheck": "December 2022", "n": "{% $states.input.n %}"} | [{"BatchInput":{"factCheck":"December 2022","n":9},"Items":[1,2,3]},{"BatchInput":{"factCheck":"December 2022","n":9},"Items":[4,5]}]
        """)
    void givesAChildABatchOfItems(String batcher, String inputs) {
        assertThat(workflows.output(
                        map("\"Items\": [1, 2, 3, 4, 5], \"ItemBatcher\": {" + batcher + "}", "P"), "{\"n\": 9}"))
                .isEqualTo(json(inputs));
    }

    @Test
    void keepsABatchWithinItsBytes() {
        JsonNode output = workflows.output(
                map("""
            "Items": "{% $states.input %}", "ItemBatcher": {"MaxInputBytesPerBatch": 1000}""", "P"),
                "[\"" + String.join("\",\"", List.of("a".repeat(400), "b".repeat(400), "c".repeat(400))) + "\"]");

        assertThat(output).hasSize(2);
        output.forEach(batch -> assertThat(batch.toString().length()).isLessThanOrEqualTo(1000));
    }

    /// Holds the tolerance, how many of ten items fail, and the error of the state.
    @ParameterizedTest(name = "{0} with {1} failures")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        "Comment": "0 by default"                                          | 0  | -
        "Comment": "0 by default"                                          | 1  | States.ExceedToleratedFailureThreshold
        "ToleratedFailureCount": 2                                         | 2  | -
        "ToleratedFailureCount": 2                                         | 3  | States.ExceedToleratedFailureThreshold
        "ToleratedFailureCount": "{% 1 + 1 %}"                             | 3  | States.ExceedToleratedFailureThreshold
        "ToleratedFailurePercentage": 30                                   | 3  | -
        "ToleratedFailurePercentage": 30                                   | 4  | States.ExceedToleratedFailureThreshold
        "ToleratedFailurePercentage": 100                                  | 10 | -
        "ToleratedFailurePercentage": "{% 10 * 2 %}"                       | 3  | States.ExceedToleratedFailureThreshold
        "ToleratedFailurePercentage": 50, "ToleratedFailureCount": 1       | 2  | States.ExceedToleratedFailureThreshold
        "ToleratedFailurePercentage": 10, "ToleratedFailureCount": 5       | 2  | States.ExceedToleratedFailureThreshold
        "ToleratedFailurePercentage": 20, "ToleratedFailureCount": 2       | 2  | -
        """)
    void failsOnceMoreItemsFailThanAreTolerated(String tolerance, int failures, String error) {
        workflows.functions.define("f", payload -> {
            if (payload.asInt() < failures) {
                throw new FunctionError("Broken", "{}");
            }
            return payload;
        });

        DescribeExecutionResponse ended = workflows.run(
                map("\"Items\": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], \"MaxConcurrency\": 1, " + tolerance, "T"), "{}");

        assertThat(ended.error()).isEqualTo(error);
        MapRunListItem run = workflows
                .client
                .listMapRuns(r -> r.executionArn(ended.executionArn()))
                .mapRuns()
                .getFirst();
        DescribeMapRunResponse described = workflows.client.describeMapRun(r -> r.mapRunArn(run.mapRunArn()));
        assertThat(described.status()).isEqualTo(error == null ? MapRunStatus.SUCCEEDED : MapRunStatus.FAILED);
        assertThat(described.itemCounts().total()).isEqualTo(10);
        assertThat(described.itemCounts().failed()).isLessThanOrEqualTo(failures);
        if (error == null) {
            assertThat(described.itemCounts().failed()).isEqualTo(failures);
            assertThat(described.itemCounts().succeeded()).isEqualTo(10 - failures);
        }
    }

    @Test
    void letsTheThresholdBeCaughtByItsName() {
        workflows.functions.script("f", "Broken");

        JsonNode output =
                workflows.output(flow("M", "\"M\": " + state("""
            "Items": [1], "Catch": [{"ErrorEquals": ["States.ExceedToleratedFailureThreshold"], "Next": "Tell",
              "Output": "{% $states.errorOutput.Error %}"}]""", "T") + ", \"Tell\": {\"Type\": \"Succeed\"}"), "{}");

        assertThat(output.asText()).isEqualTo("States.ExceedToleratedFailureThreshold");
    }

    @Test
    void leavesTheFailedItemsOutOfAResultThatIsNotWritten() {
        workflows.functions.define("f", payload -> {
            if (payload.asInt() == 2) {
                throw new FunctionError("Broken", "{}");
            }
            return payload;
        });

        assertThat(workflows.output(map("\"Items\": [1, 2, 3], \"ToleratedFailureCount\": 1", "T"), "{}"))
                .isEqualTo(json("[1, 3]"));
    }

    @Test
    void writesTheResultsInTheShapesOfThePage() throws IOException {
        workflows.functions.define("f", payload -> {
            if (payload.path("n").asInt() == 2) {
                throw new FunctionError("NotApproved", "{\"errorMessage\":\"no\"}");
            }
            return payload.path("n");
        });

        DescribeExecutionResponse ended =
                workflows.run(map("""
            "Label": "orders", "ToleratedFailureCount": 1, "ItemReader": %s,
              "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject",
                "Arguments": {"Bucket": "work", "Prefix": "csvProcessJobs"}}""".formatted(reader("\"InputType\": \"JSON\"", "items.json")), "T"), "{}");

        JsonNode output = Workflows.output(ended);
        String mapRunArn = output.path("MapRunArn").asText();
        String id = mapRunArn.substring(mapRunArn.lastIndexOf(':') + 1);
        assertThat(output.path("ResultWriterDetails").path("Bucket").asText()).isEqualTo("work");
        assertThat(output.path("ResultWriterDetails").path("Key").asText())
                .isEqualTo("csvProcessJobs/" + id + "/manifest.json");
        JsonNode manifest = json(workflows.get("csvProcessJobs/" + id + "/manifest.json"));
        assertThat(manifest.path("DestinationBucket").asText()).isEqualTo("work");
        assertThat(manifest.path("MapRunArn").asText()).isEqualTo(mapRunArn);
        assertThat(manifest.path("ResultFiles").path("PENDING").toString()).isEqualTo("[]");
        checkFile(manifest, "FAILED", "csvProcessJobs/" + id + "/FAILED_0.json", 1);
        JsonNode succeeded = checkFile(manifest, "SUCCEEDED", "csvProcessJobs/" + id + "/SUCCEEDED_0.json", 2);
        JsonNode failed =
                json(workflows.get("csvProcessJobs/" + id + "/FAILED_0.json")).path(0);
        checkEntry(succeeded.path(0), ended.stateMachineArn());
        checkEntry(failed, ended.stateMachineArn());
        assertThat(succeeded.path(0).path("Status").asText()).isEqualTo("SUCCEEDED");
        assertThat(succeeded.path(0).path("Output").asText()).isEqualTo("1");
        assertThat(succeeded.path(0).path("OutputDetails").path("Included").booleanValue())
                .isTrue();
        assertThat(succeeded.path(1).path("Output").asText()).isEqualTo("3");
        assertThat(failed.path("Status").asText()).isEqualTo("FAILED");
        assertThat(failed.path("Error").asText()).isEqualTo("NotApproved");
        assertThat(failed.path("Cause").asText()).isEqualTo("{\"errorMessage\":\"no\"}");
        assertThat(failed.has("Output")).isFalse();
    }

    private static JsonNode checkFile(JsonNode manifest, String kind, String key, int entries) throws IOException {
        JsonNode files = manifest.path("ResultFiles").path(kind);
        assertThat(files).hasSize(1);
        assertThat(files.path(0).path("Key").asText()).isEqualTo(key);
        String content = workflows.get(key);
        assertThat(files.path(0).path("Size").asLong()).isEqualTo(content.length());
        assertThat(json(content)).hasSize(entries);
        return json(content);
    }

    /// Checks the fields that an entry of SUCCEEDED_n.json and of FAILED_n.json have in common.
    private static void checkEntry(JsonNode entry, String stateMachineArn) {
        assertThat(entry.path("ExecutionArn").asText())
                .contains("/orders:")
                .endsWith(":" + entry.path("Name").asText());
        assertThat(entry.path("StateMachineArn").asText()).isEqualTo(stateMachineArn + "/orders");
        assertThat(json(entry.path("Input").asText()).has("verdict"))
                .as("the input is JSON text")
                .isTrue();
        assertThat(entry.path("InputDetails").path("Included").booleanValue()).isTrue();
        assertThat(Instant.parse(entry.path("StartDate").asText()))
                .isBeforeOrEqualTo(Instant.parse(entry.path("StopDate").asText()));
    }

    @Test
    void writesResultsWithoutAPrefixBelowTheMapRunsIdAlone() {
        JsonNode output = workflows.output(map("""
            "Items": [1], "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject",
              "Arguments": {"Bucket": "{% 'work' %}"}}""", "P"), "{}");

        String mapRunArn = output.path("MapRunArn").asText();
        assertThat(output.path("ResultWriterDetails").path("Key").asText())
                .isEqualTo(mapRunArn.substring(mapRunArn.lastIndexOf(':') + 1) + "/manifest.json");
    }

    @Test
    void failsWhereTheResultsCannotBeWritten() {
        DescribeExecutionResponse ended = workflows.run(map("""
            "Items": [1], "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject",
              "Arguments": {"Bucket": "no-such-bucket", "Prefix": "x"}}""", "P"), "{}");

        assertThat(ended.error()).as("%s", ended.cause()).isEqualTo("States.ResultWriterFailed");
    }

    @Test
    void describesAMapRunAsRecordedAtAws() {
        DescribeExecutionResponse ended = workflows.run(map("\"Items\": [1, 2], \"MaxConcurrency\": 1", "P"), "{}");

        List<MapRunListItem> runs = workflows
                .client
                .listMapRuns(r -> r.executionArn(ended.executionArn()))
                .mapRuns();
        assertThat(runs).hasSize(1);
        MapRunListItem listed = runs.getFirst();
        String machine =
                ended.stateMachineArn().substring(ended.stateMachineArn().lastIndexOf(':') + 1);
        assertThat(listed.mapRunArn()).startsWith("arn:aws:states:eu-west-1:123456789012:mapRun:" + machine + "/S:");
        assertThat(listed.stateMachineArn()).isEqualTo(ended.stateMachineArn() + "/S");
        assertThat(listed.executionArn()).isEqualTo(ended.executionArn());
        assertThat(listed.startDate()).isNotNull();
        assertThat(listed.stopDate()).isNotNull();
        DescribeMapRunResponse run = workflows.client.describeMapRun(r -> r.mapRunArn(listed.mapRunArn()));
        assertThat(run.executionArn()).isEqualTo(ended.executionArn());
        assertThat(run.status()).isEqualTo(MapRunStatus.SUCCEEDED);
        assertThat(run.maxConcurrency()).isEqualTo(1);
        assertThat(run.toleratedFailureCount()).isZero();
        assertThat(run.toleratedFailurePercentage()).isZero();
        assertThat(run.redriveCount()).isZero();
        assertThat(List.of(
                        run.itemCounts().total(),
                        run.itemCounts().succeeded(),
                        run.itemCounts().failed(),
                        run.itemCounts().aborted(),
                        run.itemCounts().timedOut(),
                        run.itemCounts().running(),
                        run.itemCounts().pending()))
                .containsExactly(2L, 2L, 0L, 0L, 0L, 0L, 0L);
        assertThat(List.of(
                        run.executionCounts().total(),
                        run.executionCounts().succeeded(),
                        run.executionCounts().failed(),
                        run.executionCounts().aborted(),
                        run.executionCounts().timedOut(),
                        run.executionCounts().running(),
                        run.executionCounts().pending()))
                .containsExactly(2L, 2L, 0L, 0L, 0L, 0L, 0L);
    }

    @Test
    void countsItemsAndTheirChildExecutionsApart() {
        DescribeExecutionResponse ended = workflows.run(map("""
            "Items": [1, 2, 3, 4, 5], "ItemBatcher": {"MaxItemsPerBatch": 2},
              "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Arguments": {"Bucket": "work"}}""", "P"), "{}");

        MapRunListItem listed = workflows
                .client
                .listMapRuns(r -> r.executionArn(ended.executionArn()))
                .mapRuns()
                .getFirst();
        DescribeMapRunResponse run = workflows.client.describeMapRun(r -> r.mapRunArn(listed.mapRunArn()));
        assertThat(run.itemCounts().total()).isEqualTo(5);
        assertThat(run.itemCounts().succeeded()).isEqualTo(5);
        assertThat(run.itemCounts().resultsWritten()).isEqualTo(5);
        assertThat(run.executionCounts().total()).isEqualTo(3);
        assertThat(run.executionCounts().succeeded()).isEqualTo(3);
        assertThat(run.executionCounts().resultsWritten()).isEqualTo(3);
    }

    @Test
    void givesEachChildAContextOfItsOwn() {
        List<String> contexts = new ArrayList<>();
        workflows.functions.define("f", payload -> {
            contexts.add(payload.path("Execution").path("Id").asText());
            return payload.path("Execution").path("Input");
        });

        JsonNode output = workflows.output(
                flow(
                        "M",
                        "\"M\": "
                                + state("\"Items\": [1, 2], \"MaxConcurrency\": 1", "T")
                                        .replace(
                                                "$states.input %}\"}, \"Output\"",
                                                "$states.context %}\"}, \"Output\"")),
                "{}");

        assertThat(output).isEqualTo(json("[1, 2]"));
        assertThat(contexts)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(arn -> arn.matches("arn:aws:states:eu-west-1:123456789012:express:machine-\\d+/M:.+:.+"));
    }

    /// Holds fields of a Map state that the pages forbid.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Items\": [1], \"ItemReader\": {\"Resource\": \"arn:aws:states:::s3:getObject\"}",
                "\"Items\": {\"a\": \"{% 1 %}\"}",
                "\"MaxConcurrency\": -1",
                "\"ToleratedFailureCount\": -1",
                "\"ToleratedFailurePercentage\": 101",
                "\"ToleratedFailurePercentage\": -1",
                "\"ItemBatcher\": {}",
                "\"ItemBatcher\": {\"MaxItemsPerBatch\": 0}",
                "\"ItemBatcher\": {\"MaxInputBytesPerBatch\": 262145}",
                "\"Label\": \"12345678901234567890123456789012345678901\"",
                "\"Label\": \"a b\"",
                "\"ResultWriter\": {\"Resource\": \"arn:aws:states:::s3:putObject\"}",
                "\"ResultWriter\": {\"Resource\": \"arn:aws:states:::s3:getObject\", \"Arguments\": {\"Bucket\": \"b\"}}",
                "\"ItemReader\": {\"Resource\": \"arn:aws:states:::s3:getObject\", \"Arguments\": {\"Bucket\": \"b\"}, "
                        + "\"ReaderConfig\": {\"InputType\": \"JSON\"}}"
            })
    void refusesFieldsOutsideTheirConstraints(String fields) {
        assertRefused(() -> workflows.create(map(fields, "P")), 400, "InvalidDefinition");
    }

    @Test
    void refusesTheFieldsOfADistributedMapInAnInlineOne() {
        assertRefused(() -> workflows.create(single("""
            {"Type": "Map", "ToleratedFailureCount": 1, "End": true,
              "ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}""")), 400, "InvalidDefinition");
    }

    private static String reader(String config, String key) {
        return """
            {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {%s},
              "Arguments": {"Bucket": "work", "Key": "%s"}}""".formatted(config, key);
    }

    /// Returns a state machine that is a distributed map; each item is processed by a state P or by a task T.
    private static String map(String fields, String processor) {
        return single(state(fields, processor));
    }

    private static String state(String fields, String processor) {
        String process = processor.equals("P") ? "{\"Type\": \"Pass\", \"End\": true}" : """
                  {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                    "Arguments": {"FunctionName": "f", "Payload": "{% $states.input %}"}, \
                  "Output": "{% $states.result.Payload %}", "End": true}""";
        return """
            {"Type": "Map", "End": true, %s, "ItemProcessor": {
              "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
              "StartAt": "%s", "States": {"%s": %s}}}""".formatted(fields, processor, processor, process);
    }
}
