package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Reports a query result that changed while it was read.
public final class ResultChanged extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public ResultChanged(String message) {
        super(ErrorCode.ResultChanged, message, null);
    }

    /// Creates a failure with its message and the exception that caused it.
    public ResultChanged(String message, @Nullable Throwable cause) {
        super(ErrorCode.ResultChanged, message, cause);
    }
}
