package io.featurestore.failure;

import io.featurestore.failure.code.ErrorCode;

/// Reports a feature group that has no offline store, or one that is disabled or blocked.
public final class OfflineStoreDisabled extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public OfflineStoreDisabled(String message) {
        super(ErrorCode.OfflineStoreDisabled, message, null);
    }
}
