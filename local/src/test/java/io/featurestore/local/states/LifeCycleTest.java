package io.featurestore.local.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.states.expression.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifeCycleTest {
    private static final String TASK = """
                                       {"QueryLanguage": "JSONata", "StartAt": "T", "States": {"T": {"Type": "Task",
                                         "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "f", "Payload": {}},
                                         "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Never"}], "End": true},
                                         "Never": {"Type": "Succeed"}}}
                                       """;

    private static final Predicate<ObjectNode> STOPPED =
            event -> !event.at("/detail/status").asText().equals("FAILED");

    @TempDir
    Path folder;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final BlockingQueue<ObjectNode> events = new LinkedBlockingQueue<>();
    private TestMachine machine;

    @BeforeEach
    void open() throws IOException {
        machine = new TestMachine(folder);
        machine.functions.define("f", payload -> {
            begun.countDown();
            try {
                Thread.sleep(60_000);
                return payload;
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        machine.deploy(TASK);
        machine.service.whenStopped(TestMachine.ARN, STOPPED, events::add);
    }

    @AfterEach
    void close() throws IOException {
        machine.close();
    }

    @Test
    void stopsAtOnceAndCallsTheRule() throws Exception {
        String arn = started();

        machine.call(
                "StopExecution",
                Json.object().put("executionArn", arn).put("error", "Why").put("cause", "so"));

        JsonNode ended = machine.describe(arn);
        assertThat(ended.path("status").asText()).isEqualTo("ABORTED");
        assertThat(ended.path("error").asText()).isEqualTo("Why");
        assertThat(ended.has("stopDate")).isTrue();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        ObjectNode event = rule();
        assertThat(event.path("detail-type").asText()).isEqualTo("Step Functions Execution Status Change");
        assertThat(event.path("source").asText()).isEqualTo("aws.states");
        assertThat(event.path("time").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(event.path("resources").path(0).asText()).isEqualTo(arn);
        JsonNode detail = event.path("detail");
        assertThat(detail.path("status").asText()).isEqualTo("ABORTED");
        assertThat(detail.path("stateMachineArn").asText()).isEqualTo(TestMachine.ARN);
        assertThat(detail.path("name").asText()).isEqualTo("one");
        assertThat(detail.path("input").asText()).isEqualTo("{\"a\":1}");
        assertThat(detail.path("output").isNull()).isTrue();
        assertThat(detail.path("cause").asText()).isEqualTo("so");
        assertThat(detail.path("startDate").asLong()).isEqualTo(1767323045678L);
        assertThat(machine.eventTypes(arn))
                .containsExactly(
                        "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "ExecutionAborted");
        assertThat(machine.describe(arn)).as("nothing comes after the end").isEqualTo(ended);
    }

    @Test
    void callsTheRuleForTheFailuresThatItsPatternSelects() throws Exception {
        machine.deploy("""
                {"QueryLanguage": "JSONata", "StartAt": "F", "States": {"F": {"Type": "Fail",
                  "Error": "{% $states.input.error %}", "Cause": "because"}}}
                """);
        machine.service.whenStopped(
                TestMachine.ARN, event -> event.at("/detail/error").asText().equals("States.Runtime"), events::add);

        machine.await(machine.start("known", Json.object().put("error", "InvalidRequest")));
        machine.await(machine.start("odd", Json.object().put("error", "States.Runtime")));

        assertThat(rule().at("/detail/name").asText()).isEqualTo("odd");
        machine.service.close();
        assertThat(events).isEmpty();
    }

    @Test
    void abortsWhatAKilledProcessLeftAndCallsTheRule() throws Exception {
        String arn = started();
        machine.close();

        machine = new TestMachine(folder);
        assertThat(machine.describe(arn).path("status").asText()).isEqualTo("RUNNING");
        machine.deploy(TASK);
        machine.service.whenStopped(TestMachine.ARN, STOPPED, events::add);
        machine.service.resume();

        JsonNode ended = machine.describe(arn);
        assertThat(ended.path("status").asText()).isEqualTo("ABORTED");
        assertThat(ended.path("error").asText()).isEqualTo("Local.Killed");
        assertThat(rule().path("detail").path("error").asText()).isEqualTo("Local.Killed");
        assertThat(machine.eventTypes(arn))
                .startsWith("ExecutionStarted", "TaskStateEntered")
                .endsWith("ExecutionAborted");
    }

    @Test
    void letsTheRuleOfAStoppedExecutionEndBeforeItCloses() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        machine.service.whenStopped(TestMachine.ARN, STOPPED, event -> {
            try {
                assertThat(closing.await(10, TimeUnit.SECONDS)).isTrue();
                Thread.sleep(100);
                events.add(event);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        machine.call("StopExecution", Json.object().put("executionArn", started()));

        closing.countDown();
        machine.service.close();

        assertThat(events).hasSize(1);
    }

    @Test
    void callsARuleThatFailedTwiceMore() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        machine.service.whenStopped(TestMachine.ARN, STOPPED, event -> {
            if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException("not this time");
            }
            events.add(event);
        });
        machine.call("StopExecution", Json.object().put("executionArn", started()));

        assertThat(rule().path("detail").path("status").asText()).isEqualTo("ABORTED");
        assertThat(calls).hasValue(3);
    }

    @Test
    void callsARuleThatFailedAgainAfterARestart() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        machine.service.whenStopped(TestMachine.ARN, STOPPED, event -> {
            called.countDown();
            throw new IllegalStateException("not this time");
        });
        machine.call("StopExecution", Json.object().put("executionArn", started()));
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
        machine.close();

        machine = new TestMachine(folder);
        machine.service.whenStopped(TestMachine.ARN, STOPPED, events::add);
        machine.service.resume();

        assertThat(rule().path("detail").path("status").asText()).isEqualTo("ABORTED");
    }

    @Test
    void keepsEndedExecutionsAndTheirHistory() throws Exception {
        machine.functions.script("f", Json.parse("[{\"payload\": 1}]"));
        JsonNode ended = machine.await(machine.start("done", Json.object()));
        List<String> history = machine.eventTypes(ended.path("executionArn").asText());
        machine.close();

        machine = new TestMachine(folder);
        machine.service.resume();

        assertThat(machine.describe(ended.path("executionArn").asText())).isEqualTo(ended);
        assertThat(machine.eventTypes(ended.path("executionArn").asText()))
                .isEqualTo(history)
                .hasSize(7);
        assertThat(events).isEmpty();
    }

    @Test
    void answersTheSameStartTwiceWhileItRuns() throws Exception {
        String arn = started();

        assertThat(machine.start("one", Json.object().put("a", 1))).isEqualTo(arn);
        refused(
                "ExecutionAlreadyExists",
                () -> machine.start("one", Json.object().put("a", 2)));
        machine.call("StopExecution", Json.object().put("executionArn", arn));
        refused(
                "ExecutionAlreadyExists",
                () -> machine.start("one", Json.object().put("a", 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a/b",
                "a:b",
                "a*",
                "a#b",
                "a\tb",
                "123456789012345678901234567890123456789012345678901234567890123456789012345678901"
            })
    void refusesAnExecutionsName(String name) {
        refused("InvalidName", () -> machine.start(name, Json.object()));
    }

    @ParameterizedTest
    @CsvSource({
        "StartExecution, stateMachineArn, x, InvalidArn",
        "StartExecution, stateMachineArn, arn:aws:states:eu-west-1:123456789012:stateMachine:no, "
                + "StateMachineDoesNotExist",
        "DescribeExecution, executionArn, arn:aws:states:eu-west-1:123456789012:execution:m:no, "
                + "ExecutionDoesNotExist",
        "StopExecution, executionArn, x, InvalidArn",
        "DescribeMapRun, mapRunArn, arn:aws:states:eu-west-1:123456789012:mapRun:m/x:no, ResourceNotFound",
        "DescribeExecution, other, x, ValidationException",
        "RedriveExecution, executionArn, x, UnknownOperationException"
    })
    void refusesACall(String operation, String field, String value, String code) {
        refused(code, () -> machine.call(operation, Json.object().put(field, value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "1 2", "{'a':1}"})
    void refusesAnInputThatIsNoJson(String input) {
        refused(
                "InvalidExecutionInput",
                () -> machine.call(
                        "StartExecution",
                        Json.object().put("stateMachineArn", TestMachine.ARN).put("input", input)));
    }

    @Test
    void refusesAnInputOver256KiB() {
        refused(
                "InvalidExecutionInput",
                () -> machine.call(
                        "StartExecution",
                        Json.object()
                                .put("stateMachineArn", TestMachine.ARN)
                                .put("input", "\"" + "x".repeat(262_143) + "\"")));
    }

    @Test
    void pagesTheHistoryBothWays() throws Exception {
        machine.functions.script("f", Json.parse("[{\"payload\": 1}]"));
        String arn = machine.await(machine.start("done", Json.object()))
                .path("executionArn")
                .asText();

        JsonNode first = machine.call(
                "GetExecutionHistory",
                Json.object().put("executionArn", arn).put("maxResults", 5).put("reverseOrder", true));
        JsonNode second = machine.call(
                "GetExecutionHistory",
                Json.object()
                        .put("executionArn", arn)
                        .put("maxResults", 5)
                        .put("reverseOrder", true)
                        .set("nextToken", first.path("nextToken")));

        assertThat(first.path("events")).hasSize(5);
        assertThat(first.path("events").path(0).path("type").asText()).isEqualTo("ExecutionSucceeded");
        assertThat(first.path("events").path(0).path("previousEventId").asInt()).isEqualTo(6);
        assertThat(second.path("events")).hasSize(2);
        assertThat(second.path("events").path(1).path("id").asInt()).isEqualTo(1);
        assertThat(second.has("nextToken")).isFalse();
    }

    @Test
    void listsExecutionsNewestFirstAndByStatus() throws Exception {
        String running = started();
        machine.functions.script("f", Json.parse("[{\"payload\": 1}]"));
        machine.await(machine.start("two", Json.object()));

        JsonNode all = machine.call("ListExecutions", Json.object().put("stateMachineArn", TestMachine.ARN));
        JsonNode open = machine.call(
                "ListExecutions",
                Json.object().put("stateMachineArn", TestMachine.ARN).put("statusFilter", "RUNNING"));

        assertThat(all.path("executions")).hasSize(2);
        assertThat(open.path("executions")).hasSize(1);
        assertThat(open.path("executions").path(0).path("executionArn").asText())
                .isEqualTo(running);
    }

    private String started() throws InterruptedException {
        String arn = machine.start("one", Json.object().put("a", 1));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        return arn;
    }

    private ObjectNode rule() throws InterruptedException {
        ObjectNode event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    private static void refused(String code, ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ServiceException.class, refused -> assertThat(refused.code())
                .isEqualTo(code));
    }
}
