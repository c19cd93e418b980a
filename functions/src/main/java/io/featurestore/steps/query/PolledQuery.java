package io.featurestore.steps.query;

import io.featurestore.store.objects.S3Uri;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// Holds the state of a query. All components except the first two are empty unless the query succeeded.
///
/// @param state what the caller does next
/// @param queryExecutionId the query's execution id
/// @param outputLocation the result object
/// @param resultRows records in the result, without the header; −1 if the engine does not report it
/// @param resultBytes bytes that the engine reports as output, which is not the length of the result object;
///     −1 if it does not report them
/// @param scannedBytes bytes that the query scanned
/// @param millis duration of the query in milliseconds, with its time in the queue
/// @param counting the run that counted rows for the warnings, which has ended; empty if there was none
/// @param unloaded what UNLOAD wrote; empty if the query was a SELECT
public record PolledQuery(
        State state,
        String queryExecutionId,
        Optional<S3Uri> outputLocation,
        OptionalLong resultRows,
        OptionalLong resultBytes,
        OptionalLong scannedBytes,
        OptionalLong millis,
        Optional<CountingRun> counting,
        Optional<Unloaded> unloaded) {
    /// Sets what a query of an earlier version lacks.
    public PolledQuery {
        unloaded = Objects.requireNonNullElse(unloaded, Optional.empty());
    }

    /// Holds the state of a SELECT.
    public PolledQuery(
            State state,
            String queryExecutionId,
            Optional<S3Uri> outputLocation,
            OptionalLong resultRows,
            OptionalLong resultBytes,
            OptionalLong scannedBytes,
            OptionalLong millis,
            Optional<CountingRun> counting) {
        this(
                state,
                queryExecutionId,
                outputLocation,
                resultRows,
                resultBytes,
                scannedBytes,
                millis,
                counting,
                Optional.empty());
    }

    /// Names what UNLOAD wrote.
    ///
    /// @param prefix the prefix of the files
    /// @param manifest the list of the files; empty if Athena names none
    public record Unloaded(S3Uri prefix, Optional<S3Uri> manifest) {}

    /// Names what the caller does next.
    public enum State {
        /// The query has not ended: poll again.
        RUNNING,
        /// The query succeeded: use the result.
        SUCCEEDED,
        /// The query failed, and a new attempt may succeed: start it again.
        RETRY
    }

    static PolledQuery unfinished(State state, String queryExecutionId) {
        return new PolledQuery(
                state,
                queryExecutionId,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
