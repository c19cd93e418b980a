package io.featurestore.records;

import java.util.Objects;

import io.featurestore.failure.ErrorCode;

/** A value that does not fit its column's type, or a record that does not fit a bulk put. */
public final class UnfitValueException extends RuntimeException {
    private final ErrorCode code;
    private final String column;
    private final String value;

    /**
     * Makes one.
     *
     * @param code {@link ErrorCode#ConversionFailed} or {@link ErrorCode#IncompatibleRecord}
     * @param column the column's name in the output
     * @param value the value as it stands in the result; it is shortened where it is shown
     * @param reason what is wrong with it, half a sentence such as {@code is not an integer}
     */
    public UnfitValueException(ErrorCode code, String column, String value, String reason) {
        super(Objects.requireNonNull(reason, "reason is null"));
        this.code = Objects.requireNonNull(code, "code is null");
        this.column = Objects.requireNonNull(column, "column is null");
        this.value = Objects.requireNonNull(value, "value is null");
    }

    /** Returns what kind of failure it is. */
    public ErrorCode code() {
        return code;
    }

    /** Returns the column's name in the output. */
    public String column() {
        return column;
    }

    /** Returns the offending value. */
    public String value() {
        return value;
    }

    /** Returns what is wrong with the value. */
    public String reason() {
        return Objects.requireNonNull(getMessage(), "message is null");
    }
}
