package io.featurestore.local.conformance.states;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static io.featurestore.local.conformance.states.Workflows.single;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

/// Checks the calls about executions against the API reference: StartExecution
/// (docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html), StopExecution
/// (docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html), DescribeExecution
/// (docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html), ListExecutions
/// (docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html) and GetExecutionHistory
/// (docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html). Error codes and events
/// are also those that LocalStack recorded at AWS in
/// `tests/aws/services/stepfunctions/v2/test_sfn_api.snapshot.json`.
class ExecutionsConformanceTest {
    private static final String PASS = single("{\"Type\": \"Pass\", \"End\": true}");

    @TempDir
    static Path folder;

    private static Workflows workflows;

    private final CountDownLatch release = new CountDownLatch(1);
    private String pass;
    private String task;

    @BeforeAll
    static void open() throws IOException {
        workflows = new Workflows(folder);
    }

    @AfterAll
    static void close() throws IOException {
        workflows.close();
    }

    @BeforeEach
    void create() {
        workflows.functions.define("f", payload -> {
            release.await();
            return payload;
        });
        pass = workflows.create(PASS);
        task = workflows.create(single("""
            {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "f"},
              "End": true}"""));
    }

    @AfterEach
    void release() {
        release.countDown();
    }

    @Test
    void answersARepeatedStartOfARunningExecutionAsTheFirst() {
        StartExecutionResponse first = workflows.client.startExecution(
                r -> r.stateMachineArn(task).name("once").input("{\"a\": 1}"));
        StartExecutionResponse again = workflows.client.startExecution(
                r -> r.stateMachineArn(task).name("once").input("{\"a\": 1}"));

        assertThat(again.executionArn()).isEqualTo(first.executionArn());
        assertThat(again.startDate()).isEqualTo(first.startDate());
        assertThat(workflows.client.listExecutions(r -> r.stateMachineArn(task)).executions())
                .hasSize(1);
    }

    @Test
    void refusesTheNameOfARunningExecutionWithAnotherInput() {
        workflows.client.startExecution(
                r -> r.stateMachineArn(task).name("once").input("{\"a\": 1}"));

        assertRefused(
                () -> workflows.client.startExecution(
                        r -> r.stateMachineArn(task).name("once").input("{\"a\": 2}")),
                400,
                "ExecutionAlreadyExists");
    }

    @Test
    void refusesTheNameOfAClosedExecutionWhateverTheInput() {
        String arn = workflows
                .client
                .startExecution(r -> r.stateMachineArn(pass).name("once").input("1"))
                .executionArn();
        workflows.await(arn);

        for (String input : List.of("1", "2")) {
            assertRefused(
                    () -> workflows.client.startExecution(
                            r -> r.stateMachineArn(pass).name("once").input(input)),
                    400,
                    "ExecutionAlreadyExists");
        }
    }

