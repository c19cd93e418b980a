package io.featurestore.export.infra;

import java.util.List;

import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * What a role may do.
 *
 * @param actions IAM actions
 * @param resources ARNs
 */
record Grant(List<String> actions, List<String> resources) {
    static Grant of(String action, List<String> resources) {
        return new Grant(List.of(action), resources);
    }

    static Grant of(String action, String resource) {
        return new Grant(List.of(action), List.of(resource));
    }

    PolicyStatement statement() {
        return PolicyStatement.Builder.create().actions(actions).resources(resources).build();
    }
}
