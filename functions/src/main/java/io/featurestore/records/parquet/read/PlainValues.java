package io.featurestore.records.parquet.read;

import io.featurestore.records.bytes.Words;
import io.featurestore.records.parquet.read.pages.DamagedPageException;
import io.featurestore.records.parquet.read.values.ValueText;
import io.featurestore.records.text.Utf8Builder;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/// Reads values in the PLAIN encoding (apache/parquet-format, Encodings.md) except booleans. The arrays have
/// [io.featurestore.records.parquet.read.pages.ChunkPages#SPARE] bytes after their last one.
final class PlainValues {
    private static final int INT96_BYTES = 12;

    private final PrimitiveTypeName physical;
    private final int width;
    private final ValueText text;

    PlainValues(PrimitiveType stored, ValueText text) {
        physical = stored.getPrimitiveTypeName();
        this.text = text;
        width = switch (physical) {
            case INT32, FLOAT -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            case INT96 -> INT96_BYTES;
            case FIXED_LEN_BYTE_ARRAY -> stored.getTypeLength();
            case BINARY, BOOLEAN -> 0;
        };
    }

    /// Returns the number of bytes of each value; 0 if it differs.
    int width() {
        return width;
    }

    /// Returns whether the text of a value is its bytes.
    boolean isCopy() {
        return text.isCopy();
    }

    /// Returns the index after the value at an index.
    int pass(byte[] bytes, int at, int end) {
        if (width > 0) {
            return at + width;
        }
        int length = end - at < Integer.BYTES ? -1 : Words.getInt(bytes, at);
        if (length < 0 || length > end - at - Integer.BYTES) {
            throw new DamagedPageException("a value runs over the end of its page");
        }
        return at + Integer.BYTES + length;
    }

    /// Appends the text of the value at an index, and returns the index after the value. Values of one width
    /// must be known to end before `end`.
    int append(byte[] bytes, int at, int end, Utf8Builder out) {
        switch (physical) {
            case INT32 -> text.of((long) Words.getInt(bytes, at), out);
            case INT64 -> text.of(Words.get(bytes, at), out);
            case FLOAT -> text.of(Float.intBitsToFloat(Words.getInt(bytes, at)), out);
            case DOUBLE -> text.of(Double.longBitsToDouble(Words.get(bytes, at)), out);
            case INT96, FIXED_LEN_BYTE_ARRAY -> text.of(bytes, at, width, out);
            case BINARY -> {
                int next = pass(bytes, at, end);
                text.of(bytes, at + Integer.BYTES, next - at - Integer.BYTES, out);
                return next;
            }
            case BOOLEAN -> throw new IllegalStateException("booleans are bits");
        }
        return at + width;
    }

    /// Appends the text of a boolean.
    void append(boolean value, Utf8Builder out) {
        text.of(value, out);
    }
}
