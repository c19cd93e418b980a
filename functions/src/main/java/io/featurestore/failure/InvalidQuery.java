package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Reports SQL that is refused, by the check before the query or by the query engine.
public final class InvalidQuery extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public InvalidQuery(String message) {
        super(ErrorCode.InvalidQuery, message, null);
    }

    /// Creates a failure with its message and the exception that caused it.
    public InvalidQuery(String message, @Nullable Throwable cause) {
        super(ErrorCode.InvalidQuery, message, cause);
    }
}
