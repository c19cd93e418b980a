package io.featurestore.records.parquet.read;

import io.featurestore.records.parquet.read.pages.DamagedPageException;
import io.featurestore.records.parquet.read.values.ValueText;
import io.featurestore.records.text.Utf8Builder;
import java.nio.ByteBuffer;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/// Reads a flat column with the decoders of parquet-java, which know all encodings.
final class LibraryColumn implements ColumnText {
    private final ColumnReader reader;
    private final ValueText text;
    private final PrimitiveTypeName physical;
    private final int most;
    private long left;

    /// Creates a reader of the values that `reader` has from now on.
    ///
    /// @param values the number of these values, NULLs included
    LibraryColumn(ColumnReader reader, ValueText text, long values) {
        this.reader = reader;
        this.text = text;
        physical = reader.getDescriptor().getPrimitiveType().getPrimitiveTypeName();
        most = reader.getDescriptor().getMaxDefinitionLevel();
        left = values;
    }

    @Override
    public boolean next(Utf8Builder out) {
        demand();
        boolean present = reader.getCurrentDefinitionLevel() == most;
        if (present) {
            append(out);
        }
        reader.consume();
        left--;
        return present;
    }

    private void append(Utf8Builder out) {
        switch (physical) {
            case BOOLEAN -> text.of(reader.getBoolean(), out);
            case INT32 -> text.of((long) reader.getInteger(), out);
            case INT64 -> text.of(reader.getLong(), out);
            case FLOAT -> text.of(reader.getFloat(), out);
            case DOUBLE -> text.of(reader.getDouble(), out);
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> {
                Binary value = reader.getBinary();
                ByteBuffer bytes = value.toByteBuffer();
                if (bytes.hasArray()) {
                    text.of(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), out);
                } else {
                    byte[] copy = value.getBytes();
                    text.of(copy, 0, copy.length, out);
                }
            }
        }
    }

    @Override
    public void skip(long rows) {
        for (long i = 0; i < rows; i++) {
            demand();
            if (reader.getCurrentDefinitionLevel() == most) {
                reader.skip();
            }
            reader.consume();
            left--;
        }
    }

    private void demand() {
        if (left == 0) {
            throw new DamagedPageException("the column has fewer values than the row group has rows");
        }
    }
}
