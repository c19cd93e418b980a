package io.featurestore.steps.work;

import java.time.Instant;

import io.featurestore.store.objects.S3Uri;

/**
 * Identifies one execution of a state machine.
 *
 * @param id the execution's ARN
 * @param name the execution's name, which is unique; keys are made from it
 * @param startedAt the execution's start
 * @param work the prefix of its {@link WorkFolder}; everything below it belongs to this execution
 */
public record Execution(String id, String name, Instant startedAt, S3Uri work) {
    /** Checks that the work folder is a prefix. */
    public Execution {
        if (!work.isPrefix()) {
            throw new IllegalArgumentException("work " + work + " is not a prefix");
        }
    }
}
