package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;

/// Reports that as many exports run as the deployment allows.
public final class TooManyExports extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public TooManyExports(String message) {
        super(ErrorCode.TooManyExports, message, null);
    }
}
