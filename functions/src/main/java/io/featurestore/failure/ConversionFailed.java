package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;

/// Reports a value that does not fit its column's type. The message names column, record number and value.
public final class ConversionFailed extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public ConversionFailed(String message) {
        super(ErrorCode.ConversionFailed, message, null);
    }
}
