package io.featurestore.export.infra.pipeline;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.machine.ExportMachine;
import io.featurestore.export.infra.settings.Settings;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.AccountPrincipal;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/// Builds the role with which the pipeline tests its first stage: it may start an export and read its status.
/// Only the role of the pipeline's smoke test may assume it. The condition names that role in place of the
/// principal, because IAM refuses a principal that does not exist yet, and replaces one that was deleted by
/// an id (docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
final class SmokeRole extends Construct {
    private final String arn;

    /// Creates the role.
    ///
    /// @param caller ARN of the role that may assume it, a role in the pipeline's account
    SmokeRole(
            Construct scope,
            String id,
            ExportMachine machine,
            Settings.Env stage,
            Settings.Env pipeline,
            String caller) {
        super(scope, id);
        Stack stack = Stack.of(this);
        String name = name(stack.getStackName(), stage);
        arn = roleArn(stack, stage, name);
        Role role = Role.Builder.create(this, "Role")
                .roleName(name)
                .description("The smoke export of the deploy pipeline")
                .assumedBy(new AccountPrincipal(pipeline.account())
                        .withConditions(Map.of("ArnEquals", Map.of("aws:PrincipalArn", caller))))
                .build();
        role.addToPolicy(Grant.of("states:StartExecution", machine.machine().getStateMachineArn())
                .statement());
        role.addToPolicy(
                Grant.of("states:DescribeExecution", machine.executions()).statement());
        machine.callers().forEach(grant -> role.addToPolicy(grant.statement()));
    }

    /// Returns the ARN, which is known before the deployment.
    String arn() {
        return arn;
    }

    /// Returns the role's name in the first stage's account. It has at most 64 characters, as IAM demands.
    static String name(String stackName, Settings.Env stage) {
        return stackName + "-smoke-" + stage.region();
    }

    /// Returns the ARN of a role with that name. The stack's region is known, and so is its partition.
    static String roleArn(Stack stack, Settings.Env env, String name) {
        return "arn:" + stack.getPartition() + ":iam::" + env.account() + ":role/" + name;
    }
}
