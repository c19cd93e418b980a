package io.featurestore.export.infra.stack;

import io.featurestore.export.infra.cdk.ResourceArns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/// Holds the KMS key for logs and notifications: an existing key, whose policy is its owner's, or a new one, which
/// services may use only for resources of this account.
final class OperationsKey extends Construct {
    private final IKey key;

    OperationsKey(Construct scope, String id, Optional<String> existing) {
        super(scope, id);
        key = existing.map(arn -> Key.fromKeyArn(this, "Key", new ResourceArns(this).named(arn)))
                .orElseGet(this::create);
    }

    private IKey create() {
        Key created = Key.Builder.create(this, "Key")
                .description("Logs and notifications of " + Stack.of(this).getStackName())
                .enableKeyRotation(true)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Stack stack = Stack.of(this);
        created.addToResourcePolicy(PolicyStatement.Builder.create()
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
        created.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(
                        new ServicePrincipal("events.amazonaws.com"), new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                .resources(List.of("*"))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", stack.getAccount())))
                .build());
        return created;
    }

    IKey key() {
        return key;
    }
}
