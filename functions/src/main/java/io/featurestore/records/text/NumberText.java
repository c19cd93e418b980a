package io.featurestore.records.text;

import com.fasterxml.jackson.core.io.NumberInput;
import io.featurestore.records.bytes.Words;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// Parses numbers as Athena prints them: `-12`, `12.50`, `1.0E10`; floating-point numbers also as `NaN`,
/// `Infinity` and `-Infinity`. A leading `+`, blanks, a point without digits on both sides, and anything after
/// the number are refused. Every method that parses throws [ValueFormatException] if the text is not a number or
/// does not fit.
public final class NumberText {
    /// The largest length of a number. No type has longer numbers, and the time of BigDecimal grows with the
    /// square of the length.
    private static final int MAX_LENGTH = 1_000;
    /// An exponent beyond that of any double and the scale of any decimal.
    private static final int MAX_EXPONENT = 1_000;
    /// Number of digits that always fit a long.
    private static final int SAFE_DIGITS = 18;
    private static final long LONG_TENTH = Long.MIN_VALUE / 10;
    private static final long[] POWERS = powersOfTen();

    private NumberText() {}

    /// Parses an integer between two inclusive bounds.
    public static long integer(byte[] bytes, int start, int length, long min, long max) {
        int end = start + length;
        boolean negative = length > 0 && bytes[start] == '-';
        int at = negative ? start + 1 : start;
        if (at == end) {
            throw new ValueFormatException("is not an integer");
        }
        if (end - at <= SAFE_DIGITS) {
            long value = digits(bytes, at, end);
            if (value < 0) {
                throw new ValueFormatException("is not an integer");
            }
            return within(negative ? -value : value, min, max);
        }
        // The range of negative numbers is larger, so the value is built below zero.
        long value = 0;
        boolean overflow = false;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                throw new ValueFormatException("is not an integer");
            }
            overflow |= value < LONG_TENTH || value * 10 < Long.MIN_VALUE + digit;
            value = value * 10 - digit;
        }
        overflow |= !negative && value == Long.MIN_VALUE;
        if (overflow) {
            throw notBetween(min, max);
        }
        return within(negative ? value : -value, min, max);
    }

    private static long within(long value, long min, long max) {
        if (value < min || value > max) {
            throw notBetween(min, max);
        }
        return value;
    }

    private static ValueFormatException notBetween(long min, long max) {
        return new ValueFormatException("is not between " + min + " and " + max);
    }

    /// Returns the number that up to 18 digits represent; −1 if one of them is not a digit.
    private static long digits(byte[] bytes, int from, int end) {
        long value = 0;
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = Words.get(bytes, at);
            if (Words.firstNoDigit(word) != 0) {
                return -1;
            }
            value = value * 100_000_000 + eightDigits(word);
        }
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /// Returns the number that eight digits represent. It joins digits to pairs, and pairs to fours, all of a
    /// word at once.
    private static long eightDigits(long word) {
        long ones = word - Words.repeat('0');
        long pairs = (ones * 10 + (ones >>> 8)) & 0x00ff00ff00ff00ffL;
        long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000ffff0000ffffL;
        return (fours * 10_000 + (fours >>> 32)) & 0xffffffffL;
    }

    /// Parses a double, correctly rounded. Refuses a finite number outside the range of doubles.
    public static double binary64(byte[] bytes, int start, int length) {
        double near = DoubleText.value(bytes, start, length);
        return Double.isNaN(near) ? farBinary64(bytes, start, length) : near;
    }

    private static double farBinary64(byte[] bytes, int start, int length) {
        if (!isFinite(bytes, start, length)) {
            return special(bytes, start, length);
        }
        double value = NumberInput.parseDouble(chars(bytes, start, length), true);
        if (Double.isInfinite(value)) {
            throw new ValueFormatException("is beyond the range of double");
        }
        return value;
    }

    /// Parses a float, correctly rounded. Refuses a finite number outside the range of floats.
    public static float binary32(byte[] bytes, int start, int length) {
        if (isFinite(bytes, start, length)) {
            float value = NumberInput.parseFloat(chars(bytes, start, length), true);
            if (Float.isInfinite(value)) {
                throw new ValueFormatException("is beyond the range of real");
            }
            return value;
        }
        return (float) special(bytes, start, length);
    }

    /// Parses a decimal of at most 18 digits as its unscaled value. Digits beyond the scale must be zeros.
    ///
    /// @param precision number of digits, 1 to 18
    /// @param scale number of digits after the point, 0 to precision
    public static long unscaled(byte[] bytes, int start, int length, int precision, int scale) {
        int end = start + length;
        boolean negative = length > 0 && bytes[start] == '-';
        int at = negative ? start + 1 : start;
        long value = 0;
        int kept = 0;
        int point = -1;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            boolean past = point >= 0 && at - point > scale;
            if (digit < 0 || digit > 9 || past && digit != 0 || kept == POWERS.length - 1) {
                if (bytes[at] == '.' && point < 0 && kept < POWERS.length - 1) {
                    point = at;
                    continue;
                }
                // A second point, an exponent or too many digits: rare, and handled by the slow path.
                return unscaled(exact(bytes, start, length), precision, scale).longValueExact();
            }
            if (!past) {
                value = value * 10 + digit;
                kept += value == 0 ? 0 : 1;
            }
        }
        int digitsAfterPoint = point < 0 ? 0 : Math.min(end - point - 1, scale);
        if (kept + scale - digitsAfterPoint > precision || !isFinite(bytes, start, length)) {
            return unscaled(exact(bytes, start, length), precision, scale).longValueExact();
        }
        long unscaled = value * POWERS[scale - digitsAfterPoint];
        return negative ? -unscaled : unscaled;
    }

    /// Parses a decimal of up to 38 digits as its unscaled value. Digits beyond the scale must be zeros.
    public static BigInteger wideUnscaled(byte[] bytes, int start, int length, int precision, int scale) {
        return unscaled(exact(bytes, start, length), precision, scale);
    }

    /// Parses a finite number of any size exactly.
    public static BigDecimal exact(byte[] bytes, int start, int length) {
        if (length > MAX_LENGTH || !isFinite(bytes, start, length)) {
            throw new ValueFormatException("is not a number");
        }
        BigDecimal value = new BigDecimal(chars(bytes, start, length));
        if (Math.abs((long) value.scale()) > 2L * MAX_EXPONENT) {
            throw new ValueFormatException("is beyond the range of numbers");
        }
        return value;
    }

    /// Returns whether the text is a finite number: digits, optionally a fraction, optionally an exponent.
    public static boolean isFinite(byte[] bytes, int start, int length) {
        int end = start + length;
        int at = length > 0 && bytes[start] == '-' ? start + 1 : start;
        int digits = skipDigits(bytes, at, end);
        if (digits == at) {
            return false;
        }
        at = digits;
        if (at < end && bytes[at] == '.') {
            digits = skipDigits(bytes, at + 1, end);
            if (digits == at + 1) {
                return false;
            }
            at = digits;
        }
        if (at < end && (bytes[at] | 0x20) == 'e') {
            at++;
            if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
                at++;
            }
            digits = skipDigits(bytes, at, end);
            // No type has an exponent of four digits, and the limit keeps the scale of BigDecimal small.
            if (digits == at || digits - at > 4) {
                return false;
            }
            at = digits;
        }
        return at == end && length <= MAX_LENGTH;
    }

    /// Appends digits to a number, without checking them. The result is wrong beyond 19 digits.
    static long append(long digits, byte[] bytes, int from, int end) {
        long value = digits;
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            value = value * 100_000_000 + eightDigits(Words.get(bytes, at));
        }
        for (; at < end; at++) {
            value = value * 10 + bytes[at] - '0';
        }
        return value;
    }

    /// Returns the index of the first byte that is not a digit.
    static int skipDigits(byte[] bytes, int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long others = Words.firstNoDigit(Words.get(bytes, at));
            if (others != 0) {
                return at + Words.first(others);
            }
        }
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    private static double special(byte[] bytes, int start, int length) {
        // The longest of the three has nine letters.
        String text = length > 9 ? "" : new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new ValueFormatException("is not a number");
        };
    }

    private static BigInteger unscaled(BigDecimal value, int precision, int scale) {
        BigDecimal least = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        if (least.scale() > scale) {
            throw new ValueFormatException("has more than " + scale + " digits after the point");
        }
        if (least.precision() - least.scale() > precision - scale && least.signum() != 0) {
            throw new ValueFormatException("has more than " + (precision - scale) + " digits before the point");
        }
        return least.setScale(scale).unscaledValue();
    }

    private static char[] chars(byte[] bytes, int start, int length) {
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = (char) bytes[start + i];
        }
        return chars;
    }

    private static long[] powersOfTen() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
