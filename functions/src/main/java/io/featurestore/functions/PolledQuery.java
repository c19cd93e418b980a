package io.featurestore.functions;

import java.util.Optional;
import java.util.OptionalLong;

import io.featurestore.store.objects.S3Uri;

/**
 * Where the query stands. All but the first two are empty unless it succeeded.
 *
 * @param state what comes next
 * @param queryExecutionId its execution id
 * @param outputLocation the result object
 * @param resultRows records in the result, the header not counted; −1 where the engine does not tell
 * @param resultBytes bytes the engine put out, which is not the length of the result object; −1 where it does not tell
 * @param scannedBytes bytes the query scanned
 * @param millis time the query took, waiting included
 */
public record PolledQuery(State state, String queryExecutionId, Optional<S3Uri> outputLocation,
        OptionalLong resultRows, OptionalLong resultBytes, OptionalLong scannedBytes, OptionalLong millis) {
    /** What comes next. */
    public enum State {
        /** Ask again. */
        RUNNING,
        /** The result is there. */
        SUCCEEDED,
        /** It failed in a way that another attempt may not. */
        RETRY
    }

    static PolledQuery unfinished(State state, String queryExecutionId) {
        return new PolledQuery(state, queryExecutionId, Optional.empty(), OptionalLong.empty(), OptionalLong.empty(),
                OptionalLong.empty(), OptionalLong.empty());
    }
}
