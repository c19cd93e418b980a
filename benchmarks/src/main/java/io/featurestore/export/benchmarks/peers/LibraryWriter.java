package io.featurestore.export.benchmarks.peers;

import java.io.Closeable;
import java.io.IOException;
import org.apache.commons.csv.CSVRecord;

/// Writes records with a library.
interface LibraryWriter extends Closeable {
    /// Writes a record with the sample's columns; `null` means NULL.
    void write(CSVRecord csv) throws IOException;
}
