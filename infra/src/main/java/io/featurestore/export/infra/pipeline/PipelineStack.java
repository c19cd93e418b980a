package io.featurestore.export.infra.pipeline;

import io.featurestore.export.infra.cdk.Suppressions;
import io.featurestore.export.infra.settings.Settings;
import io.featurestore.export.infra.stack.DeploymentFiles;
import io.featurestore.export.infra.stack.ExportStack;
import io.featurestore.export.infra.stack.PlatformRules;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
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
import software.amazon.awscdk.services.codebuild.BuildEnvironment;
import software.amazon.awscdk.services.codebuild.BuildSpec;
import software.amazon.awscdk.services.codebuild.ComputeType;
import software.amazon.awscdk.services.codebuild.LinuxArmBuildImage;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/// Builds the pipeline to production: source, the whole build with tests and synth, a first stage with a
/// smoke export, manual approval, production. The pipeline updates itself from its source, within
/// [PipelineBoundary].
public final class PipelineStack extends Stack {
    /// Major version of Node.js in the builds.
    private static final String NODE = "22";

    private static final Duration BUILD_LIMIT = Duration.hours(2);
    /// The age at which objects of the artifact bucket expire.
    private static final Duration KEPT = Duration.days(90);

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
        SmokeTest smokeTest = new SmokeTest(this, settings.stackName(), env);
        Bucket artifacts = artifacts();
        CodePipeline line = CodePipeline.Builder.create(this, "Pipeline")
                .artifactBucket(artifacts)
                .crossAccountKeys(true)
                .enableKeyRotation(true)
                .synth(synth(pipeline, artifacts))
                .codeBuildDefaults(builds())
                .build();
        Stage first = stage("First");
        ExportStack tried = export(first, settings.withEnvironment(pipeline.firstStage()), sources);
        SmokeRole smokeRole =
                new SmokeRole(tried, "Smoke", tried.machine(), pipeline.firstStage(), env, smokeTest.arn());
        line.addStage(first).addPost(smokeTest.step(smokeRole, tried.machineOutput(), pipeline));
        Stage production = stage("Production");
        export(production, settings.withEnvironment(pipeline.production()), sources);
        line.addStage(production).addPre(new ManualApprovalStep("Approve"));
        line.buildPipeline();
        PinnedTools.use(this);
        // A role has one boundary: the platform's replaces the pipeline's own.
        if (settings.platform().permissionsBoundaryArn().isEmpty()) {
            PipelineBoundary.bound(
                    this,
                    List.of(env, pipeline.firstStage(), pipeline.production()),
                    List.of(smokeRole.arn()),
                    pipeline.connectionArn());
        }
        PlatformRules.apply(this, settings.platform());
        Suppressions.applyToPipeline(this);
    }

    /// Returns the environment of every build. It is arm64 like the functions, so that the tests load the
    /// native libraries that are deployed. The image's default Node.js is older than aws-cdk-lib demands
    /// (docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html).
    private static CodeBuildOptions builds() {
        return CodeBuildOptions.builder()
                .buildEnvironment(BuildEnvironment.builder()
                        .buildImage(LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0)
                        .computeType(ComputeType.MEDIUM)
                        .build())
                .partialBuildSpec(BuildSpec.fromObject(Map.of(
                        "version",
                        "0.2",
                        "phases",
                        Map.of("install", Map.of("runtime-versions", Map.of("nodejs", NODE))))))
                .build();
    }

    /// Returns the bucket of sources, apps and marks of verified sources. What is older than [#KEPT] is built
    /// again.
    private Bucket artifacts() {
        return Bucket.Builder.create(this, "Artifacts")
                .encryption(BucketEncryption.KMS)
                .bucketKeyEnabled(true)
                .enforceSsl(true)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .serverAccessLogsPrefix("access/")
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .expiration(KEPT)
                        .abortIncompleteMultipartUploadAfter(Duration.days(1))
                        .build()))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
    }

    /// Returns the build step. Its scripts are in `infra/pipeline`. What they download is checked against a
    /// hash, and a library with a known vulnerability that was not accepted fails the build.
    private static CodeBuildStep synth(Settings.Pipeline pipeline, Bucket artifacts) {
        return CodeBuildStep.Builder.create("Synth")
                .input(CodePipelineSource.connection(
                        pipeline.repository(),
                        pipeline.branch(),
                        ConnectionSourceOptions.builder()
                                .connectionArn(pipeline.connectionArn())
                                .build()))
                .timeout(BUILD_LIMIT)
                .env(Map.of("VERIFIED", artifacts.s3UrlForObject("verified")))
                .installCommands(List.of(
                        "infra/pipeline/install-jdk /opt/jdk",
                        "export JAVA_HOME=/opt/jdk",
                        "export PATH=\"$JAVA_HOME/bin:$PATH\""))
                .commands(List.of("infra/pipeline/build \"$VERIFIED\""))
                .primaryOutputDirectory("infra/target/cdk.out")
                .build();
    }

    private static ExportStack export(Stage stage, Settings settings, DeploymentFiles sources) {
        return new ExportStack(stage, "Export", settings, sources);
    }

    private Stage stage(String id) {
        return new Stage(this, id, StageProps.builder().build());
    }
}
