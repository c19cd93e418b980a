package io.featurestore.aws;

import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.steps.query.WorkGroup;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.EncryptionOption;
import software.amazon.awssdk.services.athena.model.EngineVersion;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;
import software.amazon.awssdk.services.athena.model.ResultConfiguration;
import software.amazon.awssdk.services.athena.model.WorkGroupConfiguration;
import software.amazon.awssdk.services.athena.model.WorkGroupState;

/// Reads work groups of Athena with `GetWorkGroup`.
public final class AthenaWorkGroups implements WorkGroup.Reader {
    private static final String ACTION = "athena:GetWorkGroup";

    private final Supplier<AthenaClient> client;

    /// Creates a reader. It makes no call yet.
    public AthenaWorkGroups(AwsClients clients) {
        this(clients::athena);
    }

    AthenaWorkGroups(Supplier<AthenaClient> client) {
        this.client = client;
    }

    @Override
    public Optional<WorkGroup> find(String name) {
        String resource = "work group " + name;
        return AwsErrors.call(ACTION, resource, () -> {
            try {
                return Optional.of(describe(
                        name, client.get().getWorkGroup(r -> r.workGroup(name)).workGroup()));
            } catch (InvalidRequestException e) {
                // Athena answers so for a group that does not exist, and for some denials.
                Failure failure = AwsErrors.translate(e, ACTION, resource);
                if (failure instanceof Internal && AwsErrors.message(e).contains("not found")) {
                    return Optional.empty();
                }
                throw failure;
            }
        });
    }

    private static WorkGroup describe(String name, software.amazon.awssdk.services.athena.model.WorkGroup group) {
        WorkGroupConfiguration configuration =
                group.configuration() == null ? WorkGroupConfiguration.builder().build() : group.configuration();
        ResultConfiguration results = configuration.resultConfiguration();
        boolean enforced = Boolean.TRUE.equals(configuration.enforceWorkGroupConfiguration());
        return new WorkGroup(
                name,
                group.state() != WorkGroupState.DISABLED,
                engine(configuration.engineVersion()),
                configuration.managedQueryResultsConfiguration() != null
                        && Boolean.TRUE.equals(
                                configuration.managedQueryResultsConfiguration().enabled()),
                group.identityCenterApplicationArn() != null
                        || configuration.identityCenterConfiguration() != null
                                && Boolean.TRUE.equals(configuration
                                        .identityCenterConfiguration()
                                        .enableIdentityCenter()),
                enforced,
                Optional.ofNullable(results).flatMap(r -> Optional.ofNullable(r.outputLocation())),
                (enforced || Boolean.TRUE.equals(configuration.enableMinimumEncryptionConfiguration()))
                        && results != null
                        && results.encryptionConfiguration() != null
                        && results.encryptionConfiguration().encryptionOption() == EncryptionOption.CSE_KMS,
                configuration.bytesScannedCutoffPerQuery() == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(configuration.bytesScannedCutoffPerQuery()));
    }

    private static String engine(@Nullable EngineVersion version) {
        if (version == null) {
            return "";
        }
        String effective = version.effectiveEngineVersion();
        String selected = version.selectedEngineVersion();
        return effective != null ? effective : selected != null ? selected : "";
    }
}
