package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.LogRetention;
import io.featurestore.export.infra.cdk.Suppressions;
import io.featurestore.export.infra.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// Builds one function per handler. Callers use the alias `live`, which points to a published version, as only
/// versions have a snapshot of the started JVM.
public final class ExportFunctions extends Construct {
    static final String ALIAS = "live";

    private final Map<String, Alias> aliases = new LinkedHashMap<>();
    private final Permissions permissions;
    private final RetentionDays retention;
    private final Code code;
    private final IKey logsKey;

    public ExportFunctions(
            Construct scope, String id, Settings settings, Path jar, Permissions permissions, IKey logsKey) {
        super(scope, id);
        this.permissions = permissions;
        this.retention = LogRetention.of(settings.logRetentionDays());
        this.code = Code.fromAsset(jar.toString());
        this.logsKey = logsKey;
        for (FunctionList.Entry entry : FunctionList.of(jar)) {
            aliases.put(entry.name(), function(entry));
        }
    }

    /// Returns the aliases by the functions' names.
    public Map<String, Alias> aliases() {
        return aliases;
    }

    private Alias function(FunctionList.Entry entry) {
        Construct scope = new Construct(this, entry.name());
        LogGroup logs = LogGroup.Builder.create(scope, "Logs")
                .retention(retention)
                .encryptionKey(logsKey)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Function function = Function.Builder.create(scope, "Function")
                .description("feature-store-export: " + entry.name())
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler(entry.handler())
                .code(code)
                .memorySize(entry.memoryMb())
                .timeout(Duration.seconds(entry.timeoutSeconds()))
                .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                .environment(Map.of(
                        "JAVA_TOOL_OPTIONS",
                        JvmFlags.of(entry.name()),
                        "STACK_NAME",
                        Stack.of(this).getStackName()))
                .tracing(Tracing.ACTIVE)
                .logGroup(logs)
                .role(role(scope, entry.name(), logs))
                .build();
        Suppressions.versionIsPublished(function);
        return Alias.Builder.create(scope, "Live")
                .aliasName(ALIAS)
                .version(function.getCurrentVersion())
                .build();
    }

    private Role role(Construct scope, String function, LogGroup logs) {
        Role role = Role.Builder.create(scope, "Role")
                .description("feature-store-export: " + function)
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        role.addToPolicy(new Grant(List.of("logs:CreateLogStream", "logs:PutLogEvents"), List.of(logs.getLogGroupArn()))
                .statement());
        permissions.of(function).forEach(grant -> role.addToPolicy(grant.statement()));
        return role;
    }
}
