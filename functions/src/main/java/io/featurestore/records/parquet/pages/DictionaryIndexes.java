package io.featurestore.records.parquet.pages;

import java.util.Arrays;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;

/** A page's values as places in a dictionary, as long as the row group's pages have one. */
final class DictionaryIndexes {
    /** Stands for a value that is not in the dictionary and shall not be. */
    static final int NONE = -1;

    private int[] indexes = new int[16];
    private int count;
    private boolean open = true;
    private boolean used;

    /** Returns whether values may still be added. */
    boolean open() {
        return open;
    }

    /** Returns whether a page that was written refers to the dictionary. */
    boolean used() {
        return used;
    }

    int count() {
        return count;
    }

    int get(int at) {
        return indexes[at];
    }

    /** Returns about how many bytes the values will take. */
    int bytes() {
        return 2 * count;
    }

    void add(int index) {
        if (count == indexes.length) {
            indexes = Arrays.copyOf(indexes, 2 * count);
        }
        indexes[count++] = index;
    }

    /** Forgets the page's values; those that follow are not in the dictionary. */
    void close() {
        count = 0;
        open = false;
    }

    /** Begins another row group. */
    void reset() {
        count = 0;
        open = true;
        used = false;
    }

    /** Adds the page's values, if they are in the dictionary, and returns how the page is encoded. */
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

    /** Returns a dictionary's bytes; it is written after all pages, and the list is filled anew before. */
    static BytesInput copy(ByteList bytes) {
        return BytesInput.from(Arrays.copyOf(bytes.array(), bytes.size()));
    }
}
