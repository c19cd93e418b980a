package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Reports a defect of this project.
public final class Internal extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public Internal(String message) {
        super(ErrorCode.Internal, message, null);
    }

    /// Creates a failure with its message and the exception that caused it.
    public Internal(String message, @Nullable Throwable cause) {
        super(ErrorCode.Internal, message, cause);
    }
}
