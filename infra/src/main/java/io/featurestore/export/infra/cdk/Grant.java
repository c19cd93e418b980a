package io.featurestore.export.infra.cdk;

import java.util.List;
import software.amazon.awscdk.services.iam.PolicyStatement;

/// Allows actions on resources.
///
/// @param actions IAM actions
/// @param resources ARNs
public record Grant(List<String> actions, List<String> resources) {
    public static Grant of(String action, List<String> resources) {
        return new Grant(List.of(action), resources);
    }

    public static Grant of(String action, String resource) {
        return new Grant(List.of(action), List.of(resource));
    }

    /// Returns the policy statement for this grant.
    public PolicyStatement statement() {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(resources)
                .build();
    }
}
