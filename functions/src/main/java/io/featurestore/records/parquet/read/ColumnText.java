package io.featurestore.records.parquet.read;

import io.featurestore.records.text.Utf8Builder;
import java.io.IOException;

/// Reads the values of one column of a row group from front to back, as text.
interface ColumnText {
    /// Appends the next value.
    ///
    /// @return false if the value is NULL, and nothing was appended
    boolean next(Utf8Builder out) throws IOException;

    /// Passes over rows without making text of their values.
    void skip(long rows) throws IOException;
}
