package io.featurestore.export.benchmarks.peers;

import java.io.Closeable;
import java.io.IOException;

import org.apache.commons.csv.CSVRecord;

/** A library that writes records. */
interface LibraryWriter extends Closeable {
    /** Writes a record of the sample's columns; {@code null} stands for NULL. */
    void write(CSVRecord csv) throws IOException;
}
