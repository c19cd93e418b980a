package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.settings.Settings;
import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachineAlias;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachineVersion;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/// Publishes a version of the state machine and points the alias `live` to it. Callers start the alias. A
/// deployment that changes the machine publishes a new version and moves the alias as the settings say: all
/// at once, in two steps or in equal steps. CloudFormation moves it back if an alarm fires meanwhile
/// (AWS CloudFormation, AWS::StepFunctions::StateMachineAlias DeploymentPreference).
///
/// Versions of earlier deployments stay, so that the alias can be moved back by hand. Executions that were
/// started through the alias have the same ARNs as others, and Step Functions authorizes a start by the
/// machine's own ARN (docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html).
public final class Release extends Construct {
    private static final String ALIAS = "live";

    private final CfnStateMachineAlias alias;

    public Release(
            Construct scope, String id, StateMachine machine, Settings.Deployment deployment, List<Alarm> alarms) {
        super(scope, id);
        CfnStateMachineVersion version = CfnStateMachineVersion.Builder.create(this, "Version")
                .stateMachineArn(machine.getStateMachineArn())
                .stateMachineRevisionId(machine.getStateMachineRevisionId())
                .build();
        version.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
        CfnStateMachineAlias.DeploymentPreferenceProperty.Builder preference =
                CfnStateMachineAlias.DeploymentPreferenceProperty.builder()
                        .stateMachineVersionArn(version.getRef())
                        .type(type(deployment.type()))
                        .alarms(alarms.stream().map(Alarm::getAlarmName).toList());
        deployment.percentage().ifPresent(preference::percentage);
        deployment.intervalMinutes().ifPresent(preference::interval);
        alias = CfnStateMachineAlias.Builder.create(this, "Alias")
                .name(ALIAS)
                .description("The version that exports start with")
                .deploymentPreference(preference.build())
                .build();
    }

    /// Returns the ARN of the alias, which callers start.
    public String arn() {
        return alias.getRef();
    }

    private static String type(Settings.DeploymentType type) {
        return switch (type) {
            case ALL_AT_ONCE -> "ALL_AT_ONCE";
            case CANARY -> "CANARY";
            case LINEAR -> "LINEAR";
        };
    }
}
