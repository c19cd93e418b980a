package io.featurestore.records;

import java.util.Objects;

/// Reports a value that does not fit its column's type.
public class UnfitValueException extends RuntimeException {
    private final String column;
    private final String value;

    /// Creates an exception for one value.
    ///
    /// @param column the column's name in the output
    /// @param value the value as it stands in the result, in full length; shorten it before you show it
    /// @param reason the second half of a sentence that begins with the value, such as `is not an integer`
    public UnfitValueException(String column, String value, String reason) {
        super(Objects.requireNonNull(reason, "reason is null"));
        this.column = Objects.requireNonNull(column, "column is null");
        this.value = Objects.requireNonNull(value, "value is null");
    }

    /// Returns the column's name in the output.
    public final String column() {
        return column;
    }

    /// Returns the offending value in full length.
    public final String value() {
        return value;
    }

    /// Returns the second half of a sentence that begins with the value, such as `is not an integer`.
    public final String reason() {
        return Objects.requireNonNull(getMessage(), "message is null");
    }
}
