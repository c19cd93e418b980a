package io.featurestore.records;

import java.io.IOException;

/** Writes records in one format to the part it was made for. Not thread-safe. */
public interface RecordWriter {
    /**
     * Writes one record.
     *
     * @throws UnfitValueException if a value does not fit its column; nothing more may be written then
     * @throws IOException if the part cannot be written
     */
    void write(Fields record) throws IOException;

    /** Writes what is buffered and ends the part (footers, compression streams). Called once, last. */
    void finish() throws IOException;
}
