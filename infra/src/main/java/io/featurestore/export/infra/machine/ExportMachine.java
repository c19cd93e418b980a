package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.Logs;
import io.featurestore.export.infra.cdk.ResourceArns;
import io.featurestore.export.infra.cdk.Trust;
import io.featurestore.export.infra.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Version;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.constructs.Construct;

/// Builds the state machine from its unchanged definition file. The file also sets the time-out. The logs
/// contain no data.
public final class ExportMachine extends Construct {
    /// The Distributed Map's label in the definition.
    private static final String MAP = "ConvertChunks";

    private final StateMachine machine;
    private final Optional<ExecutionEncryption> encryption;

    public ExportMachine(
            Construct scope,
            String id,
            Settings settings,
            Path definition,
            ExportFunctions functions,
            Storage storage,
            ExportWorkgroup workgroup,
            Permissions permissions,
            Logs logs) {
        super(scope, id);
        Settings.Concurrency concurrency = settings.concurrency();
        Map<String, String> substitutions = new HashMap<>(Map.of(
                "ExportBucket",
                storage.exports().getBucketName(),
                "WorkBucket",
                storage.work().getBucketName(),
                "Workgroup",
                workgroup.name(),
                "Partition",
                Stack.of(this).getPartition(),
                "ConcurrentExports",
                String.valueOf(concurrency.exports()),
                "ConcurrentChunks",
                String.valueOf(concurrency.chunks()),
                "ReservedConcurrency",
                String.valueOf(concurrency.reserved().orElse(0)),
                "UnloadFromBytes",
                String.valueOf(settings.athena().unloadFromBytes().orElse(-1L))));
        Map<String, Version> called = called(functions, definition);
        called.forEach((name, version) -> substitutions.put(name, version.getFunctionArn()));
        Role role = Role.Builder.create(this, "Role")
                .description("What the state machine of the export may do")
                .assumedBy(Trust.stateMachines(this))
                .build();
        encryption = settings.executionKeyArn().map(key -> new ExecutionEncryption(new ResourceArns(this), key));
        encryption.ifPresent(key -> key.allow(role));
        machine = StateMachine.Builder.create(this, "Machine")
                .comment("Exports the offline store of a feature group to S3")
                .stateMachineType(StateMachineType.STANDARD)
                .definitionBody(DefinitionBody.fromFile(definition.toString()))
                .definitionSubstitutions(substitutions)
                .role(role)
                .tracingEnabled(true)
                .logs(LogOptions.builder()
                        .level(LogLevel.ALL)
                        .includeExecutionData(false)
                        .destination(logs.createVended(this, "Logs"))
                        .build())
                .build();
        encryption.ifPresent(key -> key.encrypt((CfnStateMachine)
                Objects.requireNonNull(machine.getNode().getDefaultChild(), "a machine has a resource")));
        machine.addToRolePolicy(allVersions(called).statement());
        allowMap(permissions);
        allowCounting(functions);
    }

    /// Allows ValidateRequest to count the running exports. The permission is a separate policy, too: the
    /// machine is created after the function.
    private void allowCounting(ExportFunctions functions) {
        Function validate = Objects.requireNonNull(
                functions.functions().get("ValidateRequest"), "the functions' list has no ValidateRequest");
        Objects.requireNonNull(validate.getRole(), "a function has a role")
                .attachInlinePolicy(Policy.Builder.create(this, "Counting")
                        .statements(List.of(Grant.of("states:ListExecutions", machine.getStateMachineArn())
                                .statement()))
                        .build());
    }

    /// Allows calls of every version of the functions, as running executions call the versions of earlier
    /// deployments.
    private static Grant allVersions(Map<String, Version> called) {
        return new Grant(
                List.of("lambda:InvokeFunction"),
                called.values().stream()
                        .map(version -> version.getLambda().getFunctionArn() + ":*")
                        .toList());
    }

    /// Returns the versions of the functions that the definition calls.
    private static Map<String, Version> called(ExportFunctions functions, Path definition) {
        try {
            String text = Files.readString(definition);
            Map<String, Version> called = new LinkedHashMap<>(functions.versions());
            called.keySet().removeIf(name -> !text.contains("${" + name + "}"));
            return called;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public StateMachine machine() {
        return machine;
    }

    /// Returns what callers of Step Functions need to start and read executions, beside the permissions for
    /// these calls themselves.
    public List<Grant> callers() {
        return encryption.map(ExecutionEncryption::callers).stream().toList();
    }

    /// Returns the ARNs of its executions.
    public String executions() {
        return executions("");
    }

    private String executions(String label) {
        return new ResourceArns(this).arn("states", "execution:" + machine.getStateMachineName() + label + ":*");
    }

    /// Adds the permissions as a separate policy. An inline policy of the role that names the machine would
    /// be a circular dependency in CloudFormation.
    private void allowMap(Permissions permissions) {
        List<PolicyStatement> statements = new ArrayList<>(List.of(
                Grant.of("states:StartExecution", machine.getStateMachineArn()).statement(),
                new Grant(
                                List.of("states:DescribeExecution", "states:StopExecution", "states:RedriveExecution"),
                                List.of(executions(), executions("/" + MAP)))
                        .statement()));
        permissions.ofMap().forEach(grant -> statements.add(grant.statement()));
        machine.getRole()
                .attachInlinePolicy(Policy.Builder.create(this, "Map")
                        .statements(statements)
                        .build());
    }
}
