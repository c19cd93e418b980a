package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;

/// Reports that the table of the offline store does not exist.
public final class TableNotFound extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public TableNotFound(String message) {
        super(ErrorCode.TableNotFound, message, null);
    }
}
