package io.featurestore.export;

import java.time.Instant;

import io.featurestore.store.objects.S3Uri;

/**
 * One export: a request, and the execution that carries it out. Every function after ValidateRequest gets it.
 *
 * @param request the checked request
 * @param executionId the execution's ARN
 * @param executionName the execution's name, unique; keys are made from it
 * @param startedAt the execution's start
 * @param work the work prefix {@code s3://<work bucket>/work/<execution name>/}, all of it this execution's
 */
public record Export(ExportRequest request, String executionId, String executionName, Instant startedAt, S3Uri work) {
    /** Checks that the work prefix is one. */
    public Export {
        if (!work.isPrefix()) {
            throw new IllegalArgumentException("work " + work + " is not a prefix");
        }
    }
}
