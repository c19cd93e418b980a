package io.featurestore.failure;

/// Reports a feature group that has no offline store, or one that is disabled or blocked.
public final class OfflineStoreDisabled extends Failure {
    /// Creates a failure with its message: what was wrong, the offending value, what to do.
    public OfflineStoreDisabled(String message) {
        super(ErrorCode.OfflineStoreDisabled, message, null);
    }
}
