package io.featurestore.export.infra.cdk;

import java.util.List;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.sqs.IQueue;

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

    /// Returns what a role needs to send messages to a queue. With a key of the account, the sender also needs
    /// permission for the key
    /// (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html).
    public static List<Grant> sender(IQueue queue) {
        Grant send = of("sqs:SendMessage", queue.getQueueArn());
        IKey key = queue.getEncryptionMasterKey();
        return key == null
                ? List.of(send)
                : List.of(send, new Grant(List.of("kms:GenerateDataKey", "kms:Decrypt"), List.of(key.getKeyArn())));
    }

    /// Returns the policy statement for this grant.
    public PolicyStatement statement() {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(resources)
                .build();
    }
}
