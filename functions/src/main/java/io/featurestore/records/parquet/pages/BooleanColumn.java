package io.featurestore.records.parquet.pages;

import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/// Buffers a column of booleans, one bit each.
public final class BooleanColumn extends ColumnBuffer {
    private int count;
    private int pending;

    public BooleanColumn(PrimitiveType type, PageWriter pages) {
        super(type, pages);
    }

    @Override
    public void addBoolean(boolean value) {
        statistics().updateStats(value);
        pending |= (value ? 1 : 0) << (count & 7);
        count++;
        if ((count & 7) == 0) {
            plain.addByte(pending);
            pending = 0;
        }
        added();
    }

    @Override
    Encoding writeValues(ByteList to) {
        if ((count & 7) != 0) {
            plain.addByte(pending);
        }
        count = 0;
        pending = 0;
        return Encoding.PLAIN;
    }

    @Override
    @Nullable
    DictionaryPage endDictionary() {
        return null;
    }

    @Override
    long unencodedBytes() {
        return 0;
    }
}
