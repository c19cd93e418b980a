package io.featurestore.records.text;

import java.util.Objects;

/** A text that is no value of the type it was read as. The caller knows the column and the text. */
public final class ValueFormatException extends RuntimeException {
    /** Says what is wrong, half a sentence such as {@code is not an integer}. */
    public ValueFormatException(String reason) {
        // One is thrown for each bad record of a chunk at most; the trace would tell nothing the reason does not.
        super(Objects.requireNonNull(reason, "reason is null"), null, false, false);
    }

    /** Returns what is wrong, half a sentence. */
    public String reason() {
        return Objects.requireNonNull(getMessage(), "message is null");
    }
}
