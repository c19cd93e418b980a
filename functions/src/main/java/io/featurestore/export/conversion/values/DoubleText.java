package io.featurestore.export.conversion.values;

/**
 * Reads the doubles that most texts are: digits that make a whole number of up to 53 bits, times or by a power of ten of
 * up to 22. Both are doubles without a rounding, so one operation rounds once and correctly (Clinger, "How to read
 * floating point numbers accurately", 1990).
 */
final class DoubleText {
    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
            1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    private static final long MAX_EXACT = 1L << 53;
    /** So many digits are a number of 64 bits without a sign. */
    private static final int MAX_DIGITS = 19;

    private DoubleText() {}

    /** Returns the value of a text that is known to be a finite number; NaN where it takes more than one operation. */
    static double simple(byte[] bytes, int start, int length) {
        int end = start + length;
        boolean negative = bytes[start] == '-';
        long digits = 0;
        int exponent = 0;
        int step = 0;
        int at = negative ? start + 1 : start;
        int first = at;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0) {
                if (digit > 9) {
                    exponent += exponent(bytes, at + 1, end);
                    break;
                }
                digits = digits * 10 + digit;
                exponent += step;
            } else {
                step = -1;
            }
        }
        if (at - first > MAX_DIGITS || Long.compareUnsigned(digits, MAX_EXACT) > 0
                || Math.abs(exponent) >= POWERS.length) {
            return Double.NaN;
        }
        double value = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
        return negative ? -value : value;
    }

    private static int exponent(byte[] bytes, int from, int end) {
        boolean negative = bytes[from] == '-';
        int exponent = 0;
        for (int at = negative || bytes[from] == '+' ? from + 1 : from; at < end; at++) {
            exponent = exponent * 10 + bytes[at] - '0';
        }
        return negative ? -exponent : exponent;
    }
}
