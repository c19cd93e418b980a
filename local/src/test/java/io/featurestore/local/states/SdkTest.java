package io.featurestore.local.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.local.http.Front;
import io.featurestore.local.states.expression.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.MapRunStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/// Step Functions as the SDK's client sees it.
class SdkTest {
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final String DEFINITION = """
                                             {"QueryLanguage": "JSONata", "StartAt": "All", "States": {"All": {"Type": "Map", "Items": [1, 2],
                                               "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                                                 "StartAt": "F", "States": {"F": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                                                   "Arguments": {"FunctionName": "f", "Payload": "{% $states.input %}"},
                                                   "Output": "{% $states.result.Payload %}", "End": true}}}, "End": true}}}
                                             """;

    @TempDir
    Path folder;

    @Test
    void servesTheClientOfTheSdk() throws Exception {
        try (TestMachine machine = new TestMachine(folder);
                Front front = Front.bind(0)) {
            machine.functions.script("f", Json.parse("[{\"echo\": true}]"));
            front.register(machine.service);
            front.start();
            try (SfnClient client = client(front.endpoint())) {
                String arn = create(client);
                String execution = client.startExecution(
                                r -> r.stateMachineArn(arn).name("x").input("{\"a\": 1}"))
                        .executionArn();
                machine.await(execution);
                checkExecution(client, arn, execution);
                checkMapRun(client, execution);
                assertThatThrownBy(() -> client.startExecution(
                                r -> r.stateMachineArn(arn).name("x")))
                        .isInstanceOf(ExecutionAlreadyExistsException.class);
            }
        }
    }

    private static String create(SfnClient client) {
        assertThatThrownBy(() -> client.createStateMachine(
                        r -> r.name("sdk").roleArn("role").definition("{}")))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("/StartAt: is missing");
        String arn = client.createStateMachine(r -> r.name("sdk")
                        .roleArn("arn:aws:iam::123456789012:role/r")
                        .definition(DEFINITION))
                .stateMachineArn();
        var described = client.describeStateMachine(r -> r.stateMachineArn(arn));
        assertThat(described.type()).isEqualTo(StateMachineType.STANDARD);
        assertThat(described.definition()).isEqualTo(DEFINITION);
        assertThat(described.creationDate()).isEqualTo(BEGIN);
        String other = DEFINITION.replace("[1, 2]", "[1, 2, 3]");
        assertThat(client.updateStateMachine(r -> r.stateMachineArn(arn).definition(other))
                        .updateDate())
                .isEqualTo(BEGIN);
        assertThat(client.listStateMachines().stateMachines()).hasSize(1);
        return arn;
    }

    private static void checkExecution(SfnClient client, String arn, String execution) {
        var described = client.describeExecution(r -> r.executionArn(execution));
        assertThat(described.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(described.input()).isEqualTo("{\"a\": 1}");
        assertThat(described.output()).isEqualTo("[1,2,3]");
        assertThat(described.startDate()).isEqualTo(BEGIN);
        assertThat(described.stopDate()).isEqualTo(BEGIN);
        assertThat(client.listExecutionsPaginator(r -> r.stateMachineArn(arn)).executions())
                .hasSize(1);
        var events = client.getExecutionHistory(r -> r.executionArn(execution)).events();
        assertThat(events)
                .extracting(e -> e.type())
                .containsExactly(
                        HistoryEventType.EXECUTION_STARTED,
                        HistoryEventType.MAP_STATE_ENTERED,
                        HistoryEventType.MAP_RUN_STARTED,
                        HistoryEventType.MAP_RUN_SUCCEEDED,
                        HistoryEventType.MAP_STATE_EXITED,
                        HistoryEventType.EXECUTION_SUCCEEDED);
        assertThat(events.get(1).stateEnteredEventDetails().name()).isEqualTo("All");
        assertThat(events.get(4).stateExitedEventDetails().output()).isEqualTo("[1,2,3]");
        assertThat(events.get(5).executionSucceededEventDetails().output()).isEqualTo("[1,2,3]");
        assertThat(events.get(5).previousEventId()).isEqualTo(5);
    }

    private static void checkMapRun(SfnClient client, String execution) {
        var runs = client.listMapRuns(r -> r.executionArn(execution)).mapRuns();
        assertThat(runs).hasSize(1);
        var run = client.describeMapRun(r -> r.mapRunArn(runs.getFirst().mapRunArn()));
        assertThat(run.status()).isEqualTo(MapRunStatus.SUCCEEDED);
        assertThat(run.executionArn()).isEqualTo(execution);
        assertThat(run.itemCounts().total()).isEqualTo(3);
        assertThat(run.itemCounts().succeeded()).isEqualTo(3);
        assertThat(run.executionCounts().succeeded()).isEqualTo(3);
    }

    private static SfnClient client(URI endpoint) {
        return SfnClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .build();
    }
}
