package io.featurestore.records.text;

import java.math.BigInteger;

/// Parses doubles, rounded once and correctly, from nearly all texts that occur: a whole number of up to 64 bits
/// times a power of ten. If the number and the power are exact doubles, one operation is enough (Clinger, "How to
/// read floating point numbers accurately", 1990). Otherwise 128 bits of the power of five are enough (Lemire,
/// "Number parsing at a gigabyte per second", 2021; for the proof, Mushtak and Lemire, "Fast number parsing
/// without fallback", 2023).
final class DoubleText {
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final long MAX_EXACT = 1L << 53;
    /// Number of digits that always fit an unsigned number of 64 bits.
    private static final int MAX_DIGITS = 19;
    /// With at most [#MAX_DIGITS] digits and such an exponent, a double neither overflows nor becomes subnormal.
    private static final int MAX_EXPONENT = 64;
    private static final int NO_EXPONENT = 1_000_000;
    /// The upper and the lower half of the first 128 bits of five to the power of −64 to 64.
    private static final long[] FIVES = new long[2 * MAX_EXPONENT + 1];
    private static final long[] FIVES_LOW = new long[FIVES.length];
    /// No number of 64 bits is a multiple of a higher power of five.
    private static final int LEAST_DIVISOR = -27;
    private static final int FRACTION_BITS = 52;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    private static final int BIAS = 1023;
    /// Number of bits that a product has in addition to those of a double and two for rounding.
    private static final int SPARE_BITS = Long.SIZE - FRACTION_BITS - 3;
    /// If all of these bits are set, the lower bits of the power may carry into the double.
    private static final long UNDECIDED = (1L << SPARE_BITS) - 1;

    static {
        for (int i = 0; i < FIVES.length; i++) {
            BigInteger bits = first128(i - MAX_EXPONENT);
            FIVES[i] = bits.shiftRight(Long.SIZE).longValue();
            FIVES_LOW[i] = bits.longValue();
        }
    }

    private DoubleText() {}

    /// Returns the first 128 bits of a power of five: rounded down, but rounded up if the power of ten may divide
    /// a whole number.
    private static BigInteger first128(int power) {
        BigInteger five = BigInteger.valueOf(5).pow(Math.abs(power));
        if (power >= 0) {
            return five.shiftLeft(2 * Long.SIZE).shiftRight(five.bitLength());
        }
        BigInteger down =
                BigInteger.ONE.shiftLeft(five.bitLength() + 2 * Long.SIZE - 1).divide(five);
        return power < LEAST_DIVISOR ? down : down.add(BigInteger.ONE);
    }

    /// Returns the value of a finite number; NaN if the text is not one, has more digits, or has a larger
    /// exponent.
    static double value(byte[] bytes, int start, int length) {
        int end = start + length;
        boolean negative = length > 0 && bytes[start] == '-';
        int first = negative ? start + 1 : start;
        int point = NumberText.skipDigits(bytes, first, end);
        long digits = NumberText.append(0, bytes, first, point);
        int at = point;
        if (at < end && bytes[at] == '.') {
            at = NumberText.skipDigits(bytes, point + 1, end);
            digits = NumberText.append(digits, bytes, point + 1, at);
        }
        int fraction = Math.max(0, at - point - 1);
        int exponent = at < end ? exponent(bytes, at, end) - fraction : -fraction;
        if (point == first
                || at == point + 1
                || point - first + fraction > MAX_DIGITS
                || Math.abs(exponent) > MAX_EXPONENT) {
            return Double.NaN;
        }
        double value = Long.compareUnsigned(digits, MAX_EXACT) <= 0 && Math.abs(exponent) < POWERS.length
                ? simple(digits, exponent)
                : rounded(digits, exponent);
        return negative ? -value : value;
    }

    private static double simple(long digits, int exponent) {
        return exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
    }

    /// Rounds the product of a 64-bit number and a power of ten.
    private static double rounded(long digits, int exponent) {
        if (digits == 0) {
            return 0;
        }
        int zeros = Long.numberOfLeadingZeros(digits);
        long normal = digits << zeros;
        long five = FIVES[exponent + MAX_EXPONENT];
        long high = Math.unsignedMultiplyHigh(normal, five);
        long low = normal * five;
        if ((high & UNDECIDED) == UNDECIDED) {
            long carry = Math.unsignedMultiplyHigh(normal, FIVES_LOW[exponent + MAX_EXPONENT]);
            low += carry;
            high += Long.compareUnsigned(low, carry) < 0 ? 1 : 0;
        }
        int upper = (int) (high >>> Long.SIZE - 1);
        int shift = upper + SPARE_BITS;
        long bits = high >>> shift;
        if (Long.compareUnsigned(low, 1) <= 0
                && exponent >= -4
                && exponent <= 23
                && (bits & 3) == 1
                && bits << shift == high) {
            // Exactly between two doubles: rounds to the even one.
            bits--;
        }
        bits = bits + (bits & 1) >>> 1;
        int carried = (int) (bits >>> FRACTION_BITS + 1);
        // 217,706 / 2^16 is the logarithm of ten to the base of two.
        int binary = (exponent * 217_706 >> 16) + Long.SIZE - 1 + upper - zeros + BIAS + carried;
        return Double.longBitsToDouble((long) binary << FRACTION_BITS | bits & FRACTION);
    }

    /// Parses an exponent such as `E-10`. Returns a number beyond every exponent if the text is not one or has
    /// more than four characters.
    private static int exponent(byte[] bytes, int from, int end) {
        int first = from + 1;
        boolean negative = first < end && bytes[first] == '-';
        if (negative || first < end && bytes[first] == '+') {
            first++;
        }
        boolean valid = (bytes[from] | 0x20) == 'e' && first < end && end - first <= 4;
        int exponent = 0;
        for (int at = first; valid && at < end; at++) {
            int digit = bytes[at] - '0';
            valid = digit >= 0 && digit <= 9;
            exponent = exponent * 10 + digit;
        }
        if (!valid) {
            return NO_EXPONENT;
        }
        return negative ? -exponent : exponent;
    }
}
