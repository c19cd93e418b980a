package io.featurestore.records.parquet.read.pages;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Gives access to the bytes of one version of a file.
public interface RangeSource {
    /// Returns the name of the file for messages, such as `s3://bucket/key`.
    String name();

    /// Opens the bytes `[from, to)`. The caller closes the stream. May be called by several threads at a
    /// time.
    ///
    /// @throws IOException if the bytes cannot be read now
    InputStream open(long from, long to) throws IOException;

    /// Returns the bytes `[from, to)`.
    ///
    /// @throws IOException if the bytes cannot be read now
    default byte[] read(long from, long to) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(to - from)];
        try (InputStream in = open(from, to)) {
            int length = in.readNBytes(bytes, 0, bytes.length);
            if (length < bytes.length) {
                throw new EOFException(
                        "The bytes " + from + " to " + to + " of " + name() + " ended after " + length + " bytes.");
            }
        }
        return bytes;
    }
}
