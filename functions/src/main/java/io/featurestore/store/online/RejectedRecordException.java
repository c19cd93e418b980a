package io.featurestore.store.online;

import io.featurestore.records.UnfitValueException;

/// Reports a value or a record that a bulk put would reject.
public final class RejectedRecordException extends UnfitValueException {
    RejectedRecordException(String column, String value, String reason) {
        super(column, value, reason);
    }
}
