package io.featurestore.records;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The values of one record: unescaped UTF-8 bytes in one buffer. A reader fills the same instance again for
/// every record, so the caller must copy any value that it wants to keep. [#isNull] distinguishes NULL from the
/// empty value.
public final class Fields {
    private byte[] bytes;
    private final int[] starts;
    private final int[] lengths;

    /// Creates a record of `columns` values, all of them NULL.
    public Fields(int columns) {
        bytes = new byte[0];
        starts = new int[columns];
        lengths = new int[columns];
        Arrays.fill(lengths, -1);
    }

    /// Sets the buffer that holds the values of the next record. The buffer is not copied.
    public void buffer(byte[] buffer) {
        bytes = buffer;
    }

    /// Sets value `column` to `length` bytes of the buffer.
    public void set(int column, int start, int length) {
        starts[column] = start;
        lengths[column] = length;
    }

    /// Sets value `column` to NULL.
    public void setNull(int column) {
        lengths[column] = -1;
    }

    /// Returns the number of values, NULLs included.
    public int count() {
        return starts.length;
    }

    /// Returns whether value `column` is NULL.
    public boolean isNull(int column) {
        return lengths[column] < 0;
    }

    /// Returns the buffer. Value `column` consists of its bytes from `start(column)` on, {@code length(column)}
    /// of them.
    public byte[] bytes() {
        return bytes;
    }

    /// Returns the index in [#bytes] at which value `column` starts.
    public int start(int column) {
        return starts[column];
    }

    /// Returns the length of value `column` in bytes; −1 if it is NULL.
    public int length(int column) {
        return lengths[column];
    }

    /// Returns value `column` as text. The value must not be NULL.
    public String text(int column) {
        return new String(bytes, starts[column], lengths[column], StandardCharsets.UTF_8);
    }
}
