package io.featurestore.records;

import java.io.IOException;

/// Writes records to one output stream in one format. Not thread-safe.
public interface RecordWriter {
    /// Writes one record.
    ///
    /// @throws UnfitValueException if a value does not fit its column; nothing more may be written after that
    /// @throws IOException if the stream cannot be written
    void write(Fields record) throws IOException;

    /// Writes the buffered records and the end of the format: footers and the ends of compressed streams. Must be
    /// called once, after the last record.
    void finish() throws IOException;
}
