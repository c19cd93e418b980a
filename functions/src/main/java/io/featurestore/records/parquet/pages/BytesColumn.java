package io.featurestore.records.parquet.pages;

import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/// Buffers a column of byte arrays: texts and other BINARY values of any length, or FIXED values of one length.
public final class BytesColumn extends ColumnBuffer {
    private final boolean fixed;
    private final DictionaryIndexes indexes = new DictionaryIndexes();
    private final BytesDictionary dictionary;
    private final BytesMinMax range = new BytesMinMax();
    private long bytes;

    public BytesColumn(PrimitiveType type, PageWriter pages, int dictionaryBytes) {
        super(type, pages);
        fixed = type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        dictionary = new BytesDictionary(dictionaryBytes);
    }

    @Override
    public void addBinary(Binary value) {
        if (fixed) {
            // FIXED values are decimals. The statistics of their type know their order.
            statistics().updateStats(value);
        }
        byte[] array = value.getBytesUnsafe();
        add(array, 0, array.length);
    }

    /// Adds a value, given as a range of bytes.
    public void add(byte[] from, int start, int length) {
        if (!fixed) {
            range.include(from, start, length);
            bytes += length;
        }
        if (indexes.open()) {
            addOpen(from, start, length);
        } else {
            addPlain(from, start, length);
        }
        added();
    }

    private void addOpen(byte[] from, int start, int length) {
        int index = dictionary.index(from, start, length);
        if (index >= 0) {
            indexes.add(index);
        } else {
            leaveDictionary();
            addPlain(from, start, length);
        }
    }

    private void addPlain(byte[] from, int start, int length) {
        if (!fixed) {
            plain.addInt(length);
        }
        plain.add(from, start, length);
    }

    /// Writes the page's values that are in the dictionary in the plain encoding, and stops using the dictionary.
    private void leaveDictionary() {
        for (int i = 0; i < indexes.count(); i++) {
            addPlainOf(indexes.get(i));
        }
        indexes.close();
    }

    private void addPlainOf(int index) {
        addPlain(dictionary.bytes(), dictionary.start(index), dictionary.length(index));
    }

    @Override
    public long pageBytes() {
        return super.pageBytes() + indexes.bytes();
    }

    @Override
    Encoding writeValues(ByteList to) {
        return indexes.writeTo(to, dictionary.size());
    }

    @Override
    void endStatistics() {
        if (!range.isEmpty()) {
            statistics().updateStats(range.least());
            statistics().updateStats(range.greatest());
        }
        range.clear();
        bytes = 0;
    }

    @Override
    @Nullable
    DictionaryPage endDictionary() {
        DictionaryPage page = null;
        if (indexes.used()) {
            plain.clear();
            for (int i = 0; i < dictionary.size(); i++) {
                addPlainOf(i);
            }
            page = new DictionaryPage(DictionaryIndexes.copy(plain), dictionary.size(), Encoding.PLAIN);
            plain.clear();
        }
        indexes.reset();
        dictionary.clear();
        return page;
    }

    @Override
    long unencodedBytes() {
        return bytes;
    }
}
