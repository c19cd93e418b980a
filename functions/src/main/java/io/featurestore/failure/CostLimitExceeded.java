package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;

/// Reports an estimate that is above a limit of the request.
public final class CostLimitExceeded extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public CostLimitExceeded(String message) {
        super(ErrorCode.CostLimitExceeded, message, null);
    }
}
