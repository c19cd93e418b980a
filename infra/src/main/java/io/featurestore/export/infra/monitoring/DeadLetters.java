package io.featurestore.export.infra.monitoring;

import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/// Builds the queue of schedules and clean-ups that could not be delivered or kept failing. An alarm watches
/// it.
public final class DeadLetters extends Construct {
    private final Queue queue;

    /// Creates the queue.
    ///
    /// @param key KMS key of the messages; if empty, SQS manages the key
    public DeadLetters(Construct scope, String id, Optional<IKey> key) {
        super(scope, id);
        Queue.Builder builder = Queue.Builder.create(this, "Queue");
        key.ifPresentOrElse(
                k -> builder.encryption(QueueEncryption.KMS).encryptionMasterKey(k),
                () -> builder.encryption(QueueEncryption.SQS_MANAGED));
        queue = builder.enforceSsl(true)
                .retentionPeriod(Duration.days(14))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }

    public Queue queue() {
        return queue;
    }
}
