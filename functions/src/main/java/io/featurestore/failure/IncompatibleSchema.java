package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;

/// Reports columns that a bulk put into the online store does not accept.
public final class IncompatibleSchema extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public IncompatibleSchema(String message) {
        super(ErrorCode.IncompatibleSchema, message, null);
    }
}
