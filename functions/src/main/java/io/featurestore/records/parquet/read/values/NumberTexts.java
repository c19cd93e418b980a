package io.featurestore.records.parquet.read.values;

import io.featurestore.records.ColumnType;
import io.featurestore.records.text.Utf8Builder;
import io.featurestore.records.text.ValueFormatException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Prints numbers.
final class NumberTexts {
    private static final int LONG_BYTES = Long.BYTES;

    private NumberTexts() {}

    /// Returns the integer in two's complement that bytes store, the highest first.
    private static long number(byte[] bytes, int start, int length) {
        long number = bytes[start];
        for (int i = start + 1; i < start + length; i++) {
            number = number << Byte.SIZE | bytes[i] & 0xff;
        }
        return number;
    }

    private static BigInteger integer(byte[] bytes, int start, int length) {
        if (length == 0) {
            throw new ValueFormatException("a value of no bytes is not a decimal");
        }
        return new BigInteger(bytes, start, length);
    }

    /// Prints integers, and decimals without fraction, within bounds.
    static final class Int extends ValueText {
        private final ColumnType type;
        private final long min;
        private final long max;

        Int(ColumnType type, long min, long max) {
            this.type = type;
            this.min = min;
            this.max = max;
        }

        @Override
        public void of(long value, Utf8Builder out) {
            if (value < min || value > max) {
                throw new ValueFormatException(value + " does not fit " + type);
            }
            out.integer(value);
        }

        @Override
        public void of(byte[] bytes, int start, int length, Utf8Builder out) {
            BigInteger value = integer(bytes, start, length);
            if (value.bitLength() >= Long.SIZE) {
                throw new ValueFormatException(value + " does not fit " + type);
            }
            of(value.longValue(), out);
        }
    }

    /// Prints integers as doubles, which must hold them exactly.
    static final class IntAsDouble extends ValueText {
        @Override
        public void of(long value, Utf8Builder out) {
            double converted = value;
            if ((long) converted != value || converted == 0x1p63) {
                throw new ValueFormatException(value + " is not exactly a double");
            }
            out.number(converted);
        }
    }

    /// Prints decimals as doubles.
    static final class DecimalAsDouble extends ValueText {
        private final int scale;

        DecimalAsDouble(int scale) {
            this.scale = scale;
        }

        @Override
        public void of(long value, Utf8Builder out) {
            out.number(BigDecimal.valueOf(value, scale).doubleValue());
        }

        @Override
        public void of(byte[] bytes, int start, int length, Utf8Builder out) {
            out.number(new BigDecimal(integer(bytes, start, length), scale).doubleValue());
        }
    }

    /// Prints integers and decimals as `varchar(n)`, which they must fit.
    static final class AsVarchar extends ValueText {
        private final int most;
        private final int scale;

        AsVarchar(int most, int scale) {
            this.most = most;
            this.scale = scale;
        }

        @Override
        public void of(long value, Utf8Builder out) {
            int start = out.size();
            out.decimal(value, scale);
            demandLength(out, start, most);
        }

        @Override
        public void of(byte[] bytes, int start, int length, Utf8Builder out) {
            int from = out.size();
            out.decimal(integer(bytes, start, length), scale);
            demandLength(out, from, most);
        }
    }

    private static void demandLength(Utf8Builder out, int start, int most) {
        if (most > 0 && out.size() - start > most) {
            throw new ValueFormatException(out.text(start) + " does not fit varchar(" + most + ")");
        }
    }

    /// Prints FLOAT.
    static final class Real extends ValueText {
        @Override
        public void of(float value, Utf8Builder out) {
            out.number(value);
        }
    }

    /// Prints FLOAT and DOUBLE as double.
    static final class Binary64 extends ValueText {
        @Override
        public void of(float value, Utf8Builder out) {
            out.number((double) value);
        }

        @Override
        public void of(double value, Utf8Builder out) {
            out.number(value);
        }
    }

    /// Prints FLOAT and DOUBLE as `varchar(n)`, which they must fit. Trino 476 prints Java's text of the
    /// number (trinodb/trino, `plugin/trino-hive`, `DoubleToVarcharCoercer`).
    static final class FloatAsVarchar extends ValueText {
        private final int most;

        FloatAsVarchar(int most) {
            this.most = most;
        }

        @Override
        public void of(float value, Utf8Builder out) {
            int start = out.size();
            out.number(value);
            demandLength(out, start, most);
        }

        @Override
        public void of(double value, Utf8Builder out) {
            int start = out.size();
            out.number(value);
            demandLength(out, start, most);
        }
    }

    /// Prints decimals with another precision and scale: rounded half up, away from zero (trinodb/trino,
    /// `DecimalConversions`).
    static final class Decimal extends ValueText {
        private final ColumnType.Decimal type;
        private final int scale;
        /// The least number that has too many digits; zero if every long fits.
        private final long bound;

        Decimal(ColumnType.Decimal type, int scale) {
            this.type = type;
            this.scale = scale;
            bound = type.precision() > 18 ? 0 : Math.powExact(10L, type.precision());
        }

        @Override
        public void of(long value, Utf8Builder out) {
            if (scale == type.scale()) {
                if (bound != 0 && (value <= -bound || value >= bound)) {
                    throw misfit(BigInteger.valueOf(value));
                }
                out.decimal(value, scale);
            } else {
                rescaled(BigInteger.valueOf(value), out);
            }
        }

        @Override
        public void of(byte[] bytes, int start, int length, Utf8Builder out) {
            if (length > 0 && length <= LONG_BYTES) {
                of(number(bytes, start, length), out);
            } else {
                rescaled(integer(bytes, start, length), out);
            }
        }

        private void rescaled(BigInteger value, Utf8Builder out) {
            BigDecimal as = new BigDecimal(value, scale).setScale(type.scale(), RoundingMode.HALF_UP);
            if (as.signum() != 0 && as.precision() > type.precision()) {
                throw misfit(value);
            }
            out.decimal(as.unscaledValue(), type.scale());
        }

        private ValueFormatException misfit(BigInteger value) {
            return new ValueFormatException(new BigDecimal(value, scale).toPlainString() + " does not fit " + type);
        }
    }
}
