package io.featurestore.steps.query;

import io.featurestore.store.objects.S3Uri;
import java.time.Instant;
import java.util.Optional;

/// Holds the current state of one run of a query.
///
/// @param id the run's execution id
/// @param state its state; it may go back from RUNNING to QUEUED
/// @param sql the statement
/// @param workgroup the work group it runs in
/// @param reason the engine's text about the state
/// @param error the kind of error that ended the run; empty if there was none
/// @param outputLocation the result object. It may differ from the requested location, because a work group
///     may enforce its own
/// @param scannedBytes bytes scanned so far
/// @param millis duration so far in milliseconds, with the time in the queue
/// @param completedAt the end of the run
/// @param manifest the list of the files that an UNLOAD wrote; empty for a SELECT
public record QueryRun(
        String id,
        State state,
        String sql,
        String workgroup,
        Optional<String> reason,
        Optional<ErrorKind> error,
        Optional<S3Uri> outputLocation,
        long scannedBytes,
        long millis,
        Optional<Instant> completedAt,
        Optional<S3Uri> manifest) {
    /// Holds the state of a SELECT.
    public QueryRun(
            String id,
            State state,
            String sql,
            String workgroup,
            Optional<String> reason,
            Optional<ErrorKind> error,
            Optional<S3Uri> outputLocation,
            long scannedBytes,
            long millis,
            Optional<Instant> completedAt) {
        this(
                id,
                state,
                sql,
                workgroup,
                reason,
                error,
                outputLocation,
                scannedBytes,
                millis,
                completedAt,
                Optional.empty());
    }

    /// Names the states of a run.
    public enum State {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /// Names the party that caused an error (docs.aws.amazon.com/athena/latest/ug/error-reference.html).
    public enum Category {
        SYSTEM,
        USER,
        OTHER
    }

    /// Describes the error that ended a run.
    ///
    /// @param category the party that caused it
    /// @param type the engine's number for the kind of error
    /// @param retryable whether the same query might succeed if run again
    public record ErrorKind(Category category, int type, boolean retryable) {}
}