    @Test
    void takesTheSameNameForAnotherStateMachine() {
        String other = workflows.create(single("{\"Type\": \"Succeed\"}"));

        String first = workflows
                .client
                .startExecution(r -> r.stateMachineArn(pass).name("once"))
                .executionArn();
        String second = workflows
                .client
                .startExecution(r -> r.stateMachineArn(other).name("once"))
                .executionArn();

        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void namesAnExecutionByAUuidUnlessItIsGivenAName() {
        String arn =
                workflows.client.startExecution(r -> r.stateMachineArn(pass)).executionArn();

        String name = workflows.await(arn).name();
        assertThat(UUID.fromString(name).toString()).isEqualTo(name);
        assertThat(arn).isEqualTo(pass.replace(":stateMachine:", ":execution:") + ":" + name);
    }

    /// Holds characters that a name must not contain.
    @ParameterizedTest
    @ValueSource(
            strings = {
                " ", "\t", "<", ">", "{", "}", "[", "]", "?", "*", "\"", "#", "%", "\\", "^", "|", "~", "`", "$", "&",
                ",", ";", ":", "/", "\u0000", "\u001f", "\u007f", "\u009f", "\ufffe", "\uffff"
            })
    void refusesANameWithACharacterThatIsNotAllowed(String character) {
        assertRefused(
                () -> workflows.client.startExecution(
                        r -> r.stateMachineArn(pass).name("a" + character + "b")),
                400,
                "InvalidName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b_c-d", "+=@'()!", "이름", "Zoë", "1"})
    void takesAnyOtherNameUpTo80Characters(String name) {
        String longest = name + "x".repeat(80 - name.length());

        assertThat(workflows
                        .await(workflows
                                .client
                                .startExecution(r -> r.stateMachineArn(pass).name(longest))
                                .executionArn())
                        .name())
                .isEqualTo(longest);
        assertRefused(
                () -> workflows.client.startExecution(
                        r -> r.stateMachineArn(pass).name(longest + "y")),
                400,
                "InvalidName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not some validate json", "{'not': 'valid'}", "", "{", "{\"a\": }", "[1,]"})
    void refusesAnInputThatIsNoJson(String input) {
        assertRefused(
                () -> workflows.client.startExecution(
                        r -> r.stateMachineArn(pass).input(input)),
                400,
                "InvalidExecutionInput");
    }

    /// Holds JSON that is no object; AWS was seen to take it.
    @ParameterizedTest
    @ValueSource(strings = {"2", "\"some text\"", "null", "[1, 2]", "true"})
    void takesAnyJsonAsInput(String input) {
        String arn = workflows
                .client
                .startExecution(r -> r.stateMachineArn(pass).input(input))
                .executionArn();

        DescribeExecutionResponse ended = workflows.await(arn);
        assertThat(ended.input()).isEqualTo(input);
        assertThat(Workflows.output(ended)).isEqualTo(Workflows.json(input));
    }

    /// Holds the text of an input string; the limit counts the bytes of UTF-8 of the whole input.
    @ParameterizedTest
    @CsvSource({"x, 262142, true", "x, 262143, false", "é, 131071, true", "é, 131072, false"})
    void takesAnInputOf262144Bytes(String character, int count, boolean taken) {
        String input = '"' + character.repeat(count) + '"';

        if (taken) {
            String arn = workflows
                    .client
                    .startExecution(r -> r.stateMachineArn(pass).input(input))
                    .executionArn();
            assertThat(workflows.await(arn).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        } else {
            assertRefused(
                    () -> workflows.client.startExecution(
                            r -> r.stateMachineArn(pass).input(input)),
                    400,
                    "InvalidExecutionInput");
        }
    }

    @Test
    void describesARunningExecution() {
        StartExecutionResponse started = workflows.client.startExecution(
                r -> r.stateMachineArn(task).name("one").input("{\"a\": 1}"));

        DescribeExecutionResponse running =
                workflows.client.describeExecution(r -> r.executionArn(started.executionArn()));

        assertThat(running.executionArn()).isEqualTo(started.executionArn());
        assertThat(running.stateMachineArn()).isEqualTo(task);
        assertThat(running.name()).isEqualTo("one");
        assertThat(running.status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(running.startDate()).isEqualTo(started.startDate()).isAfterOrEqualTo(Workflows.BEGIN);
        assertThat(running.stopDate()).isNull();
        assertThat(running.input()).isEqualTo("{\"a\": 1}");
        assertThat(running.inputDetails().included()).isTrue();
        assertThat(running.output()).isNull();
        assertThat(running.error()).isNull();
        assertThat(running.redriveCount()).isZero();
    }

    @Test
    void describesAnExecutionThatSucceeded() {
        DescribeExecutionResponse ended = workflows.run(single("""
            {"Type": "Pass", "Output": {"Arg1": "argument1"}, "End": true}"""), "{}");

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.output()).isEqualTo("{\"Arg1\":\"argument1\"}");
        assertThat(ended.outputDetails().included()).isTrue();
        assertThat(ended.stopDate()).isEqualTo(ended.startDate());
        assertThat(ended.error()).isNull();
        assertThat(ended.cause()).isNull();
    }

    @Test
    void stopsAnExecutionWithAnErrorAndACause() {
        String arn =
                workflows.client.startExecution(r -> r.stateMachineArn(task)).executionArn();

        var stopped = workflows.client.stopExecution(
                r -> r.executionArn(arn).error("Unneeded").cause("by hand"));

        DescribeExecutionResponse ended = workflows.await(arn);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(ended.error()).isEqualTo("Unneeded");
        assertThat(ended.cause()).isEqualTo("by hand");
        assertThat(ended.stopDate()).isEqualTo(stopped.stopDate());
        assertThat(ended.output()).isNull();
        HistoryEvent last = workflows.history(arn).getLast();
        assertThat(last.typeAsString()).isEqualTo("ExecutionAborted");
        assertThat(last.executionAbortedEventDetails().error()).isEqualTo("Unneeded");
        assertThat(last.executionAbortedEventDetails().cause()).isEqualTo("by hand");
    }

    @Test
    void stopsAnExecutionWithoutAReason() {
        String arn =
                workflows.client.startExecution(r -> r.stateMachineArn(task)).executionArn();

        workflows.client.stopExecution(r -> r.executionArn(arn));

        DescribeExecutionResponse ended = workflows.await(arn);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(ended.error()).isNull();
        assertThat(ended.cause()).isNull();
        assertThat(workflows.history(arn).getLast().executionAbortedEventDetails())
                .isNotNull();
    }

    @Test
    void refusesAReasonForTheStopThatIsTooLong() {
        String arn =
                workflows.client.startExecution(r -> r.stateMachineArn(task)).executionArn();

        assertRefused(
                () -> workflows.client.stopExecution(r -> r.executionArn(arn).error("x".repeat(257))),
                400,
                "ValidationException");
        assertRefused(
                () -> workflows.client.stopExecution(r -> r.executionArn(arn).cause("x".repeat(32_769))),
                400,
                "ValidationException");
        assertThat(workflows.client.describeExecution(r -> r.executionArn(arn)).status())
                .isEqualTo(ExecutionStatus.RUNNING);
        workflows.client.stopExecution(
                r -> r.executionArn(arn).error("x".repeat(256)).cause("x".repeat(32_768)));
        assertThat(workflows.await(arn).cause()).hasSize(32_768);
    }

    @Test
    void listsTheMostRecentExecutionFirst() {
        String wait = workflows.create(single("{\"Type\": \"Wait\", \"Seconds\": 1, \"End\": true}"));
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            started.add(workflows
                    .client
                    .startExecution(r -> r.stateMachineArn(wait))
                    .executionArn());
            workflows.await(started.getLast());
        }
        Collections.reverse(started);

        assertThat(arns(workflows.client.listExecutions(r -> r.stateMachineArn(wait))))
                .isEqualTo(started);
        ListExecutionsResponse first =
                workflows.client.listExecutions(r -> r.stateMachineArn(wait).maxResults(2));
        assertThat(arns(first)).isEqualTo(started.subList(0, 2));
        ListExecutionsResponse second = workflows.client.listExecutions(
                r -> r.stateMachineArn(wait).maxResults(2).nextToken(first.nextToken()));
        assertThat(arns(second)).isEqualTo(started.subList(2, 4));
        ListExecutionsResponse third = workflows.client.listExecutions(
                r -> r.stateMachineArn(wait).maxResults(2).nextToken(second.nextToken()));
        assertThat(arns(third)).isEqualTo(started.subList(4, 5));
        assertThat(third.nextToken()).isNull();
        assertThat(
                        workflows
                                .client
                                .listExecutionsPaginator(
                                        r -> r.stateMachineArn(wait).maxResults(1))
                                .executions()
                                .stream()
                                .map(ExecutionListItem::executionArn))
                .containsExactlyElementsOf(started);
    }

    @Test
    void listsAHundredExecutionsUnlessAskedForOthers() {
        for (int i = 0; i < 101; i++) {
            workflows.await(workflows
                    .client
                    .startExecution(r -> r.stateMachineArn(pass))
                    .executionArn());
        }

        assertThat(workflows.client.listExecutions(r -> r.stateMachineArn(pass)).executions())
                .hasSize(100);
        assertThat(workflows
                        .client
                        .listExecutions(r -> r.stateMachineArn(pass).maxResults(0))
                        .executions())
                .hasSize(100);
        assertThat(workflows
                        .client
                        .listExecutions(r -> r.stateMachineArn(pass).maxResults(1000))
                        .executions())
                .hasSize(101);
        assertThat(workflows
                        .client
                        .listExecutionsPaginator(r -> r.stateMachineArn(pass))
                        .executions())
                .hasSize(101);
    }

    @Test
    void listsTheExecutionsOfAStatus() {
        String running =
                workflows.client.startExecution(r -> r.stateMachineArn(task)).executionArn();
        String aborted =
                workflows.client.startExecution(r -> r.stateMachineArn(task)).executionArn();
        workflows.client.stopExecution(r -> r.executionArn(aborted));
        workflows.await(aborted);

        assertThat(arns(workflows.client.listExecutions(
                        r -> r.stateMachineArn(task).statusFilter("RUNNING"))))
                .containsExactly(running);
        ListExecutionsResponse listed =
                workflows.client.listExecutions(r -> r.stateMachineArn(task).statusFilter("ABORTED"));
        assertThat(arns(listed)).containsExactly(aborted);
        assertThat(listed.executions().getFirst().stateMachineArn()).isEqualTo(task);
        assertThat(listed.executions().getFirst().stopDate()).isNotNull();
        assertThat(listed.executions().getFirst().redriveCount()).isZero();
        assertThat(workflows
                        .client
                        .listExecutions(r -> r.stateMachineArn(task).statusFilter("FAILED"))
                        .executions())
                .isEmpty();
        assertRefused(
                () -> workflows.client.listExecutions(
                        r -> r.stateMachineArn(task).statusFilter("succeeded")),
                400,
                "ValidationException");
    }

    @Test
    void givesTheHistoryInBothOrdersAndByPages() {
        String arn = workflows
                .client
                .startExecution(r -> r.stateMachineArn(pass).input("{\"a\": 1}"))
                .executionArn();
        workflows.await(arn);

        List<HistoryEvent> events =
                workflows.client.getExecutionHistory(r -> r.executionArn(arn)).events();
        assertThat(events)
                .extracting(HistoryEvent::typeAsString)
                .containsExactly("ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded");
        assertThat(events).extracting(HistoryEvent::id).containsExactly(1L, 2L, 3L, 4L);
        assertThat(events).extracting(HistoryEvent::previousEventId).containsExactly(0L, 0L, 2L, 3L);
        assertThat(events.getFirst().executionStartedEventDetails().roleArn()).isNotBlank();
        assertThat(events.getFirst().executionStartedEventDetails().input()).isEqualTo("{\"a\": 1}");
        assertThat(events.getFirst()
                        .executionStartedEventDetails()
                        .inputDetails()
                        .truncated())
                .isFalse();
        List<HistoryEvent> reversed = workflows
                .client
                .getExecutionHistory(r -> r.executionArn(arn).reverseOrder(true))
                .events();
        assertThat(reversed).isEqualTo(events.reversed());
        GetExecutionHistoryResponse page = workflows.client.getExecutionHistory(
                r -> r.executionArn(arn).maxResults(3).reverseOrder(true));
        assertThat(page.events()).isEqualTo(events.reversed().subList(0, 3));
        GetExecutionHistoryResponse rest = workflows.client.getExecutionHistory(
                r -> r.executionArn(arn).maxResults(3).reverseOrder(true).nextToken(page.nextToken()));
        assertThat(rest.events()).containsExactly(events.getFirst());
        assertThat(rest.nextToken()).isNull();
    }

    @Test
    void leavesTheDataOutOfTheHistoryIfAsked() {
        String arn = workflows
                .client
                .startExecution(r -> r.stateMachineArn(pass).input("{\"a\": 1}"))
                .executionArn();
        workflows.await(arn);

        List<HistoryEvent> bare = workflows
                .client
                .getExecutionHistory(r -> r.executionArn(arn).includeExecutionData(false))
                .events();

        assertThat(bare).hasSize(4);
        assertThat(bare.get(0).executionStartedEventDetails().input()).isNull();
        assertThat(bare.get(1).stateEnteredEventDetails().input()).isNull();
        assertThat(bare.get(1).stateEnteredEventDetails().name()).isEqualTo("S");
        assertThat(bare.get(2).stateExitedEventDetails().output()).isNull();
        assertThat(bare.get(3).executionSucceededEventDetails().output()).isNull();
    }

    /// Holds a call, the ARN that it gets, and the error that the reference names.
    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(delimiter = '|', textBlock = """
        start    | not_a_valid_arn                                                       | InvalidArn
        start    | arn:aws:states:eu-west-1:123456789012:stateMachine:none               | StateMachineDoesNotExist
        list     | invalid_state_machine_arn                                             | InvalidArn
        list     | arn:aws:states:eu-west-1:123456789012:stateMachine:none               | StateMachineDoesNotExist
        describe | invalid_state_machine_arn                                             | InvalidArn
        describe | arn:aws:states:eu-west-1:123456789012:execution:machine-1:none        | ExecutionDoesNotExist
        stop     | invalid_state_machine_arn                                             | InvalidArn
        stop     | arn:aws:states:eu-west-1:123456789012:execution:machine-1:none        | ExecutionDoesNotExist
        history  | invalid_state_machine_arn                                             | InvalidArn
        history  | arn:aws:states:eu-west-1:123456789012:execution:machine-1:none        | ExecutionDoesNotExist
        mapRuns  | invalid_state_machine_arn                                             | InvalidArn
        mapRuns  | arn:aws:states:eu-west-1:123456789012:execution:machine-1:none        | ExecutionDoesNotExist
        mapRun   | invalid_map_run_arn                                                   | InvalidArn
        mapRun   | arn:aws:states:eu-west-1:123456789012:mapRun:machine-1/S:none         | ResourceNotFound
        """)
    void refusesWhatIsNotThere(String call, String arn, String error) {
        assertRefused(
                () -> {
                    switch (call) {
                        case "start" -> workflows.client.startExecution(r -> r.stateMachineArn(arn));
                        case "list" -> workflows.client.listExecutions(r -> r.stateMachineArn(arn));
                        case "describe" -> workflows.client.describeExecution(r -> r.executionArn(arn));
                        case "stop" -> workflows.client.stopExecution(r -> r.executionArn(arn));
                        case "history" -> workflows.client.getExecutionHistory(r -> r.executionArn(arn));
                        case "mapRuns" -> workflows.client.listMapRuns(r -> r.executionArn(arn));
                        default -> workflows.client.describeMapRun(r -> r.mapRunArn(arn));
                    }
                },
                400,
                error);
    }

    @Test
    void refusesAPageThatIsTooLargeAndATokenThatWasNeverGiven() {
        String arn =
                workflows.client.startExecution(r -> r.stateMachineArn(pass)).executionArn();
        workflows.await(arn);

        assertRefused(
                () -> workflows.client.listExecutions(
                        r -> r.stateMachineArn(pass).maxResults(1001)),
                400,
                "ValidationException");
        assertRefused(
                () -> workflows.client.getExecutionHistory(
                        r -> r.executionArn(arn).maxResults(1001)),
                400,
                "ValidationException");
        assertRefused(
                () -> workflows.client.listExecutions(
                        r -> r.stateMachineArn(pass).nextToken("other")),
                400,
                "InvalidToken");
        assertRefused(
                () -> workflows.client.getExecutionHistory(
                        r -> r.executionArn(arn).nextToken("other")),
                400,
                "InvalidToken");
    }

    private static List<String> arns(ListExecutionsResponse page) {
        return page.executions().stream().map(ExecutionListItem::executionArn).toList();
    }
}
