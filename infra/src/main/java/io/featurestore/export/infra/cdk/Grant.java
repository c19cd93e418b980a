package io.featurestore.export.infra.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.sqs.IQueue;

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

    public static Grant of(List<String> actions, String resource) {
        return new Grant(actions, List.of(resource));
    }

    /// Returns what a role needs to send messages to a queue. With a key of the account, the sender also
    /// needs permission for the key
    /// (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html).
    public static List<Grant> sender(IQueue queue) {
        Grant send = of("sqs:SendMessage", queue.getQueueArn());
        IKey key = queue.getEncryptionMasterKey();
        return key == null
                ? List.of(send)
                : List.of(send, new Grant(List.of("kms:GenerateDataKey", "kms:Decrypt"), List.of(key.getKeyArn())));
    }

    /// Returns this grant for requests in which a condition key has the value, in place of its own
    /// conditions.
    public Grant where(String key, String value) {
        return when(Map.of("StringEquals", Map.of(key, value)));
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
