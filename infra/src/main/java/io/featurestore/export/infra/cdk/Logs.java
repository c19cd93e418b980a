package io.featurestore.export.infra.cdk;

import io.featurestore.export.infra.settings.Settings;
import java.util.Optional;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/// Creates encrypted log groups that are deleted with the stack.
///
/// @param stackName name of the stack
/// @param prefix beginning of the names; if empty, CloudFormation names the groups
/// @param retentionDays number of days for which logs are kept
/// @param key KMS key of the logs
public record Logs(String stackName, Optional<String> prefix, int retentionDays, IKey key) {
    /// Log groups with these names do not count for the account's resource policy, which would otherwise grow
    /// too long (docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html).
    private static final String VENDED = "/aws/vendedlogs";

    public static Logs of(Settings settings, IKey key) {
        return new Logs(settings.stackName(), settings.platform().logGroupPrefix(), settings.logRetentionDays(), key);
    }

    /// Creates the log group of a function or of the API.
    ///
    /// @param name last part of the group's name, used if the settings have a prefix
    public LogGroup create(Construct scope, String id, String name) {
        LogGroup.Builder group = builder(scope, id);
        prefix.ifPresent(start -> group.logGroupName(start + "/" + stackName + "/" + name));
        return group.build();
    }

    /// Creates the log group of a state machine.
    public LogGroup createVended(Construct scope, String id) {
        return builder(scope, id)
                .logGroupName(VENDED + prefix.orElse("/states") + "/" + stackName)
                .build();
    }

    private LogGroup.Builder builder(Construct scope, String id) {
        return LogGroup.Builder.create(scope, id)
                .retention(LogRetention.of(retentionDays))
                .encryptionKey(key)
                .removalPolicy(RemovalPolicy.DESTROY);
    }
}
