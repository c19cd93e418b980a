package io.featurestore.steps.query;

import io.featurestore.store.objects.S3Uri;
import java.util.Optional;
import java.util.OptionalLong;

/// Holds the state of a query. All components except the first two are empty unless the query succeeded.
///
/// @param state what the caller does next
/// @param queryExecutionId the query's execution id
/// @param outputLocation the result object
/// @param resultRows records in the result, without the header; −1 if the engine does not report it
/// @param resultBytes bytes that the engine reports as output, which is not the length of the result object; −1
///     if it does not report them
/// @param scannedBytes bytes that the query scanned
/// @param millis duration of the query in milliseconds, with its time in the queue
/// @param counting the run that counted rows for the warnings, which has ended; empty if there was none
public record PolledQuery(
        State state,
        String queryExecutionId,
        Optional<S3Uri> outputLocation,
        OptionalLong resultRows,
        OptionalLong resultBytes,
        OptionalLong scannedBytes,
        OptionalLong millis,
        Optional<CountingRun> counting) {
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
