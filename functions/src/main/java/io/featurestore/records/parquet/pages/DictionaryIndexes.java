package io.featurestore.records.parquet.pages;

import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;

/// Holds a page's values as indexes into a dictionary, as long as the row group uses one.
final class DictionaryIndexes {
    /// Marks a value that is not in the dictionary and must not be added to it.
    static final int NONE = -1;

    private int[] indexes = new int[16];
    private int count;
    private boolean open = true;
    private boolean used;

    /// Returns whether values may still be added.
    boolean open() {
        return open;
    }

    /// Returns whether a written page refers to the dictionary.
    boolean used() {
        return used;
    }

    int count() {
        return count;
    }

    int get(int at) {
        return indexes[at];
    }

    /// Returns the estimated size of the values in bytes.
    int bytes() {
        return 2 * count;
    }

    void add(int index) {
        if (count == indexes.length) {
            indexes = Arrays.copyOf(indexes, 2 * count);
        }
        indexes[count++] = index;
    }

    /// Discards the page's values and stops using the dictionary for the rest of the row group.
    void close() {
        count = 0;
        open = false;
    }

    /// Begins another row group.
    void reset() {
        count = 0;
        open = true;
        used = false;
    }

    /// Appends the page's values, if they are in the dictionary. Returns the encoding of the page.
    Encoding writeTo(ByteList page, int dictionarySize) {
        if (!open || dictionarySize == 0) {
            return Encoding.PLAIN;
        }
        int width = RleBitPacking.width(Math.max(0, dictionarySize - 1));
        page.addByte(width);
        RleBitPacking.add(indexes, count, width, page);
        count = 0;
        used = true;
        return Encoding.RLE_DICTIONARY;
    }

    /// Returns a copy of a dictionary's bytes. The list is filled again before the dictionary is written, which
    /// happens after all pages.
    static BytesInput copy(ByteList bytes) {
        return BytesInput.from(Arrays.copyOf(bytes.array(), bytes.size()));
    }
}
