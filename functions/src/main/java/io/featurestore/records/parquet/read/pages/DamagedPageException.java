package io.featurestore.records.parquet.read.pages;

import java.util.Objects;

/// Reports bytes of a column chunk that are not what the format demands. The caller knows the file and the
/// column.
public final class DamagedPageException extends RuntimeException {
    /// Creates an exception with a sentence without its full stop, such as `a page's checksum differs`.
    public DamagedPageException(String reason) {
        super(Objects.requireNonNull(reason, "reason is null"));
    }

    /// Creates an exception with its cause.
    public DamagedPageException(String reason, Throwable cause) {
        super(Objects.requireNonNull(reason, "reason is null"), cause);
    }

    /// Returns a sentence without its full stop.
    public String reason() {
        return Objects.requireNonNull(getMessage(), "message is null");
    }
}
