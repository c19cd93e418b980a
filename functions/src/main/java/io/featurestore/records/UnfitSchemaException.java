package io.featurestore.records;

import java.util.Objects;

/// Reports columns that an output format cannot hold. The message names them and says what to do, for a person.
public final class UnfitSchemaException extends RuntimeException {
    /// Creates an exception with its message, in whole sentences.
    public UnfitSchemaException(String message) {
        super(Objects.requireNonNull(message, "message is null"));
    }

    /// Returns the message, which is never null.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage(), "message is null");
    }
}
