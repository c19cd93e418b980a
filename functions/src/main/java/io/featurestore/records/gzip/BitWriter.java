package io.featurestore.records.gzip;

import java.util.Arrays;

/// Packs bits into bytes, the lowest bit first, as deflate does.
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

    /// Returns the number of whole bytes.
    int size() {
        return size;
    }

    /// Discards the whole bytes. Bits that do not fill a byte yet are kept.
    void clear() {
        size = 0;
    }

    /// Reserves space for a number of further bytes.
    void ensure(int more) {
        int needed = size + more + 2 * Long.BYTES;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }

    /// Appends up to 32 bits. Space must have been reserved. It works byte by byte, as few bits are written in
    /// this way.
    void put(int bits, int count) {
        pending |= (bits & 0xffffffffL) << pendingBits;
        pendingBits += count;
        while (pendingBits >= Byte.SIZE) {
            bytes[size++] = (byte) pending;
            pending >>>= Byte.SIZE;
            pendingBits -= Byte.SIZE;
        }
    }

    /// Fills the last byte with zero bits.
    void align() {
        put(0, -pendingBits & 7);
    }

    /// Returns the bits that do not fill a byte yet. A caller may pack further bits in local variables and return
    /// them with [#resume].
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
