package io.featurestore.records;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The values of one record: UTF-8 bytes, unescaped, in one buffer. One instance is filled again for every record, so a
 * reader copies what it wants to keep. NULL and the empty value are told apart by {@link #isNull}.
 */
public final class Fields {
    private byte[] bytes;
    private final int[] starts;
    private final int[] lengths;

    /** Makes room for records of {@code columns} values, all NULL at first. */
    public Fields(int columns) {
        bytes = new byte[0];
        starts = new int[columns];
        lengths = new int[columns];
        Arrays.fill(lengths, -1);
    }

    /** Points at the buffer the values of the next record lie in; it is not copied. */
    public void buffer(byte[] buffer) {
        bytes = buffer;
    }

    /** Sets value {@code column} to {@code length} bytes of the buffer. */
    public void set(int column, int start, int length) {
        starts[column] = start;
        lengths[column] = length;
    }

    /** Sets value {@code column} to NULL. */
    public void setNull(int column) {
        lengths[column] = -1;
    }

    /** Returns the number of values, NULLs included. */
    public int count() {
        return starts.length;
    }

    /** Returns whether value {@code column} is NULL. */
    public boolean isNull(int column) {
        return lengths[column] < 0;
    }

    /** Returns the buffer; value {@code column} is {@code [start(column), start(column) + length(column))} of it. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns where value {@code column} starts in {@link #bytes}. */
    public int start(int column) {
        return starts[column];
    }

    /** Returns the length of value {@code column} in bytes; −1 for NULL. */
    public int length(int column) {
        return lengths[column];
    }

    /** Returns value {@code column}, which is not NULL, as text. */
    public String text(int column) {
        return new String(bytes, starts[column], lengths[column], StandardCharsets.UTF_8);
    }
}
