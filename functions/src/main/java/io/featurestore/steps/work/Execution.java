package io.featurestore.steps.work;

import io.featurestore.store.objects.S3Uri;
import java.time.Instant;

/// Identifies one execution of a state machine.
///
/// @param id the execution's ARN
/// @param name the execution's unique name, which is part of S3 keys
/// @param startedAt the execution's start
/// @param work the prefix of its [WorkFolder]; all objects below it belong to this execution
public record Execution(String id, String name, Instant startedAt, S3Uri work) {
    /// Refuses a work folder that is not a prefix.
    public Execution {
        if (!work.isPrefix()) {
            throw new IllegalArgumentException("work " + work + " is not a prefix");
        }
    }
}
