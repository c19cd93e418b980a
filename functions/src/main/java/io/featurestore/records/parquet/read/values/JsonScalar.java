package io.featurestore.records.parquet.read.values;

import io.featurestore.records.ColumnType;
import io.featurestore.records.ColumnType.Simple;
import io.featurestore.records.text.Utf8Builder;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/// Prints scalar values within arrays, maps and rows as JSON, as Trino's `CAST(… AS JSON)` does
/// (trinodb/trino, `JsonUtil`): numbers and booleans bare, `NaN` and the infinities as strings, a decimal as
/// `BigDecimal.toString` prints it, dates, times and texts as strings.
final class JsonScalar extends PrimitiveConverter {
    /// The forms of values in JSON.
    private enum Form {
        BARE,
        FLOATING,
        DECIMAL,
        QUOTED,
        STRING
    }

    /// Decimals are shorter with an exponent if they have so many zeros after the point
    /// (`BigDecimal.toString`).
    private static final int PLAIN_ZEROS = 5;

    private final ValueText text;
    private final Form form;
    private final JsonTarget target;
    private final JsonSlot slot;
    private final Utf8Builder raw = new Utf8Builder();

    JsonScalar(ColumnType type, ValueText text, JsonTarget target, JsonSlot slot) {
        this.text = text;
        this.target = target;
        this.slot = slot;
        form = switch (type) {
            case Simple.REAL, Simple.DOUBLE -> Form.FLOATING;
            case Simple.VARCHAR -> Form.STRING;
            case Simple.DATE -> Form.QUOTED;
            case ColumnType.Timestamp _ -> Form.QUOTED;
            case ColumnType.Decimal _ -> Form.DECIMAL;
            default -> Form.BARE;
        };
    }

    @Override
    public void addBoolean(boolean value) {
        if (target.isMuted()) {
            return;
        }
        begin();
        text.of(value, raw);
        end();
    }

    @Override
    public void addInt(int value) {
        addLong(value);
    }

    @Override
    public void addLong(long value) {
        if (target.isMuted()) {
            return;
        }
        begin();
        text.of(value, raw);
        end();
    }

    @Override
    public void addFloat(float value) {
        if (target.isMuted()) {
            return;
        }
        begin();
        text.of(value, raw);
        end();
    }

    @Override
    public void addDouble(double value) {
        if (target.isMuted()) {
            return;
        }
        begin();
        text.of(value, raw);
        end();
    }

    @Override
    public void addBinary(Binary value) {
        if (target.isMuted()) {
            return;
        }
        begin();
        ByteBuffer bytes = value.toByteBuffer();
        if (bytes.hasArray()) {
            text.of(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), raw);
        } else {
            byte[] copy = value.getBytes();
            text.of(copy, 0, copy.length, raw);
        }
        end();
    }

    private void begin() {
        slot.before();
        raw.truncate(0);
    }

    private void end() {
        Utf8Builder out = target.out();
        byte[] bytes = raw.bytes();
        int length = raw.size();
        switch (form) {
            case BARE -> out.put(bytes, 0, length);
            case STRING -> JsonText.quote(bytes, 0, length, out);
            case QUOTED -> quoted(out);
            case FLOATING -> {
                // Only NaN and the infinities end with a letter.
                if (bytes[length - 1] > '9') {
                    quoted(out);
                } else {
                    out.put(bytes, 0, length);
                }
            }
            case DECIMAL -> decimal(out);
        }
        slot.after();
    }

    private void quoted(Utf8Builder out) {
        out.put('"');
        out.put(raw.bytes(), 0, raw.size());
        out.put('"');
    }

    private void decimal(Utf8Builder out) {
        byte[] bytes = raw.bytes();
        int first = bytes[0] == '-' ? 1 : 0;
        boolean small = raw.size() > first + 2 + PLAIN_ZEROS && bytes[first] == '0';
        if (small) {
            out.ascii(new BigDecimal(raw.text(0)).toString());
        } else {
            out.put(bytes, 0, raw.size());
        }
    }
}
