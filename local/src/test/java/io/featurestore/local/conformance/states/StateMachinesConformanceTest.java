package io.featurestore.local.conformance.states;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static io.featurestore.local.conformance.states.Workflows.ROLE;
import static io.featurestore.local.conformance.states.Workflows.flow;
import static io.featurestore.local.conformance.states.Workflows.single;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/// Checks the calls about state machines against the API reference: CreateStateMachine
/// (docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html), UpdateStateMachine
/// (docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html), DescribeStateMachine
/// (docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html) and ListStateMachines
/// (docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html). The rules of a definition
/// are those of the [Amazon States Language](https://states-language.net/spec.html).
class StateMachinesConformanceTest {
    private static final String PASS = single("{\"Type\": \"Pass\", \"End\": true}");
    private static final String SUCCEED = single("{\"Type\": \"Succeed\"}");

    @TempDir
    Path folder;

    private Workflows workflows;
    private SfnClient client;

    @BeforeEach
    void open() throws IOException {
        workflows = new Workflows(folder);
        client = workflows.client;
    }

    @AfterEach
    void close() throws IOException {
        workflows.close();
    }

    @Test
    void createsAStandardStateMachine() {
        CreateStateMachineResponse created =
                client.createStateMachine(r -> r.name("orders").definition(PASS).roleArn(ROLE));

        assertThat(created.stateMachineArn()).isEqualTo("arn:aws:states:eu-west-1:123456789012:stateMachine:orders");
        assertThat(created.creationDate()).isEqualTo(Workflows.BEGIN);
        DescribeStateMachineResponse described = describe(created.stateMachineArn());
        assertThat(described.name()).isEqualTo("orders");
        assertThat(described.status()).isEqualTo(StateMachineStatus.ACTIVE);
        assertThat(described.type()).isEqualTo(StateMachineType.STANDARD);
        assertThat(described.definition()).isEqualTo(PASS);
        assertThat(described.roleArn()).isEqualTo(ROLE);
        assertThat(described.creationDate()).isEqualTo(created.creationDate());
    }

    @Test
    void answersARepeatedCreationAsTheFirst() {
        CreateStateMachineResponse created =
                client.createStateMachine(r -> r.name("orders").definition(PASS).roleArn(ROLE));

        assertThat(client.createStateMachine(
                                r -> r.name("orders").definition(PASS).roleArn(ROLE))
                        .stateMachineArn())
                .isEqualTo(created.stateMachineArn());
        assertThat(client.listStateMachines().stateMachines()).hasSize(1);
    }

    @Test
    void ignoresAnotherRoleInARepeatedCreation() {
        String arn = client.createStateMachine(
                        r -> r.name("orders").definition(PASS).roleArn(ROLE))
                .stateMachineArn();

        client.createStateMachine(r -> r.name("orders").definition(PASS).roleArn(ROLE + "-other"));

        assertThat(describe(arn).roleArn())
                .as("the role is not updated, even if it is different")
                .isEqualTo(ROLE);
    }

