package io.featurestore.export.infra.pipeline;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.pipelines.CodeBuildStep;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;

/// Builds the smoke test: a step that starts one export in the first stage and waits for its end.
///
/// A session of an assumed role that assumed a role itself ends after one hour
/// (docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html, role chaining). The test may take
/// longer, so it keeps no session: each call uses a profile whose role the AWS CLI assumes again when the
/// session has ended.
final class SmokeTest {
    /// Longer than any sensible smoke export. CodePipeline allows eight hours for a build
    /// (docs.aws.amazon.com/codepipeline/latest/userguide/limits.html).
    private static final Duration LIMIT = Duration.hours(8);

    private static final String EXECUTION = "aws stepfunctions describe-execution --execution-arn \"$EXECUTION\"";
    /// Commands that end with exit code 0 only if the export succeeds.
    private static final List<String> COMMANDS = List.of(
            "aws configure set profile.smoke.role_arn \"$ROLE\"",
            "aws configure set profile.smoke.credential_source EcsContainer",
            "export AWS_PROFILE=smoke",
            "EXECUTION=$(aws stepfunctions start-execution --state-machine-arn \"$MACHINE\""
                    + " --input \"$REQUEST\" --query executionArn --output text)",
            "while STATUS=$(" + EXECUTION + " --query status --output text);"
                    + " [ \"$STATUS\" = RUNNING ]; do sleep 15; done",
            EXECUTION,
            "[ \"$STATUS\" = SUCCEEDED ]");

    private final Role role;
    private final String arn;

    /// Creates the role of the test in the pipeline's stack. Its name is known before the deployment, so that
    /// [SmokeRole] can trust it alone.
    SmokeTest(Stack pipeline, String stackName, Settings.Env env) {
        String name = stackName + "-testing-" + env.region();
        arn = SmokeRole.roleArn(pipeline, env, name);
        role = Role.Builder.create(pipeline, "SmokeTest")
                .roleName(name)
                .description("The build that tests the first stage of the deploy pipeline")
                .assumedBy(new ServicePrincipal("codebuild.amazonaws.com"))
                .build();
    }

    /// Returns the ARN of the role that runs the test.
    String arn() {
        return arn;
    }

    CodeBuildStep step(SmokeRole stage, CfnOutput machine, Settings.Pipeline settings) {
        return CodeBuildStep.Builder.create("Smoke")
                .role(role)
                .timeout(LIMIT)
                .env(Map.of(
                        "REQUEST",
                        settings.smokeRequest().toString(),
                        "AWS_DEFAULT_REGION",
                        settings.firstStage().region(),
                        "ROLE",
                        stage.arn()))
                .envFromCfnOutputs(Map.of("MACHINE", machine))
                .commands(COMMANDS)
                .rolePolicyStatements(
                        List.of(Grant.of("sts:AssumeRole", stage.arn()).statement()))
                .build();
    }
}
