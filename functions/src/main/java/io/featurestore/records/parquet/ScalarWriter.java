package io.featurestore.records.parquet;

import io.featurestore.records.ColumnType;
import io.featurestore.records.OutputColumn;
import io.featurestore.records.parquet.pages.BytesColumn;
import io.featurestore.records.text.BinaryText;
import io.featurestore.records.text.BooleanText;
import io.featurestore.records.text.NumberText;
import io.featurestore.records.text.TimeText;
import io.featurestore.records.text.Utf8Text;
import io.featurestore.records.text.ValueFormatException;
import java.math.BigInteger;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;

/// Parses the text of a value and writes it as Parquet's primitive type. This is a class, because a call to one
/// of many classes through an interface takes longer.
abstract class ScalarWriter {
    /// Writes text unchanged.
    static final ScalarWriter TEXT = new Text();

    /// Writes a value.
    ///
    /// @throws ValueFormatException if the text is not a value of the type; nothing has been written then
    abstract void write(byte[] bytes, int start, int length, RecordConsumer to);

    /// Returns the writer of a column that is flat in the file. Columns that the query selects as JSON are text.
    static ScalarWriter of(OutputColumn column) {
        return column.asJson() ? TEXT : of(column.type());
    }

    /// Returns the writer for a type. Nested types are text, as Athena prints them.
    static ScalarWriter of(ColumnType type) {
        return switch (type) {
            case ColumnType.Simple simple -> simple(simple);
            case ColumnType.Decimal decimal -> decimal(decimal);
            case ColumnType.Timestamp timestamp -> new Timestamp(timestamp);
            case ColumnType.Array _, ColumnType.Map _, ColumnType.Row _ -> TEXT;
        };
    }

    private static ScalarWriter simple(ColumnType.Simple type) {
        return switch (type) {
            case BOOLEAN -> new Bool();
            case TINYINT -> new Int32(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> new Int32(Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> new Int32(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> new Int64();
            case REAL ->
                new Delegating((bytes, start, length, to) -> to.addFloat(NumberText.binary32(bytes, start, length)));
            case DOUBLE -> new Binary64();
            case VARBINARY ->
                new Delegating((bytes, start, length, to) ->
                        to.addBinary(Binary.fromConstantByteArray(BinaryText.parse(bytes, start, length))));
            case DATE ->
                new Delegating((bytes, start, length, to) -> to.addInteger(TimeText.epochDay(bytes, start, length)));
            case VARCHAR, CHAR, TIME, JSON, UUID, IPADDRESS, INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH, UNKNOWN ->
                TEXT;
        };
    }

    private static ScalarWriter decimal(ColumnType.Decimal type) {
        int precision = type.precision();
        int scale = type.scale();
        if (precision <= 9) {
            return new Delegating((bytes, start, length, to) ->
                    to.addInteger((int) NumberText.unscaled(bytes, start, length, precision, scale)));
        }
        if (precision <= 18) {
            return new Delegating((bytes, start, length, to) ->
                    to.addLong(NumberText.unscaled(bytes, start, length, precision, scale)));
        }
        int width = ParquetSchema.fixedLength(precision);
        return new Delegating((bytes, start, length, to) -> to.addBinary(Binary.fromConstantByteArray(
                widen(NumberText.wideUnscaled(bytes, start, length, precision, scale), width))));
    }

    private static byte[] widen(BigInteger value, int width) {
        byte[] least = value.toByteArray();
        byte[] wide = new byte[width];
        Arrays.fill(wide, 0, width - least.length, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(least, 0, wide, width - least.length, least.length);
        return wide;
    }

    /// Writes the bytes unchanged after validating them: readers expect a STRING to be UTF-8, and some reject the
    /// whole file if it is not.
    private static final class Text extends ScalarWriter {
        @Override
        void write(byte[] bytes, int start, int length, RecordConsumer to) {
            Utf8Text.demand(bytes, start, length);
            if (to instanceof BytesColumn column) {
                column.add(bytes, start, length);
            } else {
                to.addBinary(Binary.fromReusedByteArray(bytes, start, length));
            }
        }
    }

    private static final class Int32 extends ScalarWriter {
        private final int min;
        private final int max;

        Int32(int min, int max) {
            this.min = min;
            this.max = max;
        }

        @Override
        void write(byte[] bytes, int start, int length, RecordConsumer to) {
            to.addInteger((int) NumberText.integer(bytes, start, length, min, max));
        }
    }

    private static final class Int64 extends ScalarWriter {
        @Override
        void write(byte[] bytes, int start, int length, RecordConsumer to) {
            to.addLong(NumberText.integer(bytes, start, length, Long.MIN_VALUE, Long.MAX_VALUE));
        }
    }

    private static final class Binary64 extends ScalarWriter {
        @Override
        void write(byte[] bytes, int start, int length, RecordConsumer to) {
            to.addDouble(NumberText.binary64(bytes, start, length));
        }
    }

    private static final class Bool extends ScalarWriter {
        @Override
        void write(byte[] bytes, int start, int length, RecordConsumer to) {
            to.addBoolean(BooleanText.parse(bytes, start, length));
        }
    }

    private static final class Timestamp extends ScalarWriter {
        private final TimeText text = new TimeText();
        private final TimeText.Zone zone;
        private final boolean millis;

        Timestamp(ColumnType.Timestamp type) {
            zone = type.zoned() ? TimeText.Zone.REQUIRED : TimeText.Zone.NONE;
            millis = ParquetSchema.unit(type) == TimeUnit.MILLIS;
        }

        @Override
        void write(byte[] bytes, int start, int length, RecordConsumer to) {
            text.read(bytes, start, length, zone);
            int units = millis ? 1_000 : 1_000_000;
            int nanos = 1_000_000_000 / units;
            if (text.nano() % nanos != 0) {
                int digits = millis ? 3 : 6;
                throw new ValueFormatException(
                        "has more than " + digits + " digits of a second; cast it to timestamp(" + digits + ")");
            }
            to.addLong(text.epochSecond() * units + text.nano() / nanos);
        }
    }

    /// Writes values of rare types through an interface.
    private static final class Delegating extends ScalarWriter {
        private interface Reader {
            void read(byte[] bytes, int start, int length, RecordConsumer to);
        }

        private final Reader reader;

        Delegating(Reader reader) {
            this.reader = reader;
        }

        @Override
        void write(byte[] bytes, int start, int length, RecordConsumer to) {
            reader.read(bytes, start, length, to);
        }
    }
}
