package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.Deployment;
import io.featurestore.local.faults.FaultKind;
import io.featurestore.local.faults.FaultPlan;
import io.featurestore.local.faults.FaultRule;
import io.featurestore.local.faults.Faults;
import io.featurestore.machine.ExportStack.Run;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs exports whose functions Lambda has put to sleep, whose converters are lost, and whose execution ends
/// without its clean-up. The machine is the deployed one, but its retries wait one second.
class LambdaFailuresTest {
    private static final int CHUNKS = 4;
    private static final int ROWS = 400;

    /// docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    private static final int LARGEST_INPUT = 256 << 10;

    private static final Map<String, String> STARTED = new HashMap<>();
    private static final Map<String, Faults.Holding> FAULTS = new HashMap<>();

    private static ExportStack stack;

    @BeforeAll
    static void startAll(@TempDir Path folder) throws Exception {
        BadInputTestGroups.write(folder, ROWS);
        stack = ExportStack.start(folder);
        String machine = deploy();
        List<FaultRule> asleep = new ArrayList<>();
        for (String function : functions()) {
            // The children of the map are too short to wake a converter, so only the call before the map may meet it.
            String call = function.endsWith("Chunk") ? ":asleep\".*\"warm\":true" : ":asleep\"";
            asleep.add(FaultRule.of(FaultKind.FUNCTION_INACTIVE)
                    .in(function)
                    .about(call)
                    .times(2));
        }
        hold("asleep", asleep);
        hold("refused", List.of(inactive("ResolveTable", "refused"), inactive("CleanUp", "refused")));
        stack.aws().put(ExportStack.WORK, "work/refused/left.json", new byte[] {1});
        hold("lost", List.of(lost("lost", 1, 2), lost("lost", 3, 2)));
        hold("lost-twice", List.of(lost("lost-twice", 2, 4)));
        stack.aws().put(ExportStack.WORK, "work/too-large/left.json", new byte[] {1});
        start(machine, "whole", "");
        start(machine, "asleep", ",'maxCostUsd':5");
        start(machine, "refused", ",'where':'nobodys_column = 1'");
        start(machine, "lost", "");
        start(machine, "lost-twice", "");
        start(machine, "too-large", ",'where':'" + "x".repeat(LARGEST_INPUT - 400) + "'");
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void functionsThatWereIdleForWeeksAreWokenOneAfterTheOther() throws IOException {
        assertThat(lines("asleep")).isEqualTo(lines("whole"));
        assertThat(FAULTS.get("asleep").fired())
                .as("two refusals of each function but the converter of another form")
                .isEqualTo(Map.of(FaultKind.FUNCTION_INACTIVE, 2 * (functions().size() - 1)));
        assertThat(left("asleep")).isEmpty();
    }

    @Test
    void aFailedExportIsCleanedUpByAFunctionThatWasIdle() {
        assertThat(ended("refused").error()).isEqualTo("InvalidQuery");
        assertThat(FAULTS.get("refused").fired()).isEqualTo(Map.of(FaultKind.FUNCTION_INACTIVE, 4));
        assertThat(left("refused")).isEmpty();
    }

    @Test
    void chunksWhoseChildrenWereLostAreConvertedAgain() throws IOException {
        assertThat(lines("lost")).isEqualTo(lines("whole"));
        assertThat(ended("lost").output().path("chunks").toString())
                .isEqualTo("{\"planned\":" + CHUNKS + ",\"repaired\":2}");
        assertThat(FAULTS.get("lost").fired()).isEqualTo(Map.of(FaultKind.FUNCTION_SERVICE_ERROR, 4));
        assertThat(left("lost")).isEmpty();
    }

    @Test
    void aChunkThatIsLostTwiceFailsTheExportWithItsReason() {
        Run run = ended("lost-twice");

        assertThat(run.error()).isEqualTo("Internal");
        assertThat(run.cause()).startsWith("AWS Lambda kept failing a step (Lambda.ServiceException");
        assertThat(left("lost-twice")).isEmpty();
        assertThat(stack.keys(ExportStack.EXPORTS, "out/lost-twice")).isEmpty();
    }

    /// No state catches this error:
    /// docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html.
    @Test
    void anExecutionThatEndsWithoutItsCleanUpIsCleanedUpFromOutside() throws Exception {
        assertThat(ended("too-large").error()).isEqualTo("States.DataLimitExceeded");
        for (int i = 0; i < 500 && !left("too-large").isEmpty(); i++) {
            Thread.sleep(20);
        }
        assertThat(left("too-large")).isEmpty();
    }

    private static void hold(String name, List<FaultRule> rules) {
        FAULTS.put(name, stack.aws().faults().add(new FaultPlan(1, rules)));
    }

    private static FaultRule inactive(String function, String name) {
        return FaultRule.of(FaultKind.FUNCTION_INACTIVE)
                .in(function)
                .about(":" + name + "\"")
                .times(2);
    }

    /// Makes the first calls for a chunk fail. A child makes two.
    private static FaultRule lost(String name, int chunk, int calls) {
        return FaultRule.of(FaultKind.FUNCTION_SERVICE_ERROR)
                .in("ConvertChunk")
                .about(":" + name + "\".*\"chunk\":\\{\"index\":" + chunk + ",")
                .times(calls);
    }

    private static String deploy() throws IOException {
        JsonNode hurried = Json.MAPPER.readTree(ExportStack.text("export/statemachine/export.asl.json"));
        hurried.findValues("Retry").forEach(LambdaFailuresTest::hurry);
        return stack.aws()
                .deploy(new Deployment(
                        "hurried",
                        hurried.toString(),
                        ExportStack.text("export/functions.json"),
                        ExportStack.SUBSTITUTIONS,
                        Optional.of(ExportStack.STOP_RULE),
                        LambdaFailuresTest.class.getClassLoader()));
    }

    /// Shortens the pauses, and leaves one retry for errors that are none of waking.
    private static void hurry(JsonNode policies) {
        for (JsonNode policy : policies) {
            ((ObjectNode) policy).put("IntervalSeconds", 1);
            if (policy.path("ErrorEquals").toString().contains("Lambda.ServiceException")) {
                ((ObjectNode) policy).put("MaxAttempts", 1);
            }
        }
    }

    /// Returns the functions that the state machine calls.
    private static List<String> functions() throws IOException {
        String definition = ExportStack.text("export/statemachine/export.asl.json");
        List<String> names = new ArrayList<>();
        for (JsonNode function : Json.MAPPER.readTree(ExportStack.text("export/functions.json"))) {
            String name = function.path("name").asText();
            if (definition.contains("${" + name + "}")) {
                names.add(name);
            }
        }
        return names;
    }

    private static void start(String machine, String name, String more) {
        String request = ("{'featureGroupName':'customers','output':'s3://" + ExportStack.EXPORTS + "/out/" + name
                        + ".json','compression':'none','records':'all','includeDeleted':true,'chunkSize':"
                        + ROWS / CHUNKS
                        + ",'orderBy':['customer_id','event_time']" + more + "}")
                .replace('\'', '"');
        assertThat(request.length()).isLessThanOrEqualTo(LARGEST_INPUT);
        STARTED.put(
                name,
                stack.sfn()
                        .startExecution(
                                r -> r.stateMachineArn(machine).name(name).input(request))
                        .executionArn());
    }

    private static Run ended(String name) {
        return stack.await(name, STARTED.get(name));
    }

    private static List<String> left(String name) {
        return stack.keys(ExportStack.WORK, "work/" + name + "/");
    }

    private static List<String> lines(String name) throws IOException {
        Run run = ended(name);
        run.succeeded();
        return Files.readAllLines(stack.file(run.uri()));
    }
}
