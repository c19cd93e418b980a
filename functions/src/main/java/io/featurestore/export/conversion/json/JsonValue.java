package io.featurestore.export.conversion.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

import io.featurestore.export.conversion.ByteSink;
import io.featurestore.export.conversion.values.NumberText;
import io.featurestore.export.conversion.values.OtherText;
import io.featurestore.export.conversion.values.TimeText;
import io.featurestore.export.conversion.values.Utf8Text;
import io.featurestore.export.conversion.values.ValueFormatException;
import io.featurestore.export.query.OutputColumn;
import io.featurestore.export.types.ColumnType;

/** Writes a value of one type, given as Athena's text, as JSON. */
interface JsonValue {
    /**
     * Writes a value that is not NULL.
     *
     * @throws ValueFormatException if the text is none of the type; nothing was written then
     */
    void write(byte[] bytes, int start, int length, ByteSink out) throws IOException;

    /** Returns what writes a column's values. */
    static JsonValue of(OutputColumn column) {
        if (column.asJson()) {
            return JsonValue::nested;
        }
        return switch (column.type()) {
            case ColumnType.Simple simple -> simple(simple);
            case ColumnType.Decimal _ -> JsonValue::decimal;
            case ColumnType.Timestamp timestamp -> timestamp(timestamp.zoned());
            case ColumnType.Array _,ColumnType.Map _,ColumnType.Row _ -> JsonValue::string;
        };
    }

    private static JsonValue simple(ColumnType.Simple type) {
        return switch (type) {
            case BOOLEAN -> (bytes, start, length, out) -> {
                OtherText.bool(bytes, start, length);
                out.put(bytes, start, length);
            };
            case TINYINT -> integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> integer(Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> integer(Long.MIN_VALUE, Long.MAX_VALUE);
            case REAL, DOUBLE -> JsonValue::binary;
            case DATE -> (bytes, start, length, out) -> {
                TimeText.epochDay(bytes, start, length);
                string(bytes, start, length, out);
            };
            case JSON -> JsonValue::nested;
            case VARCHAR, CHAR, VARBINARY, TIME, UUID, IPADDRESS, INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH,
                    UNKNOWN ->
                JsonValue::string;
        };
    }

    private static JsonValue integer(long min, long max) {
        return (bytes, start, length, out) -> {
            NumberText.integer(bytes, start, length, min, max);
            number(bytes, start, length, out);
        };
    }

    /** Writes a number as it is; JSON has none with leading zeros. */
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
            string(bytes, start, length, out);
        }
    }

    private static JsonValue timestamp(boolean zoned) {
        IsoTimestamp iso = new IsoTimestamp(zoned);
        return (bytes, start, length, out) -> {
            byte[] text = iso.of(bytes, start, length);
            string(text, 0, text.length, out);
        };
    }

    private static void string(byte[] bytes, int start, int length, ByteSink out) throws IOException {
        int from = start;
        int end = start + length;
        Utf8Text.demand(bytes, start, length);
        out.put('"');
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                out.put(bytes, from, i - from);
                JsonEscapes.put(b, out);
                from = i + 1;
            }
        }
        out.put(bytes, from, end - from);
        out.put('"');
    }

    /** Copies JSON text, proven to be one value; text over several lines is written in one. */
    private static void nested(byte[] bytes, int start, int length, ByteSink out) throws IOException {
        boolean oneLine = true;
        for (int i = start; i < start + length; i++) {
            oneLine &= bytes[i] != '\n' && bytes[i] != '\r';
        }
        Utf8Text.demand(bytes, start, length);
        check(bytes, start, length);
        if (oneLine) {
            out.put(bytes, start, length);
        } else {
            // Outside strings a line end is blank space, and inside strings JSON has none that is not escaped.
            out.put(new String(bytes, start, length, StandardCharsets.UTF_8).replaceAll("[\\r\\n]", " ").getBytes(
                    StandardCharsets.UTF_8));
        }
    }

    private static void check(byte[] bytes, int start, int length) throws IOException {
        try (JsonParser json = JsonEscapes.FACTORY.createParser(bytes, start, length)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                throw new ValueFormatException("is not JSON");
            }
            json.skipChildren();
            if (json.nextToken() != null) {
                throw new ValueFormatException("is more than one JSON value");
            }
        } catch (JsonProcessingException e) {
            throw new ValueFormatException("is not JSON: " + e.getOriginalMessage());
        }
    }
}
