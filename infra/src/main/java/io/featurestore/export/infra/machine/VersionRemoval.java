package io.featurestore.export.infra.machine;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.infra.cdk.AsyncFailures;
import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.Trust;
import java.util.List;
import java.util.Objects;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/// Calls RemoveOldVersions once a day. Versions of earlier deployments stay for running executions and for a
/// return to them; without a removal they would fill the account's quota of code.
public final class VersionRemoval extends Construct {
    private static final String FUNCTION = "RemoveOldVersions";
    private static final int KEPT_DAYS = 30;

    public VersionRemoval(
            Construct scope, String id, ExportFunctions functions, ExportMachine machine, Queue deadLetters) {
        super(scope, id);
        Alias alias = functions.alias(FUNCTION);
        AsyncFailures.keep(this, "Retries", alias, deadLetters);
        String machineArn = machine.machine().getStateMachineArn();
        List<String> arns = functions.functions().values().stream()
                .map(Function::getFunctionArn)
                .toList();
        allow(alias, arns, machine);
        CfnSchedule.Builder.create(this, "Daily")
                .description("Remove versions that were replaced " + KEPT_DAYS + " days ago")
                .scheduleExpression("rate(1 day)")
                .flexibleTimeWindow(CfnSchedule.FlexibleTimeWindowProperty.builder()
                        .mode("OFF")
                        .build())
                .target(CfnSchedule.TargetProperty.builder()
                        .arn(alias.getFunctionArn())
                        .roleArn(caller(alias, deadLetters).getRoleArn())
                        .input(input(machineArn, arns))
                        .deadLetterConfig(CfnSchedule.DeadLetterConfigProperty.builder()
                                .arn(deadLetters.getQueueArn())
                                .build())
                        .build())
                .build();
    }

    /// Allows the function to list and to delete versions. It cannot delete a whole function: the ARNs of a
    /// deletion have a version. The permissions are a separate policy, as the machine is created after the
    /// function.
    private void allow(Alias alias, List<String> functions, ExportMachine machine) {
        IRole role = Objects.requireNonNull(alias.getRole(), "a function has a role");
        // A definition that is encrypted with a key is read with permission for the key.
        machine.callers().forEach(grant -> role.addToPrincipalPolicy(grant.statement()));
        role.attachInlinePolicy(Policy.Builder.create(this, "Policy")
                .statements(List.of(
                        Grant.of("lambda:ListVersionsByFunction", functions).statement(),
                        Grant.of(
                                        "lambda:DeleteFunction",
                                        functions.stream()
                                                .map(arn -> arn + ":*")
                                                .toList())
                                .statement(),
                        new Grant(
                                        List.of(
                                                "states:DeleteStateMachineVersion",
                                                "states:DescribeStateMachine",
                                                "states:ListStateMachineVersions"),
                                        List.of(machine.machine().getStateMachineArn()))
                                .statement()))
                .build());
    }

    private String input(String machine, List<String> functions) {
        ObjectNode input = new JsonMapper().createObjectNode();
        input.put("machine", machine).put("keepDays", KEPT_DAYS);
        functions.forEach(input.putArray("functions")::add);
        return input.toString();
    }

    private Role caller(Alias alias, Queue deadLetters) {
        Role role = Role.Builder.create(this, "Caller")
                .description("What the removal of versions may call")
                .assumedBy(Trust.schedules(this))
                .build();
        role.addToPolicy(
                Grant.of("lambda:InvokeFunction", alias.getFunctionArn()).statement());
        Grant.sender(deadLetters).forEach(grant -> role.addToPolicy(grant.statement()));
        return role;
    }
}
