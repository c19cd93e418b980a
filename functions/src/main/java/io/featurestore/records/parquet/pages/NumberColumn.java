package io.featurestore.records.parquet.pages;

import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/// Buffers a column of numbers of four or eight bytes: INT32, INT64, FLOAT or DOUBLE.
public final class NumberColumn extends ColumnBuffer {
    private final boolean wide;
    private final DictionaryIndexes indexes = new DictionaryIndexes();
    private final NumberDictionary dictionary;

    public NumberColumn(PrimitiveType type, PageWriter pages, int dictionaryBytes) {
        super(type, pages);
        wide = switch (type.getPrimitiveTypeName()) {
            case INT64, DOUBLE -> true;
            case INT32, FLOAT -> false;
            case BOOLEAN, BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> throw new IllegalArgumentException(type.toString());
        };
        dictionary = new NumberDictionary(dictionaryBytes / (wide ? Long.BYTES : Integer.BYTES));
    }

    @Override
    public void addInteger(int value) {
        statistics().updateStats(value);
        add(value);
    }

    @Override
    public void addLong(long value) {
        statistics().updateStats(value);
        add(value);
    }

    @Override
    public void addFloat(float value) {
        statistics().updateStats(value);
        add(Float.floatToRawIntBits(value));
    }

    @Override
    public void addDouble(double value) {
        statistics().updateStats(value);
        add(Double.doubleToRawLongBits(value));
    }

    private void add(long bits) {
        if (indexes.open()) {
            addOpen(bits);
        } else {
            addPlain(bits);
        }
        added();
    }

    private void addOpen(long bits) {
        int index = dictionary.index(bits);
        if (index >= 0) {
            indexes.add(index);
        } else {
            leaveDictionary();
            addPlain(bits);
        }
    }

    private void addPlain(long bits) {
        if (wide) {
            plain.addLong(bits);
        } else {
            plain.addInt((int) bits);
        }
    }

    /// Writes the page's values that are in the dictionary in the plain encoding, and stops using the dictionary.
    private void leaveDictionary() {
        for (int i = 0; i < indexes.count(); i++) {
            addPlain(dictionary.value(indexes.get(i)));
        }
        indexes.close();
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
    @Nullable
    DictionaryPage endDictionary() {
        DictionaryPage page = null;
        if (indexes.used()) {
            plain.clear();
            for (int i = 0; i < dictionary.size(); i++) {
                addPlain(dictionary.value(i));
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
        return 0;
    }
}
