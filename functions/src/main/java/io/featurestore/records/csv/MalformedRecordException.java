package io.featurestore.records.csv;

import java.util.Objects;

/// Reports bytes that are not a record of Athena's CSV.
public final class MalformedRecordException extends RuntimeException {
    private final String excerpt;

    /// Creates an exception for one record.
    ///
    /// @param excerpt the beginning of the record
    /// @param reason the second half of a sentence that begins with the record, such as `has no closing quote`
    MalformedRecordException(String excerpt, String reason) {
        super(Objects.requireNonNull(reason, "reason is null"));
        this.excerpt = excerpt;
    }

    /// Returns the beginning of the record.
    public String excerpt() {
        return excerpt;
    }

    /// Returns the second half of a sentence that begins with the record, such as `has no closing quote`.
    public String reason() {
        return Objects.requireNonNull(getMessage(), "message is null");
    }
}
