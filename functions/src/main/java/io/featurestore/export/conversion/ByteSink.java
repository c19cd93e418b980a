package io.featurestore.export.conversion;

import java.io.IOException;
import java.io.OutputStream;

/** Gathers small writes; a writer of records puts byte after byte without a call into the stream for each. */
public final class ByteSink {
    private final OutputStream out;
    private final byte[] buffer = new byte[64 << 10];
    private int size;

    /** Gathers for {@code out}. */
    public ByteSink(OutputStream out) {
        this.out = out;
    }

    /** Writes one byte. */
    public void put(int value) throws IOException {
        if (size == buffer.length) {
            flush();
        }
        buffer[size++] = (byte) value;
    }

    /** Writes a whole array. */
    public void put(byte[] bytes) throws IOException {
        put(bytes, 0, bytes.length);
    }

    /** Writes {@code length} bytes. */
    public void put(byte[] bytes, int start, int length) throws IOException {
        if (length > buffer.length - size) {
            flush();
            if (length >= buffer.length) {
                out.write(bytes, start, length);
                return;
            }
        }
        System.arraycopy(bytes, start, buffer, size, length);
        size += length;
    }

    /** Writes what was gathered and closes the stream. */
    public void close() throws IOException {
        flush();
        out.close();
    }

    private void flush() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
    }
}
