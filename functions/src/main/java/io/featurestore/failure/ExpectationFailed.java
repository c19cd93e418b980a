package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;

/// Reports records that break an expectation. The message names the expectations and the first records.
public final class ExpectationFailed extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public ExpectationFailed(String message) {
        super(ErrorCode.ExpectationFailed, message, null);
    }
}
