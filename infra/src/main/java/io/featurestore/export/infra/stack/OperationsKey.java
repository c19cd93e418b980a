package io.featurestore.export.infra.stack;

import io.featurestore.export.infra.cdk.ResourceArns;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/// Builds the KMS key for logs and notifications. CloudWatch Logs may use it for log groups of this account,
/// CloudWatch for alarms of this account, and EventBridge for topics of this account. EventBridge sends SNS no
/// `aws:SourceAccount` and no `aws:SourceArn`, so a condition on them would lose every notification
/// (docs.aws.amazon.com/sns/latest/dg/sns-key-management.html). The encryption context is the one that SNS sets.
final class OperationsKey extends Construct {
    private final Key key;

    OperationsKey(Construct scope, String id) {
        super(scope, id);
        key = Key.Builder.create(this, "Key")
                .description("Logs and notifications of " + Stack.of(this).getStackName())
                .enableKeyRotation(true)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Stack stack = Stack.of(this);
        key.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("logs." + stack.getRegion() + ".amazonaws.com")))
                .actions(List.of(
                        "kms:Encrypt",
                        "kms:Decrypt",
                        "kms:ReEncryptFrom",
                        "kms:ReEncryptTo",
                        "kms:GenerateDataKey",
                        "kms:GenerateDataKeyWithoutPlaintext",
                        "kms:DescribeKey"))
                .resources(List.of("*"))
                .conditions(Map.of(
                        "ArnLike",
                        Map.of(
                                "kms:EncryptionContext:aws:logs:arn",
                                new ResourceArns(this).arn("logs", "log-group:*"))))
                .build());
        publishers(
                "events.amazonaws.com",
                Map.of(
                        "ArnLike",
                        Map.of("kms:EncryptionContext:aws:sns:topicArn", new ResourceArns(this).arn("sns", "*"))));
        publishers(
                "cloudwatch.amazonaws.com",
                Map.of("StringEquals", Map.of("aws:SourceAccount", stack.getAccount())));
    }

    /// Allows a service to publish to topics that are encrypted with the key.
    private void publishers(String service, Map<String, Object> conditions) {
        key.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal(service)))
                .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                .resources(List.of("*"))
                .conditions(conditions)
                .build());
    }

    Key key() {
        return key;
    }
}
