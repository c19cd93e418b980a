package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;

/// Reports a query that was cancelled from outside.
public final class QueryCancelled extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public QueryCancelled(String message) {
        super(ErrorCode.QueryCancelled, message, null);
    }
}
