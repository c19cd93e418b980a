package io.featurestore.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.steps.quota.RunningExports.Running;
import io.featurestore.steps.versions.PublishedVersions.Published;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sfn.SfnClient;

class VersionsTest {
    private static final String MACHINE = "arn:aws:states:eu-west-1:1:stateMachine:m";
    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:1:function:f";

    private final CannedService service = new CannedService();
    private final StepFunctionsMachine machine = new StepFunctionsMachine(() -> service.client(SfnClient.builder()));
    private final LambdaFunctions functions = new LambdaFunctions(() -> service.client(LambdaClient.builder()));

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void listsTheRunningExecutionsOfAllPages() {
        service.answers("""
                        {"executions": [{"name": "a", "startDate": 1767225600.5}], "nextToken": "more"}""").answers("""
                        {"executions": [{"name": "b", "startDate": 1767225601}]}""");
        assertThat(machine.beside("arn:aws:states:eu-west-1:1:execution:m:me"))
                .containsExactly(
                        new Running("a", Instant.parse("2026-01-01T00:00:00.500Z")),
                        new Running("b", Instant.parse("2026-01-01T00:00:01Z")));
        assertThat(service.asked().getFirst().body().path("stateMachineArn").asText())
                .isEqualTo(MACHINE);
        assertThat(service.asked().getFirst().body().path("statusFilter").asText())
                .isEqualTo("RUNNING");
        assertThat(service.asked().getLast().body().path("nextToken").asText()).isEqualTo("more");
    }

    @Test
    void listsTheVersionsOfAMachineOfAllPages() {
        service.answers("""
                        {"stateMachineVersions": [{"stateMachineVersionArn": "m:2", "creationDate": 1767225600}],
                         "nextToken": "more"}""").answers("""
                        {"stateMachineVersions": [{"stateMachineVersionArn": "m:1", "creationDate": 1767139200}]}""");
        assertThat(machine.of(MACHINE))
                .containsExactly(
                        new Published("m:2", Instant.parse("2026-01-01T00:00:00Z")),
                        new Published("m:1", Instant.parse("2025-12-31T00:00:00Z")));
    }

    @Test
    void leavesAVersionThatAnAliasPointsTo() {
        service.fails("ConflictException", "referenced by an alias").answers("{}");
        assertThat(machine.delete(MACHINE + ":1")).isFalse();
        assertThat(machine.delete(MACHINE + ":1")).isTrue();
        service.fails("ResourceConflictException", "aliases reference it");
        assertThat(functions.delete(FUNCTION + ":1")).isFalse();
        assertThat(service.asked().getLast().operation()).startsWith("DELETE ").contains("function%3Af?Qualifier=1");
    }

    @Test
    void listsPublishedVersionsOfAFunctionAlone() {
        service.answers("""
                        {"Versions": [
                         {"FunctionArn": "f:$LATEST", "Version": "$LATEST", "LastModified": "2026-01-03T00:00:00.000+0000"},
                         {"FunctionArn": "f:1", "Version": "1", "LastModified": "2026-01-01T00:00:00.000+0000"}]}""");
        assertThat(functions.of(FUNCTION)).containsExactly(new Published("f:1", Instant.parse("2026-01-01T00:00:00Z")));
    }
}
