package io.featurestore.export.infra.stack;

import io.featurestore.export.infra.api.Api;
import io.featurestore.export.infra.cdk.Logs;
import io.featurestore.export.infra.cdk.Suppressions;
import io.featurestore.export.infra.machine.ExportFunctions;
import io.featurestore.export.infra.machine.ExportMachine;
import io.featurestore.export.infra.machine.ExportWorkgroup;
import io.featurestore.export.infra.machine.Permissions;
import io.featurestore.export.infra.machine.Places;
import io.featurestore.export.infra.machine.Release;
import io.featurestore.export.infra.machine.Schedules;
import io.featurestore.export.infra.machine.Storage;
import io.featurestore.export.infra.machine.VersionRemoval;
import io.featurestore.export.infra.monitoring.CompletionRules;
import io.featurestore.export.infra.monitoring.DeadLetters;
import io.featurestore.export.infra.monitoring.Monitoring;
import io.featurestore.export.infra.monitoring.Notifications;
import io.featurestore.export.infra.settings.Settings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/// Builds the stack of one deployment of the export.
public final class ExportStack extends Stack {
    private final ExportMachine machine;
    private final CfnOutput machineOutput;

    public ExportStack(Construct scope, String id, Settings settings, DeploymentFiles sources) {
        super(
                scope,
                id,
                StackProps.builder()
                        .stackName(settings.stackName())
                        .description("Exports the offline store of SageMaker Feature Store to S3")
                        .env(environment(settings))
                        .synthesizer(PlatformRules.synthesizer(settings.platform()))
                        .build());
        IKey key = new OperationsKey(this, "OperationsKey", settings.platform().operationsKeyArn()).key();
        Logs logs = Logs.of(settings, key);
        Storage storage = new Storage(this, "Storage", settings);
        Places places = new Places(this, settings, storage);
        Permissions permissions = new Permissions(this, settings, places);
        ExportFunctions functions =
                new ExportFunctions(this, "Functions", settings, sources.lambdaJar(), permissions, places, logs);
        ExportWorkgroup workgroup = new ExportWorkgroup(this, "Athena", settings, storage, places);
        machine = new ExportMachine(
                this, "Export", settings, sources.definition(), functions, storage, workgroup, permissions, logs);
        Queue deadLetters = new DeadLetters(
                        this,
                        "DeadLetters",
                        settings.platform().operationsKeyArn().map(arn -> key))
                .queue();
        Optional<ITopic> topic = new Notifications(this, "Notifications", settings.notifications(), key).topic();
        CompletionRules completions = new CompletionRules(
                this,
                "Afterwards",
                machine,
                functions.alias("CleanUp"),
                storage.work().getBucketName(),
                deadLetters,
                topic);
        Monitoring monitoring = new Monitoring(
                this,
                "Watching",
                machine.machine(),
                functions.functions(),
                workgroup.name(),
                settings.athena().dailyScanAlarmBytes(),
                deadLetters,
                topic);
        Release release = new Release(this, "Release", machine.machine(), settings.deployment(), monitoring.defects());
        new VersionRemoval(this, "VersionRemoval", functions, machine, deadLetters);
        new Schedules(this, "Schedules", settings.schedules(), machine, release, deadLetters);
        settings.api()
                .ifPresent(api -> output(
                        "ApiUrl", new Api(this, "Api", api, sources.schemaText(), machine, release, logs).url()));
        output("EventBus", completions.busName());
        machineOutput = output("StateMachineArn", release.arn());
        output("ExportBucket", storage.exports().getBucketName());
        output("WorkBucket", storage.work().getBucketName());
        output("Workgroup", workgroup.name());
        PlatformRules.apply(this, settings.platform());
        Suppressions.applyToExport(this, settings);
    }

    public ExportMachine machine() {
        return machine;
    }

    /// Returns the stack output with which `fs --stack` and the pipeline find what they start: the machine's
    /// alias.
    public CfnOutput machineOutput() {
        return machineOutput;
    }

    private CfnOutput output(String name, String value) {
        return CfnOutput.Builder.create(this, name).value(value).build();
    }

    private static @Nullable Environment environment(Settings settings) {
        return settings.environment()
                .map(env -> Environment.builder()
                        .account(env.account())
                        .region(env.region())
                        .build())
                .orElse(null);
    }
}
