package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.LogRetention;
import io.featurestore.export.infra.cdk.ResourceArns;
import io.featurestore.export.infra.cdk.Trust;
import io.featurestore.export.infra.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.constructs.Construct;

/// Builds the state machine from its unchanged definition file. The file also sets the time-out. The logs contain
/// no data.
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
            Map<String, Alias> functions,
            Storage storage,
            ExportWorkgroup workgroup,
            Permissions permissions,
            IKey logsKey) {
        super(scope, id);
        Map<String, String> substitutions = new HashMap<>(Map.of(
                "ExportBucket",
                storage.exports().getBucketName(),
                "WorkBucket",
                storage.work().getBucketName(),
                "Workgroup",
                workgroup.name()));
        functions.forEach((name, alias) -> substitutions.put(name, alias.getFunctionArn()));
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
                        .destination(logs(settings, logsKey))
                        .build())
                .build();
        encryption.ifPresent(key -> key.encrypt(
                (CfnStateMachine) Objects.requireNonNull(machine.getNode().getDefaultChild(), "a machine has a resource")));
        functions.values().forEach(alias -> alias.grantInvoke(machine));
        allowMap(permissions);
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

    /// Adds the permissions as a separate policy. An inline policy of the role that names the machine would be a
    /// circular dependency in CloudFormation.
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

    /// Returns the log group. Its name begins with /aws/vendedlogs, as the account's log policy would otherwise
    /// grow too long.
    private LogGroup logs(Settings settings, IKey key) {
        return LogGroup.Builder.create(this, "Logs")
                .logGroupName("/aws/vendedlogs/states/" + settings.stackName())
                .retention(LogRetention.of(settings.logRetentionDays()))
                .encryptionKey(key)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }
}
