package io.featurestore.export.conversion.parquet;

import java.math.BigInteger;
import java.util.Arrays;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;

import io.featurestore.export.conversion.values.NumberText;
import io.featurestore.export.conversion.values.OtherText;
import io.featurestore.export.conversion.values.TimeText;
import io.featurestore.export.conversion.values.Utf8Text;
import io.featurestore.export.conversion.values.ValueFormatException;
import io.featurestore.export.query.OutputColumn;
import io.featurestore.export.types.ColumnType;

/** Reads the text of one value and hands it on as Parquet's primitive type. */
interface ScalarWriter {
    /** Text stays text. */
    ScalarWriter TEXT = new Text();

    /** Takes the bytes as they are: readers trust a STRING to be UTF-8, and some refuse the whole file if it is not. */
    record Text() implements ScalarWriter {
        @Override
        public void write(byte[] bytes, int start, int length, RecordConsumer to) {
            Utf8Text.demand(bytes, start, length);
            if (to instanceof BytesColumn column) {
                column.add(bytes, start, length);
            } else {
                to.addBinary(Binary.fromReusedByteArray(bytes, start, length));
            }
        }
    }

    /** Writes an integer of up to 32 bits between two bounds, both inclusive. */
    record Int32(int min, int max) implements ScalarWriter {
        @Override
        public void write(byte[] bytes, int start, int length, RecordConsumer to) {
            to.addInteger((int) NumberText.integer(bytes, start, length, min, max));
        }
    }

    /** Writes an integer of 64 bits. */
    record Int64() implements ScalarWriter {
        @Override
        public void write(byte[] bytes, int start, int length, RecordConsumer to) {
            to.addLong(NumberText.integer(bytes, start, length, Long.MIN_VALUE, Long.MAX_VALUE));
        }
    }

    /** Writes a double. */
    record Binary64() implements ScalarWriter {
        @Override
        public void write(byte[] bytes, int start, int length, RecordConsumer to) {
            to.addDouble(NumberText.binary64(bytes, start, length));
        }
    }

    /** Writes a boolean. */
    record Bool() implements ScalarWriter {
        @Override
        public void write(byte[] bytes, int start, int length, RecordConsumer to) {
            to.addBoolean(OtherText.bool(bytes, start, length));
        }
    }

    /** Writes a timestamp as the units since 1970 of which a second has ten to the power of {@code digits}. */
    record Instant(TimeText text, TimeText.Zone zone, int digits) implements ScalarWriter {
        @Override
        public void write(byte[] bytes, int start, int length, RecordConsumer to) {
            text.read(bytes, start, length, zone);
            int units = digits == 3 ? 1_000 : 1_000_000;
            int nanos = 1_000_000_000 / units;
            if (text.nano() % nanos != 0) {
                throw new ValueFormatException(
                        "has more than " + digits + " digits of a second; cast it to timestamp(" + digits + ")");
            }
            to.addLong(text.epochSecond() * units + text.nano() / nanos);
        }
    }

    /**
     * Writes a value.
     *
     * @throws ValueFormatException if the text is none of the type; nothing was written then
     */
    void write(byte[] bytes, int start, int length, RecordConsumer to);

    /** Returns the writer of a column that is not nested in the file; what the query selects as JSON is text. */
    static ScalarWriter of(OutputColumn column) {
        return column.asJson() ? TEXT : of(column.type());
    }

    /** Returns the writer of a type; what is nested is text, as Athena prints it. */
    static ScalarWriter of(ColumnType type) {
        return switch (type) {
            case ColumnType.Simple simple -> simple(simple);
            case ColumnType.Decimal decimal -> decimal(decimal);
            case ColumnType.Timestamp timestamp -> timestamp(timestamp);
            case ColumnType.Array _,ColumnType.Map _,ColumnType.Row _ -> TEXT;
        };
    }

    private static ScalarWriter simple(ColumnType.Simple type) {
        return switch (type) {
            case BOOLEAN -> new Bool();
            case TINYINT -> new Int32(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> new Int32(Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> new Int32(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> new Int64();
            case REAL -> (bytes, start, length, to) -> to.addFloat(NumberText.binary32(bytes, start, length));
            case DOUBLE -> new Binary64();
            case VARBINARY -> (bytes, start, length, to) -> to.addBinary(Binary.fromConstantByteArray(OtherText
                    .binary(bytes, start, length)));
            case DATE -> (bytes, start, length, to) -> to.addInteger(TimeText.epochDay(bytes, start, length));
            case VARCHAR, CHAR, TIME, JSON, UUID, IPADDRESS, INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH, UNKNOWN ->
                TEXT;
        };
    }

    private static ScalarWriter decimal(ColumnType.Decimal type) {
        int precision = type.precision();
        int scale = type.scale();
        if (precision <= 9) {
            return (bytes, start, length, to) -> to.addInteger((int) NumberText.unscaled(bytes, start, length,
                    precision, scale));
        }
        if (precision <= 18) {
            return (bytes, start, length, to) -> to.addLong(NumberText.unscaled(bytes, start, length, precision,
                    scale));
        }
        int width = ParquetSchema.fixedLength(precision);
        return (bytes, start, length, to) -> to.addBinary(Binary.fromConstantByteArray(widen(NumberText.wideUnscaled(
                bytes, start, length, precision, scale), width)));
    }

    private static byte[] widen(BigInteger value, int width) {
        byte[] least = value.toByteArray();
        byte[] wide = new byte[width];
        Arrays.fill(wide, 0, width - least.length, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(least, 0, wide, width - least.length, least.length);
        return wide;
    }

    private static ScalarWriter timestamp(ColumnType.Timestamp type) {
        TimeText.Zone zone = type.zoned() ? TimeText.Zone.REQUIRED : TimeText.Zone.NONE;
        return new Instant(new TimeText(), zone, ParquetSchema.unit(type) == TimeUnit.MILLIS ? 3 : 6);
    }
}
