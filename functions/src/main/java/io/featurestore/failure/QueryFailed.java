package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Reports a query that failed for a reason that a new attempt does not change.
public final class QueryFailed extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public QueryFailed(String message) {
        super(ErrorCode.QueryFailed, message, null);
    }

    /// Creates a failure with its message and the exception that caused it.
    public QueryFailed(String message, @Nullable Throwable cause) {
        super(ErrorCode.QueryFailed, message, cause);
    }
}
