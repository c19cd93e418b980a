package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Reports a request that breaks the contract. The message lists every violation.
public final class InvalidRequest extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public InvalidRequest(String message) {
        super(ErrorCode.InvalidRequest, message, null);
    }

    /// Creates a failure with its message and the exception that caused it.
    public InvalidRequest(String message, @Nullable Throwable cause) {
        super(ErrorCode.InvalidRequest, message, cause);
    }
}
