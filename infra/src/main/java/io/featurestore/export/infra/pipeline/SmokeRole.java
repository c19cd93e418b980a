package io.featurestore.export.infra.pipeline;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.machine.ExportMachine;
import io.featurestore.export.infra.settings.Settings;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.AccountPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/// Builds the role with which the pipeline tests its first stage: it may start an export and read its status.
final class SmokeRole extends Construct {
    private final String arn;

    SmokeRole(Construct scope, String id, ExportMachine machine, Settings.Env stage, Settings.Env pipeline) {
        super(scope, id);
        String name = Stack.of(this).getStackName() + "-smoke-" + stage.region();
        arn = "arn:aws:iam::" + stage.account() + ":role/" + name;
        Role role = Role.Builder.create(this, "Role")
                .roleName(name)
                .description("The smoke export of the deploy pipeline")
                .assumedBy(new AccountPrincipal(pipeline.account()))
                .build();
        role.addToPolicy(Grant.of("states:StartExecution", machine.machine().getStateMachineArn())
                .statement());
        role.addToPolicy(
                Grant.of("states:DescribeExecution", machine.executions()).statement());
    }

    /// Returns the ARN, which is known before the deployment.
    String arn() {
        return arn;
    }
}
