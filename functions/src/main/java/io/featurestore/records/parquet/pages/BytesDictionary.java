package io.featurestore.records.parquet.pages;

import io.featurestore.records.bytes.Words;
import java.util.Arrays;

/// A dictionary of byte arrays, in the order of their first occurrence.
final class BytesDictionary {
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private final int maxBytes;
    private final ByteList bytes = new ByteList();
    private int[] ends = new int[8];
    private int size;
    private int seen;
    /// Hash table of indexes of [#ends] plus one; 0 marks an empty slot. It has twice the capacity of the values.
    private int[] table = new int[16];

    BytesDictionary(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    int size() {
        return size;
    }

    /// Returns the bytes of all values, one after another.
    byte[] bytes() {
        return bytes.array();
    }

    int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    int length(int index) {
        return ends[index] - start(index);
    }

    void clear() {
        bytes.clear();
        size = 0;
        seen = 0;
        Arrays.fill(table, 0);
    }

    /// Returns the index of a value, which is added if that saves space; otherwise [DictionaryIndexes#NONE].
    int index(byte[] from, int start, int length) {
        seen++;
        int slot = slot(from, start, length);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        if (bytes.size() + Integer.BYTES * (size + 1L) + length > maxBytes || !DictionaryPolicy.pays(size, seen)) {
            return DictionaryIndexes.NONE;
        }
        if (size == ends.length) {
            grow();
            slot = slot(from, start, length);
        }
        bytes.add(from, start, length);
        ends[size++] = bytes.size();
        table[slot] = size;
        return size - 1;
    }

    private int slot(byte[] from, int start, int length) {
        int mask = table.length - 1;
        int slot = (int) (hash(from, start, length) >>> 32) & mask;
        while (table[slot] != 0 && !equals(table[slot] - 1, from, start, length)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean equals(int index, byte[] from, int start, int length) {
        int own = start(index);
        return Arrays.equals(bytes.array(), own, ends[index], from, start, start + length);
    }

    private static long hash(byte[] from, int start, int length) {
        long hash = length;
        int at = start;
        int end = start + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = (hash ^ Words.get(from, at)) * PRIME;
            hash ^= hash >>> 29;
        }
        return (hash ^ PartialWord.get(from, at, end - at)) * PRIME;
    }

    private void grow() {
        ends = Arrays.copyOf(ends, 2 * size);
        table = new int[4 * size];
        byte[] all = bytes.array();
        for (int i = 0; i < size; i++) {
            table[slot(all, start(i), length(i))] = i + 1;
        }
    }
}
