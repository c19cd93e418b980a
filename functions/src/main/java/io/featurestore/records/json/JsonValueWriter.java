package io.featurestore.records.json;

import io.featurestore.records.ByteSink;
import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.text.BooleanText;
import io.featurestore.records.text.NumberText;
import io.featurestore.records.text.TimeText;
import io.featurestore.records.text.ValueFormatException;
import java.io.IOException;

/// Writes values of one type, given as Athena's text, as JSON.
interface JsonValueWriter {
    /// Writes a value that is not NULL.
    ///
    /// @throws ValueFormatException if the text is not a value of the type; nothing has been written then
    void write(byte[] bytes, int start, int length, ByteSink out) throws IOException;

    /// Returns the writer of a column's values.
    static JsonValueWriter of(OutputColumn column) {
        if (column.asJson()) {
            return NestedJson::write;
        }
        return switch (column.type()) {
            case ColumnType.Simple simple -> simple(simple);
            case ColumnType.Decimal _ -> JsonValueWriter::decimal;
            case ColumnType.Timestamp timestamp -> timestamp(timestamp.zoned());
            case ColumnType.Array _, ColumnType.Map _, ColumnType.Row _ -> JsonStrings::write;
        };
    }

    private static JsonValueWriter simple(ColumnType.Simple type) {
        return switch (type) {
            case BOOLEAN ->
                (bytes, start, length, out) -> {
                    BooleanText.parse(bytes, start, length);
                    out.put(bytes, start, length);
                };
            case TINYINT -> integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> integer(Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> integer(Long.MIN_VALUE, Long.MAX_VALUE);
            case REAL, DOUBLE -> JsonValueWriter::binary;
            case DATE ->
                (bytes, start, length, out) -> {
                    TimeText.epochDay(bytes, start, length);
                    JsonStrings.write(bytes, start, length, out);
                };
            case JSON -> NestedJson::write;
            case VARCHAR,
                    CHAR,
                    VARBINARY,
                    TIME,
                    UUID,
                    IPADDRESS,
                    INTERVAL_DAY_TO_SECOND,
                    INTERVAL_YEAR_TO_MONTH,
                    UNKNOWN -> JsonStrings::write;
        };
    }

    private static JsonValueWriter integer(long min, long max) {
        return (bytes, start, length, out) -> {
            NumberText.integer(bytes, start, length, min, max);
            number(bytes, start, length, out);
        };
    }

    /// Writes a number unchanged. JSON does not allow leading zeros.
    private static void number(byte[] bytes, int start, int length, ByteSink out) throws IOException {
        int first = bytes[start] == '-' ? start + 1 : start;
        int second = first + 1;
        if (bytes[first] == '0' && second < start + length && bytes[second] >= '0' && bytes[second] <= '9') {
            throw new ValueFormatException("has leading zeros");
        }
        out.put(bytes, start, length);
    }

    private static void decimal(byte[] bytes, int start, int length, ByteSink out) throws IOException {
        if (!NumberText.isFinite(bytes, start, length)) {
            throw new ValueFormatException("is not a decimal");
        }
        number(bytes, start, length, out);
    }

    private static void binary(byte[] bytes, int start, int length, ByteSink out) throws IOException {
        if (NumberText.isFinite(bytes, start, length)) {
            number(bytes, start, length, out);
        } else {
            NumberText.binary64(bytes, start, length);
            JsonStrings.write(bytes, start, length, out);
        }
    }

    private static JsonValueWriter timestamp(boolean zoned) {
        IsoTimestamp iso = new IsoTimestamp(zoned);
        return iso::write;
    }
}
