package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;

/// Reports that no feature group has the requested name.
public final class FeatureGroupNotFound extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public FeatureGroupNotFound(String message) {
        super(ErrorCode.FeatureGroupNotFound, message, null);
    }
}
