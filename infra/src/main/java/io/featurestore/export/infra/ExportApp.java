package io.featurestore.export.infra;

import io.featurestore.export.infra.api.OpenApi;
import io.featurestore.export.infra.cdk.Suppressions;
import io.featurestore.export.infra.machine.ScheduledRequests;
import io.featurestore.export.infra.pipeline.PipelineStack;
import io.featurestore.export.infra.settings.InvalidSettingException;
import io.featurestore.export.infra.settings.Settings;
import io.featurestore.export.infra.settings.SettingsFile;
import io.featurestore.export.infra.stack.DeploymentFiles;
import io.featurestore.export.infra.stack.ExportStack;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/// Synthesizes the app: `ExportApp <root of the checkout> <settings> <functions' jar> <output folder>`. It also
/// writes the API's OpenAPI document next to the output folder.
public final class ExportApp {
    /// Feature flags of the CDK that this app turns on.
    static final Map<String, Object> CONTEXT = Map.of(
            "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy",
            true,
            "@aws-cdk/aws-iam:minimizePolicies",
            true,
            "@aws-cdk/core:checkSecretUsage",
            true,
            "@aws-cdk/aws-apigateway:authorizerChangeDeploymentLogicalId",
            true,
            "@aws-cdk/aws-apigateway:disableCloudWatchRole",
            true,
            "@aws-cdk/aws-codepipeline:defaultPipelineTypeToV2",
            true,
            "@aws-cdk/pipelines:reduceStageRoleTrustScope",
            true,
            "@aws-cdk/pipelines:reduceAssetRoleTrustScope",
            true,
            "@aws-cdk/pipelines:reduceCrossAccountActionRoleTrustScope",
            true);

    private ExportApp() {}

    /// Runs the app. It prints one sentence and ends with exit code 1 if a setting is wrong.
    public static void main(String[] args) {
        if (args.length != 4) {
            System.err.println("usage: ExportApp <root of the checkout> <settings> <functions' jar> <output folder>");
            System.exit(2);
        }
        try {
            DeploymentFiles sources = DeploymentFiles.of(Path.of(args[0]), Path.of(args[2]));
            Settings settings = SettingsFile.read(Path.of(args[1]));
            Path out = Path.of(args[3]);
            app(settings, sources, out).synth();
            settings.api()
                    .ifPresent(api -> OpenApi.write(out.resolveSibling("openapi.json"), api, sources.schemaText()));
        } catch (InvalidSettingException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /// Returns the app with the checks of cdk-nag. A finding that [Suppressions] does not accept fails a
    /// deployment.
    ///
    /// @throws InvalidSettingException if a request of the settings would be refused
    static App app(Settings settings, DeploymentFiles sources, Path out) {
        ScheduledRequests.check(settings, sources.lambdaJar());
        App app = App.Builder.create()
                .outdir(out.toString())
                .analyticsReporting(false)
                .postCliContext(CONTEXT)
                .build();
        settings.pipeline()
                .ifPresentOrElse(
                        pipeline -> new PipelineStack(
                                app,
                                "Pipeline",
                                settings,
                                settings.environment().orElseThrow(),
                                pipeline,
                                sources),
                        () -> new ExportStack(app, "Export", settings, sources));
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().build());
        return app;
    }
}
