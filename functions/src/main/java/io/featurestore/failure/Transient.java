package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Reports a fault that may be gone when the call is repeated.
public final class Transient extends Failure {
    /// Creates a failure with its message and the exception that caused it.
    public Transient(String message, @Nullable Throwable cause) {
        super(ErrorCode.Internal, message, cause);
    }
}
