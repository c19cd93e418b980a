package io.featurestore.export.infra.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.PolicyStatement;

/// Allows actions on resources.
///
/// @param actions IAM actions
/// @param resources ARNs
/// @param conditions condition keys with the only value that each may have
public record Grant(List<String> actions, List<String> resources, Map<String, String> conditions) {
    public Grant(List<String> actions, List<String> resources) {
        this(actions, resources, Map.of());
    }

    public static Grant of(String action, List<String> resources) {
        return new Grant(List.of(action), resources);
    }

    public static Grant of(String action, String resource) {
        return new Grant(List.of(action), List.of(resource));
    }

    public static Grant of(List<String> actions, String resource) {
        return new Grant(actions, List.of(resource));
    }

    /// Returns this grant for requests in which a condition key has the value.
    public Grant where(String key, String value) {
        Map<String, String> more = new TreeMap<>(conditions);
        more.put(key, value);
        return new Grant(actions, resources, more);
    }

    /// Returns the policy statement for this grant.
    public PolicyStatement statement() {
        PolicyStatement.Builder statement =
                PolicyStatement.Builder.create().actions(actions).resources(resources);
        if (!conditions.isEmpty()) {
            statement.conditions(Map.of("StringEquals", conditions));
        }
        return statement.build();
    }
}
