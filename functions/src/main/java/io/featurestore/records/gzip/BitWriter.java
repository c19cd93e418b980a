package io.featurestore.records.gzip;

import java.util.Arrays;

/** Packs bits into bytes, the first bit lowest, as deflate does. */
final class BitWriter {
    private byte[] bytes;
    private int size;
    private long pending;
    private int pendingBits;

    BitWriter(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns the number of whole bytes. */
    int size() {
        return size;
    }

    /** Forgets the whole bytes; bits that fill none yet stay. */
    void clear() {
        size = 0;
    }

    /** Makes room for so many bytes. */
    void ensure(int more) {
        int needed = size + more + 2 * Long.BYTES;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }

    /** Puts up to 32 bits; there must be room. Byte by byte: what is written in this way is little. */
    void put(int bits, int count) {
        pending |= (bits & 0xffffffffL) << pendingBits;
        pendingBits += count;
        while (pendingBits >= Byte.SIZE) {
            bytes[size++] = (byte) pending;
            pending >>>= Byte.SIZE;
            pendingBits -= Byte.SIZE;
        }
    }

    /** Fills the last byte up with zeros. */
    void align() {
        put(0, -pendingBits & 7);
    }

    /** Bits that fill no byte yet, for one who packs bits in local variables and gives them back. */
    long pending() {
        return pending;
    }

    int pendingBits() {
        return pendingBits;
    }

    void resume(int newSize, long newPending, int newPendingBits) {
        size = newSize;
        pending = newPending;
        pendingBits = newPendingBits;
    }
}
