package io.featurestore.records.parquet.pages;

import java.util.Arrays;

/// A dictionary of numbers of up to 64 bits, in the order of their first occurrence.
final class NumberDictionary {
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private final int maxSize;
    private long[] values = new long[8];
    private int size;
    private int seen;
    /// Hash table of indexes of [#values] plus one; 0 marks an empty slot. It has twice the capacity of the
    /// values.
    private int[] table = new int[16];

    NumberDictionary(int maxSize) {
        this.maxSize = maxSize;
    }

    int size() {
        return size;
    }

    long value(int index) {
        return values[index];
    }

    void clear() {
        size = 0;
        seen = 0;
        Arrays.fill(table, 0);
    }

    /// Returns the index of a value, which is added if that saves space; otherwise [DictionaryIndexes#NONE].
    int index(long value) {
        seen++;
        int slot = slot(value);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        if (size == maxSize || !DictionaryPolicy.pays(size, seen)) {
            return DictionaryIndexes.NONE;
        }
        if (size == values.length) {
            grow();
            slot = slot(value);
        }
        values[size++] = value;
        table[slot] = size;
        return size - 1;
    }

    private int slot(long value) {
        int mask = table.length - 1;
        int slot = (int) (value * PRIME >>> 32) & mask;
        while (table[slot] != 0 && values[table[slot] - 1] != value) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        values = Arrays.copyOf(values, 2 * size);
        table = new int[4 * size];
        for (int i = 0; i < size; i++) {
            table[slot(values[i])] = i + 1;
        }
    }
}
