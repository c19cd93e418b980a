package io.featurestore.export.infra.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyStatement;

/// Allows actions on resources.
///
/// @param actions IAM actions
/// @param resources ARNs
/// @param conditions condition keys and their values by operator; empty if the grant has no condition
public record Grant(List<String> actions, List<String> resources, Map<String, Map<String, Object>> conditions) {
    /// Allows actions without a condition.
    public Grant(List<String> actions, List<String> resources) {
        this(actions, resources, Map.of());
    }

    public static Grant of(String action, List<String> resources) {
        return new Grant(List.of(action), resources);
    }

    public static Grant of(String action, String resource) {
        return new Grant(List.of(action), List.of(resource));
    }

    /// Returns this grant with conditions in place of its own.
    public Grant when(Map<String, Map<String, Object>> newConditions) {
        return new Grant(actions, resources, newConditions);
    }

    /// Returns the policy statement for this grant.
    public PolicyStatement statement() {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(resources)
                .conditions(conditions)
                .build();
    }
}
