package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Reports an AWS call that was denied. The message names the action and the resource.
public final class AccessDenied extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public AccessDenied(String message) {
        super(ErrorCode.AccessDenied, message, null);
    }

    /// Creates a failure with its message and the exception that caused it.
    public AccessDenied(String message, @Nullable Throwable cause) {
        super(ErrorCode.AccessDenied, message, cause);
    }
}