    @Test
    void refusesTheNameOfAStateMachineWithAnotherDefinition() {
        client.createStateMachine(r -> r.name("orders").definition(PASS).roleArn(ROLE));

        assertRefused(
                () -> client.createStateMachine(
                        r -> r.name("orders").definition(SUCCEED).roleArn(ROLE)),
                400,
                "StateMachineAlreadyExists");
        assertRefused(
                () -> client.createStateMachine(
                        r -> r.name("orders").definition(PASS + " ").roleArn(ROLE)),
                400,
                "StateMachineAlreadyExists");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a<b",
                "a{b",
                "a[b",
                "a?b",
                "a*b",
                "a\"b",
                "a#b",
                "a%b",
                "a\\b",
                "a^b",
                "a|b",
                "a~b",
                "a`b",
                "a$b",
                "a&b",
                "a,b",
                "a;b",
                "a:b",
                "a/b",
                "a\u0001b",
                "x12345678901234567890123456789012345678901234567890123456789012345678901234567890"
            })
    void refusesANameThatIsNotAllowed(String name) {
        assertRefused(
                () -> client.createStateMachine(
                        r -> r.name(name).definition(PASS).roleArn(ROLE)),
                400,
                "InvalidName");
    }

    @Test
    void updatesTheDefinitionOrTheRoleAlone() {
        String arn = client.createStateMachine(
                        r -> r.name("orders").definition(PASS).roleArn(ROLE))
                .stateMachineArn();

        var first = client.updateStateMachine(r -> r.stateMachineArn(arn).definition(SUCCEED));
        assertThat(describe(arn).definition()).isEqualTo(SUCCEED);
        assertThat(describe(arn).roleArn()).isEqualTo(ROLE);
        assertThat(describe(arn).revisionId()).isEqualTo(first.revisionId());
        assertThat(first.updateDate()).isEqualTo(Workflows.BEGIN);
        var second = client.updateStateMachine(r -> r.stateMachineArn(arn).roleArn(ROLE + "-other"));
        assertThat(describe(arn).definition()).isEqualTo(SUCCEED);
        assertThat(describe(arn).roleArn()).isEqualTo(ROLE + "-other");
        assertThat(second.revisionId()).isNotEqualTo(first.revisionId());
    }

    @Test
    void refusesAnUpdateOfNothing() {
        String arn = client.createStateMachine(
                        r -> r.name("orders").definition(PASS).roleArn(ROLE))
                .stateMachineArn();

        assertRefused(() -> client.updateStateMachine(r -> r.stateMachineArn(arn)), 400, "MissingRequiredParameter");
    }

    @Test
    void runsNewExecutionsByTheNewDefinitionAndRunningOnesByTheOld() {
        CountDownLatch release = new CountDownLatch(1);
        workflows.functions.define("f", payload -> {
            release.await();
            return payload;
        });
        String arn = workflows.create(flow("T", """
            "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "f"},
              "Next": "Tell"},
            "Tell": {"Type": "Pass", "Output": "old", "End": true}"""));
        String running = client.startExecution(r -> r.stateMachineArn(arn)).executionArn();

        client.updateStateMachine(r ->
                r.stateMachineArn(arn).definition(single("{\"Type\": \"Pass\", \"Output\": \"new\", \"End\": true}")));
        String later = client.startExecution(r -> r.stateMachineArn(arn)).executionArn();
        release.countDown();

        assertThat(Workflows.output(workflows.await(later))).isEqualTo(TextNode.valueOf("new"));
        assertThat(Workflows.output(workflows.await(running))).isEqualTo(TextNode.valueOf("old"));
    }

    @Test
    void listsStateMachinesByPages() {
        for (String name : new String[] {"a", "b", "c", "d", "e"}) {
            client.createStateMachine(r -> r.name(name).definition(PASS).roleArn(ROLE));
        }

        assertThat(client.listStateMachines(r -> r.maxResults(2)).stateMachines())
                .hasSize(2);
        assertThat(client.listStateMachinesPaginator(r -> r.maxResults(2)).stateMachines().stream()
                        .map(StateMachineListItem::name))
                .containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        assertThat(client.listStateMachines().stateMachines())
                .allMatch(machine -> machine.type() == StateMachineType.STANDARD)
                .allMatch(machine -> machine.creationDate().equals(Workflows.BEGIN));
        assertRefused(() -> client.listStateMachines(r -> r.maxResults(1001)), 400, "ValidationException");
        assertRefused(() -> client.listStateMachines(r -> r.nextToken("other")), 400, "InvalidToken");
    }

    @Test
    void knowsNoStateMachineThatWasNotCreated() {
        String none = "arn:aws:states:eu-west-1:123456789012:stateMachine:none";

        assertRefused(() -> describe(none), 400, "StateMachineDoesNotExist");
        assertRefused(
                () -> client.updateStateMachine(r -> r.stateMachineArn(none).definition(PASS)),
                400,
                "StateMachineDoesNotExist");
        assertRefused(() -> describe("not_a_valid_arn"), 400, "InvalidArn");
    }

    /// Holds definitions that break a rule of the language.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"StartAt\": \"S\"}",
                "{\"StartAt\": \"S\", \"States\": {}}",
                "{\"States\": {\"S\": {\"Type\": \"Succeed\"}}}",
                "{\"StartAt\": \"T\", \"States\": {\"S\": {\"Type\": \"Succeed\"}}}",
                "{\"StartAt\": \"S\", \"States\": {\"S\": {}}}",
                "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Sleep\"}}}",
                "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Pass\"}}}",
                "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Pass\", \"Next\": \"T\"}}}",
                "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Pass\", \"Next\": \"S\", \"End\": true}}}",
                "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Succeed\"}, \"T\": {\"Type\": \"Succeed\"}}}",
                "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Task\", \"End\": true}}}",
                "{\"StartAt\": \"S\", \"TimeoutSeconds\": 0, \"States\": {\"S\": {\"Type\": \"Succeed\"}}}",
                "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Pass\", \"Output\": \"{% 1 +\", \"End\": true}}}",
                "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Pass\", \"Output\": \"{% 1 + %}\", \"End\": true}}}",
                "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Parallel\", \"Branches\": [], \"End\": true}}}",
                "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Map\", \"End\": true}}}"
            })
    void refusesADefinitionThatBreaksARule(String definition) {
        String withLanguage = definition.replace("{\"StartAt\"", "{\"QueryLanguage\": \"JSONata\", \"StartAt\"");

        assertThat(assertRefused(
                                () -> client.createStateMachine(r ->
                                        r.name("x").definition(withLanguage).roleArn(ROLE)),
                                400,
                                definition.isEmpty() ? "ValidationException" : "InvalidDefinition")
                        .getMessage())
                .isNotBlank();
        assertThat(client.listStateMachines().stateMachines()).isEmpty();
    }

    @Test
    void endsAnExecutionThatTakesLongerThanTheStateMachineAllows() {
        workflows.functions.define("f", payload -> {
            Thread.sleep(20_000);
            return payload;
        });

        var ended = workflows.run("""
            {"QueryLanguage": "JSONata", "TimeoutSeconds": 1, "StartAt": "T", "States": {
              "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "f"},
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Never"}], "End": true},
              "Never": {"Type": "Succeed"}}}""", "{}");

        assertThat(ended.statusAsString()).isEqualTo("TIMED_OUT");
        assertThat(workflows.history(ended.executionArn()).getLast().typeAsString())
                .isEqualTo("ExecutionTimedOut");
    }

    private DescribeStateMachineResponse describe(String arn) {
        return client.describeStateMachine(r -> r.stateMachineArn(arn));
    }
}
