package io.featurestore.records.parquet.read;

import io.featurestore.records.parquet.read.pages.ChunkPages.DictionaryBytes;
import io.featurestore.records.parquet.read.pages.DamagedPageException;
import io.featurestore.records.text.Utf8Builder;

/// Holds the texts of a dictionary's values. The text of a small dictionary's value is made once; a large one
/// has nearly as many values as rows, so its values are made text when they are used.
final class DictionaryTexts {
    /// The largest dictionary whose texts are made once, in bytes.
    private static final int MOST_BYTES = 64 << 10;

    private final byte[] bytes;
    private final int size;
    private final int count;
    private final PlainValues values;
    /// Where each text begins and ends; empty if the texts are not made.
    private final int[] starts;
    private final int[] ends;
    private final boolean texts;

    /// Reads a dictionary.
    ///
    /// @throws DamagedPageException if it is not complete
    DictionaryTexts(DictionaryBytes dictionary, PlainValues values) {
        this.values = values;
        count = dictionary.count();
        size = dictionary.size();
        int width = values.width();
        if (width > 0 && (long) width * count > size) {
            throw new DamagedPageException("a dictionary of " + count + " values ends early");
        }
        boolean copies = values.isCopy();
        texts = copies || size <= MOST_BYTES;
        starts = new int[texts || width == 0 ? count : 0];
        ends = new int[starts.length];
        if (copies || !texts) {
            bytes = dictionary.bytes();
            int at = 0;
            for (int i = 0; i < starts.length; i++) {
                int next = values.pass(bytes, at, size);
                starts[i] = copies && width == 0 ? at + Integer.BYTES : at;
                ends[i] = next;
                at = next;
            }
        } else {
            Utf8Builder made = new Utf8Builder();
            int at = 0;
            for (int i = 0; i < count; i++) {
                starts[i] = made.size();
                at = values.append(dictionary.bytes(), at, size, made);
                ends[i] = made.size();
            }
            bytes = made.bytes();
        }
    }

    /// Returns the number of values.
    int count() {
        return count;
    }

    /// Appends the text of one value.
    void append(int index, Utf8Builder out) {
        if (texts) {
            int start = starts[index];
            out.put(bytes, start, ends[index] - start);
        } else {
            values.append(bytes, starts.length == 0 ? index * values.width() : starts[index], size, out);
        }
    }
}
