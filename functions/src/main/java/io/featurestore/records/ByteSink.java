package io.featurestore.records;

import io.featurestore.records.bytes.Words;
import java.io.IOException;
import java.io.OutputStream;

/// Buffers small writes to a stream. A writer of records can write single bytes without a call to the stream for
/// each. A caller that writes many bytes asks for [#room] and sets the bytes of [#buffer] itself.
public final class ByteSink {
    /// The largest number of bytes that [#room] can be asked for.
    public static final int MAX_ROOM = 32 << 10;

    private final OutputStream out;
    private final byte[] buffer = new byte[2 * MAX_ROOM];
    private int size;

    /// Creates an empty buffer for `out`.
    public ByteSink(OutputStream out) {
        this.out = out;
    }

    /// Returns the buffer in which [#room] reserves bytes.
    public byte[] buffer() {
        return buffer;
    }

    /// Reserves up to {@value #MAX_ROOM} bytes and returns the index of the first one in [#buffer].
    public int room(int bytes) throws IOException {
        if (bytes > buffer.length - size) {
            flush();
        }
        return size;
    }

    /// Accepts all bytes of [#buffer] before an index as written.
    public void end(int index) {
        size = index;
    }

    /// Writes one byte.
    public void put(int value) throws IOException {
        if (size == buffer.length) {
            flush();
        }
        buffer[size++] = (byte) value;
    }

    /// Writes a whole array.
    public void put(byte[] bytes) throws IOException {
        put(bytes, 0, bytes.length);
    }

    /// Writes `length` bytes.
    public void put(byte[] bytes, int start, int length) throws IOException {
        if (length > buffer.length - size) {
            flush();
            if (length >= buffer.length) {
                out.write(bytes, start, length);
                return;
            }
        }
        Words.copy(bytes, start, buffer, size, length);
        size += length;
    }

    /// Writes the buffered bytes and closes the stream.
    public void close() throws IOException {
        flush();
        out.close();
    }

    private void flush() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
    }
}
