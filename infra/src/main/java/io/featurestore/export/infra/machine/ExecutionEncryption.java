package io.featurestore.export.infra.machine;

import io.featurestore.export.infra.cdk.Grant;
import io.featurestore.export.infra.cdk.ResourceArns;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;

/// Encrypts the definition and the execution history of the state machine with a KMS key of the account
/// (docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html). The owner's key policy must let the
/// delivery of logs decrypt: `infra/SETTINGS.md` has the statement.
final class ExecutionEncryption {
    private static final String EQUALS = "StringEquals";
    private static final List<String> USE = List.of("kms:Decrypt", "kms:GenerateDataKey");

    private final ResourceArns arns;
    private final String keyArn;

    ExecutionEncryption(ResourceArns arns, String keyArn) {
        this.arns = arns;
        this.keyArn = arns.named(keyArn);
    }

    void encrypt(CfnStateMachine machine) {
        machine.setEncryptionConfiguration(CfnStateMachine.EncryptionConfigurationProperty.builder()
                .type("CUSTOMER_MANAGED_KMS_KEY")
                .kmsKeyId(keyArn)
                .build());
    }

    /// Allows the state machine's role to use the key: for state machines of this account, as the role exists before
    /// the machine, and for the delivery of logs.
    void allow(Role role) {
        role.addToPolicy(new Grant(USE, List.of(keyArn))
                .when(Map.of(
                        "StringLike",
                        Map.of(
                                "kms:EncryptionContext:aws:states:stateMachineArn",
                                arns.arn("states", "stateMachine:*"))))
                .statement());
        role.addToPolicy(Grant.of("kms:GenerateDataKey", keyArn)
                .when(Map.of(EQUALS, Map.of("kms:EncryptionContext:SourceArn", arns.arn("logs", "*"))))
                .statement());
    }

    /// Returns the grant of those who start executions or read them: through Step Functions only.
    Grant callers() {
        return new Grant(USE, List.of(keyArn))
                .when(Map.of(EQUALS, Map.of("kms:ViaService", arns.endpoint("states"))));
    }
}
