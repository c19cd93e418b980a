package io.featurestore.records.parquet.read;

import java.util.Objects;

/// Reports a file, or a part of it, that cannot be read. The message names the file, the row group and the
/// column, and says what to do, for a person.
public final class UnreadableParquetException extends RuntimeException {
    /// The reasons, which ask for different treatment.
    public enum Reason {
        /// The bytes are not what the format demands.
        DAMAGED,
        /// The file uses a part of the format that is not supported here, such as encryption.
        UNSUPPORTED,
        /// Athena cannot read the file's column as the type of the table.
        UNFIT_TYPE,
        /// Athena cannot read one value as the type of the table.
        UNFIT_VALUE
    }

    private final Reason reason;

    UnreadableParquetException(Reason reason, String message) {
        super(Objects.requireNonNull(message, "message is null"));
        this.reason = reason;
    }

    UnreadableParquetException(Reason reason, String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message is null"), cause);
        this.reason = reason;
    }

    /// Returns the reason.
    public Reason reason() {
        return reason;
    }

    /// Returns the message, which is never null.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage(), "message is null");
    }
}
