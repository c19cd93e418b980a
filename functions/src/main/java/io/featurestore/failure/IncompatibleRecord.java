package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;

/// Reports a record that a bulk put does not accept. The message names column, record number and value.
public final class IncompatibleRecord extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public IncompatibleRecord(String message) {
        super(ErrorCode.IncompatibleRecord, message, null);
    }
}
