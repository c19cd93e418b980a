package io.featurestore.records.parquet.pages;

import io.featurestore.records.bytes.Words;

/** A word of as many bytes as there are, and zeros after them. */
final class PartialWord {
    private PartialWord() {}

    /** Returns up to eight bytes, the first one lowest. */
    static long get(byte[] bytes, int at, int length) {
        if (at + Long.BYTES > bytes.length) {
            return last(bytes, at, length);
        }
        long word = Words.get(bytes, at);
        return length < Long.BYTES ? word & (1L << Byte.SIZE * length) - 1 : word;
    }

    /** Reads where no eight bytes are. */
    private static long last(byte[] bytes, int at, int length) {
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[at + i] & 0xffL) << Byte.SIZE * i;
        }
        return word;
    }
}
