package io.featurestore.records.parquet.pages;

import io.featurestore.records.bytes.Words;

/// Reads words at the end of an array, where fewer than eight bytes may be left.
final class PartialWord {
    private PartialWord() {}

    /// Returns `length` bytes, at most eight, as a word. The first byte is the lowest one, and missing bytes are
    /// zero.
    static long get(byte[] bytes, int at, int length) {
        if (at + Long.BYTES > bytes.length) {
            return last(bytes, at, length);
        }
        long word = Words.get(bytes, at);
        return length < Long.BYTES ? word & (1L << Byte.SIZE * length) - 1 : word;
    }

    /// Reads byte by byte, where fewer than eight bytes are left.
    private static long last(byte[] bytes, int at, int length) {
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[at + i] & 0xffL) << Byte.SIZE * i;
        }
        return word;
    }
}
