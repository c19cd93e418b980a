package io.featurestore.records.text;

import java.util.Objects;

/// Reports a text that is not a value of the expected type. The caller knows the column and the text.
public final class ValueFormatException extends RuntimeException {
    /// Creates an exception with the second half of a sentence that begins with the value, such as
    /// `is not an integer`.
    public ValueFormatException(String reason) {
        // It is thrown for every bad value, and a stack trace would add nothing to the reason.
        super(Objects.requireNonNull(reason, "reason is null"), null, false, false);
    }

    /// Returns the second half of a sentence that begins with the value, such as `is not an integer`.
    public String reason() {
        return Objects.requireNonNull(getMessage(), "message is null");
    }
}
