package io.featurestore.export.infra.pipeline;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.Suppressions;
import io.featurestore.export.infra.settings.Settings;
import io.featurestore.export.infra.stack.DeploymentFiles;
import io.featurestore.export.infra.stack.ExportStack;
import io.featurestore.export.infra.stack.PlatformRules;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Stage;
import software.amazon.awscdk.StageProps;
import software.amazon.awscdk.pipelines.CodeBuildOptions;
import software.amazon.awscdk.pipelines.CodeBuildStep;
import software.amazon.awscdk.pipelines.CodePipeline;
import software.amazon.awscdk.pipelines.CodePipelineSource;
import software.amazon.awscdk.pipelines.ConnectionSourceOptions;
import software.amazon.awscdk.pipelines.ManualApprovalStep;
import software.amazon.awscdk.pipelines.ShellStep;
import software.amazon.awscdk.services.codebuild.BuildEnvironment;
import software.amazon.awscdk.services.codebuild.ComputeType;
import software.amazon.awscdk.services.codebuild.LinuxBuildImage;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.constructs.Construct;

/// Builds the pipeline to production: source, the whole build with tests and synth, a first stage with a smoke
/// export, manual approval, production. The pipeline updates itself from its source, within [PipelineBoundary].
public final class PipelineStack extends Stack {
    /// Version of the CDK command line; the README uses the same version.
    private static final String CDK = "2.1148.1";

    /// Creates the stack in the account and region of `env`.
    public PipelineStack(
            Construct scope,
            String id,
            Settings settings,
            Settings.Env env,
            Settings.Pipeline pipeline,
            DeploymentFiles sources) {
        super(
                scope,
                id,
                StackProps.builder()
                        .stackName(settings.stackName() + "-pipeline")
                        .description("Builds, tries and deploys " + settings.stackName())
                        .env(Environment.builder()
                                .account(env.account())
                                .region(env.region())
                                .build())
                        .synthesizer(PlatformRules.synthesizer(settings.platform()))
                        .build());
        CodePipeline line = CodePipeline.Builder.create(this, "Pipeline")
                .artifactBucket(artifacts())
                .crossAccountKeys(true)
                .enableKeyRotation(true)
                .cliVersion(CDK)
                .synth(synth(pipeline))
                .codeBuildDefaults(CodeBuildOptions.builder()
                        .buildEnvironment(BuildEnvironment.builder()
                                .buildImage(LinuxBuildImage.STANDARD_7_0)
                                .computeType(ComputeType.MEDIUM)
                                .build())
                        .build())
                .build();
        Stage first = stage("First");
        ExportStack tried = export(first, settings.withEnvironment(pipeline.firstStage()), sources);
        SmokeRole smokeRole = new SmokeRole(tried, "Smoke", tried.machine(), pipeline.firstStage(), env);
        line.addStage(first).addPost(smoke(smokeRole, tried, pipeline));
        Stage production = stage("Production");
        export(production, settings.withEnvironment(pipeline.production()), sources);
        line.addStage(production).addPre(new ManualApprovalStep("Approve"));
        line.buildPipeline();
        // A role has one boundary: the platform's replaces the pipeline's own.
        if (settings.platform().permissionsBoundaryArn().isEmpty()) {
            PipelineBoundary.bound(
                    this,
                    settings.stackName(),
                    List.of(env, pipeline.firstStage(), pipeline.production()),
                    pipeline.connectionArn());
        }
        PlatformRules.apply(this, settings.platform());
        Suppressions.applyToPipeline(this);
    }

    private Bucket artifacts() {
        return Bucket.Builder.create(this, "Artifacts")
                .encryption(BucketEncryption.KMS)
                .bucketKeyEnabled(true)
                .enforceSsl(true)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .serverAccessLogsPrefix("access/")
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
    }

    /// Returns the build step. The wrapper script downloads Maven, and the step downloads Java 25 if the image
    /// does not have it. The build fails on a library with a known vulnerability that was not accepted.
    private static ShellStep synth(Settings.Pipeline pipeline) {
        return ShellStep.Builder.create("Synth")
                .input(CodePipelineSource.connection(
                        pipeline.repository(),
                        pipeline.branch(),
                        ConnectionSourceOptions.builder()
                                .connectionArn(pipeline.connectionArn())
                                .build()))
                .installCommands(List.of(
                        "curl -fsSL https://corretto.aws/downloads/latest/amazon-corretto-25-x64-linux-jdk.tar.gz"
                                + " | tar xz -C /opt",
                        "export JAVA_HOME=$(echo /opt/amazon-corretto-25*)",
                        "export PATH=$JAVA_HOME/bin:$PATH"))
                .commands(List.of("./mvnw -B verify -Psbom", "./known-vulnerabilities"))
                .primaryOutputDirectory("infra/target/cdk.out")
                .build();
    }

    private static ExportStack export(Stage stage, Settings settings, DeploymentFiles sources) {
        return new ExportStack(stage, "Export", settings, sources);
    }

    private Stage stage(String id) {
        return new Stage(this, id, StageProps.builder().build());
    }

    /// Returns commands that end with exit code 0 only if the export succeeds.
    private static CodeBuildStep smoke(SmokeRole role, ExportStack first, Settings.Pipeline pipeline) {
        String execution = "aws stepfunctions describe-execution --execution-arn \"$EXECUTION\"";
        return CodeBuildStep.Builder.create("Smoke")
                .env(Map.of(
                        "REQUEST",
                        pipeline.smokeRequest().toString(),
                        "AWS_DEFAULT_REGION",
                        pipeline.firstStage().region(),
                        "ROLE",
                        role.arn()))
                .envFromCfnOutputs(Map.of("MACHINE", first.machineOutput()))
                .commands(List.of(
                        "eval $(aws sts assume-role --role-arn \"$ROLE\" --role-session-name smoke"
                                + " --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text"
                                + " | awk '{print \"export AWS_ACCESS_KEY_ID=\" $1 \" AWS_SECRET_ACCESS_KEY=\" $2"
                                + " \" AWS_SESSION_TOKEN=\" $3}')",
                        "EXECUTION=$(aws stepfunctions start-execution --state-machine-arn \"$MACHINE\""
                                + " --input \"$REQUEST\" --query executionArn --output text)",
                        "while STATUS=$(" + execution + " --query status --output text);"
                                + " [ \"$STATUS\" = RUNNING ]; do sleep 10; done",
                        execution,
                        "[ \"$STATUS\" = SUCCEEDED ]"))
                .rolePolicyStatements(
                        List.of(Grant.of("sts:AssumeRole", role.arn()).statement()))
                .build();
    }
}
