package io.featurestore.steps.work;

import io.featurestore.store.objects.S3Uri;
import java.time.Instant;
import java.util.Objects;

/// Identifies one execution of a state machine.
///
/// @param id the execution's ARN
/// @param name the execution's unique name, which is part of S3 keys
/// @param startedAt the execution's start
/// @param work the prefix of its [WorkFolder]; all objects below it belong to this execution
/// @param concurrency how many of its chunks may be converted at the same time
public record Execution(String id, String name, Instant startedAt, S3Uri work, Concurrency concurrency) {
    /// Refuses a work folder that is not a prefix. A document of an earlier version has no concurrency.
    public Execution {
        concurrency = Objects.requireNonNullElse(concurrency, Concurrency.DEFAULT);
        if (!work.isPrefix()) {
            throw new IllegalArgumentException("work " + work + " is not a prefix");
        }
    }

    /// Returns this execution with another concurrency.
    public Execution within(Concurrency other) {
        return new Execution(id, name, startedAt, work, other);
    }
}
