package io.featurestore.records.parquet.read.pages;

/// Reports a file that is not a complete Parquet file. The message completes a sentence whose subject is the
/// file.
public final class NotParquetException extends Exception {
    NotParquetException(String reason) {
        super(reason);
    }

    NotParquetException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
