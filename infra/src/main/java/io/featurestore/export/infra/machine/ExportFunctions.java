package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.Logs;
import io.featurestore.export.infra.cdk.Suppressions;
import io.featurestore.export.infra.settings.Settings;
import io.featurestore.steps.query.QueryLimit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.lambda.Version;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/// Builds one function per handler, and publishes a version of each function that a deployment changes. Only
/// versions have a snapshot of the started JVM.
///
/// The state machine's definition names versions. A running execution keeps its definition
/// (docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html), so all its steps run
/// the code that it started with. A version therefore stays when a deployment replaces it; only one that a
/// failed deployment created is deleted, as Lambda would otherwise refuse to publish the same code again.
public final class ExportFunctions extends Construct {
    static final String ALIAS = "live";
    /// The variable from which `BucketRules` of the functions reads the places.
    private static final String BUCKETS = "EXPORT_BUCKETS";

    /// The functions that stop a query, or refuse an export, by the longest time of a query.
    private static final Set<String> LIMITED_BY_QUERY_MINUTES = Set.of("EstimateExport", "PollQuery");

    private final Map<String, Function> functions = new LinkedHashMap<>();
    private final Map<String, Version> versions = new LinkedHashMap<>();
    private final Permissions permissions;
    private final Settings settings;
    private final Code code;
    private final Logs logs;
    private final String places;

    public ExportFunctions(
            Construct scope,
            String id,
            Settings settings,
            Path jar,
            Permissions permissions,
            Places places,
            Logs logs) {
        super(scope, id);
        this.permissions = permissions;
        this.settings = settings;
        this.code = Code.fromAsset(jar.toString());
        this.logs = logs;
        this.places = places.variable();
        for (FunctionList.Entry entry : FunctionList.of(jar)) {
            Function function = function(entry);
            functions.put(entry.name(), function);
            versions.put(entry.name(), function.getCurrentVersion());
        }
    }

    /// Returns the functions by their names in the state machine.
    public Map<String, Function> functions() {
        return functions;
    }

    /// Returns the versions of this deployment by the functions' names.
    public Map<String, Version> versions() {
        return versions;
    }

    /// Creates the alias `live` of a function, which points to the version of the newest deployment. It is
    /// for callers outside of an execution.
    public Alias alias(String function) {
        Version version = Objects.requireNonNull(versions.get(function), "the functions' list has no " + function);
        return Alias.Builder.create(Objects.requireNonNull(functions.get(function)), "Live")
                .aliasName(ALIAS)
                .version(version)
                .build();
    }

    private Function function(FunctionList.Entry entry) {
        Construct scope = new Construct(this, entry.name());
        LogGroup group = logs.create(scope, "Logs", entry.name());
        Role role = role(scope, entry.name(), group);
        Function.Builder builder = Function.Builder.create(scope, "Function")
                .description("feature-store-export: " + entry.name())
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler(entry.handler())
                .code(code)
                .memorySize(entry.memoryMb())
                .timeout(Duration.seconds(entry.timeoutSeconds()))
                .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                .environment(environment(entry.name()))
                .tracing(Tracing.ACTIVE)
                .logGroup(group)
                .role(role)
                .currentVersionOptions(VersionOptions.builder()
                        .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                        .build());
        if (FunctionList.CONVERTERS.contains(entry.name())) {
            settings.concurrency().reserved().ifPresent(builder::reservedConcurrentExecutions);
        }
        Function function = builder.build();
        settings.platform().network().ifPresent(network -> FunctionNetwork.place(function, role, network));
        Suppressions.versionIsPublished(function);
        return function;
    }

    private Map<String, String> environment(String function) {
        Map<String, String> variables = new TreeMap<>(Map.of(
                "JAVA_TOOL_OPTIONS",
                JvmFlags.of(function),
                "STACK_NAME",
                Stack.of(this).getStackName(),
                BUCKETS,
                places));
        if (LIMITED_BY_QUERY_MINUTES.contains(function)) {
            variables.put(QueryLimit.VARIABLE, String.valueOf(settings.athena().queryMinutes()));
        }
        return variables;
    }

    private Role role(Construct scope, String function, LogGroup group) {
        Role role = Role.Builder.create(scope, "Role")
                .description("feature-store-export: " + function)
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        role.addToPolicy(
                new Grant(List.of("logs:CreateLogStream", "logs:PutLogEvents"), List.of(group.getLogGroupArn()))
                        .statement());
        permissions.of(function).forEach(grant -> role.addToPolicy(grant.statement()));
        return role;
    }
}
