package io.featurestore.steps.query;

import java.time.Instant;
import java.util.Optional;

import io.featurestore.store.objects.S3Uri;

/**
 * Where one run of a query stands.
 *
 * @param id its execution id
 * @param state its state; it may go back from RUNNING to QUEUED
 * @param sql the statement
 * @param workgroup the work group it runs in
 * @param reason the engine's sentence on the state
 * @param error what kind of error failed it
 * @param outputLocation the result object; read it from here, as a work group may enforce its own location
 * @param scannedBytes bytes scanned so far
 * @param millis time taken so far, waiting included
 * @param completedAt when it ended
 */
public record QueryRun(String id, State state, String sql, String workgroup, Optional<String> reason,
        Optional<ErrorKind> error, Optional<S3Uri> outputLocation, long scannedBytes, long millis,
        Optional<Instant> completedAt) {
    /** The states of a run. */
    public enum State {
        QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED
    }

    /** Whose error failed a run (docs.aws.amazon.com/athena/latest/ug/error-reference.html). */
    public enum Category {
        SYSTEM, USER, OTHER
    }

    /**
     * What failed a run.
     *
     * @param category whose error it is
     * @param type the engine's number of the kind of error
     * @param retryable whether the same query might succeed if run again
     */
    public record ErrorKind(Category category, int type, boolean retryable) {}
}
