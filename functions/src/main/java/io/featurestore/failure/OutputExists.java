package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Reports an output that exists already and may not be replaced.
public final class OutputExists extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public OutputExists(String message) {
        super(ErrorCode.OutputExists, message, null);
    }

    /// Creates a failure with its message and the exception that caused it.
    public OutputExists(String message, @Nullable Throwable cause) {
        super(ErrorCode.OutputExists, message, cause);
    }
}
