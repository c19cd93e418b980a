package io.featurestore.records.parquet.read.values;

import io.featurestore.records.ColumnType;
import io.featurestore.records.bytes.Words;
import io.featurestore.records.text.Utf8Builder;
import io.featurestore.records.text.ValueFormatException;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;

/// Prints dates and times. Values are in UTC, whatever the file says about time zones: Athena's engine reads
/// all files in UTC (docs.aws.amazon.com/athena/latest/ug/data-types-timestamps.html).
final class TimeTexts {
    /// Athena prints at least so many digits after the second
    /// (docs.aws.amazon.com/athena/latest/ug/data-types-timestamps.html).
    private static final int LEAST_DIGITS = 3;
    private static final int NANO_DIGITS = 9;
    /// The number of the day 1970-01-01 among Julian days, which INT96 counts.
    private static final int JULIAN_EPOCH = 2_440_588;
    private static final int INT96_BYTES = 12;
    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final long SECONDS_A_DAY = 86_400L;

    private TimeTexts() {}

    /// Prints days since 1970-01-01.
    static final class Date extends ValueText {
        @Override
        public void of(long value, Utf8Builder out) {
            if (value != (int) value) {
                throw new ValueFormatException(value + " does not fit date");
            }
            out.date(value);
        }
    }

    /// Prints times with the digits of one type, rounded half up. A time with zone is printed in UTC, as
    /// `2024-01-01 00:00:00.000000 UTC`: Trino reads Iceberg's times with zone as times in UTC
    /// (`packDateTimeWithZone(…, UTC_KEY)` in its `TransformingValueDecoders`), and prints the zone's name
    /// after the time (`io.trino.spi.type.SqlTimestampWithTimeZone`).
    private static final class Printer {
        private final int digits;
        private final boolean zoned;
        /// The nanoseconds of the last digit that is kept, 1 if all are.
        private final int step;

        Printer(ColumnType.Timestamp type) {
            digits = Math.max(LEAST_DIGITS, type.precision());
            zoned = type.zoned();
            step = type.precision() >= NANO_DIGITS ? 1 : Math.powExact(10, NANO_DIGITS - type.precision());
        }

        void print(long epochSecond, int nano, Utf8Builder out) {
            long second = epochSecond;
            int rounded = nano;
            if (step > 1 && nano % step != 0) {
                rounded = (int) (((long) nano + step / 2) / step * step);
                if (rounded == NANOS_A_SECOND) {
                    rounded = 0;
                    second++;
                }
            }
            out.timestamp(second, rounded, digits);
            if (zoned) {
                out.put(' ');
                out.put('U');
                out.put('T');
                out.put('C');
            }
        }
    }

    /// Prints INT64 timestamps.
    static final class Timestamp extends ValueText {
        private final Printer printer;
        private final long units;
        private final int nanos;

        Timestamp(ColumnType.Timestamp type, TimeUnit unit) {
            printer = new Printer(type);
            units = switch (unit) {
                case MILLIS -> 1_000L;
                case MICROS -> 1_000_000L;
                case NANOS -> NANOS_A_SECOND;
            };
            nanos = (int) (NANOS_A_SECOND / units);
        }

        @Override
        public void of(long value, Utf8Builder out) {
            long second = Math.floorDiv(value, units);
            printer.print(second, (int) (value - second * units) * nanos, out);
        }
    }

    /// Prints INT96 timestamps: the nanoseconds of the day in eight bytes, then the Julian day in four.
    static final class Int96 extends ValueText {
        private final Printer printer;
        private final int most;

        /// Creates a printer.
        ///
        /// @param most the number of characters that are printed; 0 for all
        Int96(ColumnType.Timestamp type, int most) {
            printer = new Printer(type);
            this.most = most;
        }

        @Override
        public void of(byte[] bytes, int start, int length, Utf8Builder out) {
            if (length != INT96_BYTES) {
                throw new ValueFormatException("a value of " + length + " bytes is not a timestamp");
            }
            long nanos = Words.get(bytes, start);
            long second = (Words.getInt(bytes, start + Long.BYTES) - (long) JULIAN_EPOCH) * SECONDS_A_DAY
                    + Math.floorDiv(nanos, NANOS_A_SECOND);
            int from = out.size();
            printer.print(second, (int) Math.floorMod(nanos, NANOS_A_SECOND), out);
            if (most > 0 && out.size() - from > most) {
                out.truncate(from + most);
            }
        }
    }
}
