package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Reports a query that ran longer than allowed.
public final class QueryTimedOut extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public QueryTimedOut(String message) {
        super(ErrorCode.QueryTimedOut, message, null);
    }

    /// Creates a failure with its message and the exception that caused it.
    public QueryTimedOut(String message, @Nullable Throwable cause) {
        super(ErrorCode.QueryTimedOut, message, cause);
    }
}
