package io.featurestore.records.parquet.pages;

import io.featurestore.records.bytes.Words;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/// A growing list of bytes in little-endian order. It is reused for every page.
final class ByteList {
    private final int most;
    private byte[] bytes = new byte[64];
    private int size;

    ByteList() {
        this(Integer.MAX_VALUE);
    }

    /// Creates a list that seldom holds more than `most` bytes, so that it need not double its capacity beyond
    /// that.
    ByteList(int most) {
        this.most = most;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    byte[] array() {
        return bytes;
    }

    BytesInput input() {
        return BytesInput.from(bytes, 0, size);
    }

    void addByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    void addInt(int value) {
        ensure(Integer.BYTES);
        Words.putInt(bytes, size, value);
        size += Integer.BYTES;
    }

    void addLong(long value) {
        ensure(Long.BYTES);
        Words.put(bytes, size, value);
        size += Long.BYTES;
    }

    void add(byte[] from, int start, int length) {
        ensure(length);
        Words.copy(from, start, bytes, size, length);
        size += length;
    }

    /// Appends an unsigned number, seven bits per byte.
    void addVarint(int value) {
        int left = value;
        while (left >>> 7 != 0) {
            addByte(left | 0x80);
            left >>>= 7;
        }
        addByte(left);
    }

    /// Overwrites four bytes.
    void setInt(int at, int value) {
        Words.putInt(bytes, at, value);
    }

    private void ensure(int more) {
        if (more > bytes.length - size) {
            grow(size + more);
        }
    }

    private void grow(int least) {
        int twice = 2 * bytes.length;
        bytes = Arrays.copyOf(bytes, Math.max(least, bytes.length < most ? Math.min(twice, most) : twice));
    }
}
