package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Reports that a service asked to slow down. The call may be repeated later.
public final class Throttled extends Failure {
    /// Creates a failure with its message and the exception that caused it.
    public Throttled(String message, @Nullable Throwable cause) {
        super(ErrorCode.Internal, message, cause);
    }
}
