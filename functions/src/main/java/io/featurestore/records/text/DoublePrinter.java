package io.featurestore.records.text;

/// Prints doubles as Java's `Double.toString` does (JDK 19 and later: the shortest decimal that names the
/// double), if they have at most 15 digits, as most numbers in data have.
///
/// A decimal of at most 15 digits names a double, and no two such decimals of the same magnitude name the
/// same one. So if a whole number of at most 15 digits, divided by a power of ten, gives the double, then it
/// is the only such decimal, and the shortest one after zeros at its end are dropped. Both operands of the
/// division are exact, so its rounded result is the double that the decimal names.
final class DoublePrinter {
    private static final double LEAST = 1e-3;
    /// From this number on, and below [#LEAST], there is an exponent.
    private static final double SCIENTIFIC = 1e7;
    private static final double MOST = 1e15;
    private static final int DIGITS = 15;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17
    };

    private DoublePrinter() {}

    /// Writes a number from index `start` on, which takes up to 26 bytes. Returns the index after it, or −1
    /// if the number has more digits or is out of range; nothing has been written then.
    static int print(double value, byte[] to, int start) {
        double positive = Math.abs(value);
        // Also false for NaN.
        if (!(positive >= LEAST && positive < MOST)) {
            return value == 0 ? zero(value, to, start) : -1;
        }
        int whole = positive < 1 ? 0 : Utf8Builder.length((long) positive);
        // Between 0.001 and 1, there are zeros between the point and the first digit.
        int scale = whole > 0 ? DIGITS - whole : positive >= 0.1 ? DIGITS : positive >= 0.01 ? DIGITS + 1 : DIGITS + 2;
        long digits = (long) Math.rint(positive * POWERS[scale]);
        if (digits / POWERS[scale] != positive || digits >= 1_000_000_000_000_000L) {
            return -1;
        }
        int at = start;
        if (value < 0) {
            to[at++] = '-';
        }
        return positive < SCIENTIFIC ? plain(digits, scale, to, at) : scientific(digits, whole, to, at);
    }

    private static int zero(double value, byte[] to, int start) {
        int at = start;
        if (1 / value < 0) {
            to[at++] = '-';
        }
        to[at] = '0';
        to[at + 1] = '.';
        to[at + 2] = '0';
        return at + 3;
    }

    private static int plain(long digits, int scale, byte[] to, int start) {
        long rest = digits;
        int fraction = scale;
        while (fraction > 4 && rest % 10_000 == 0) {
            rest /= 10_000;
            fraction -= 4;
        }
        while (fraction > 1 && rest % 10 == 0) {
            rest /= 10;
            fraction--;
        }
        int length = Math.max(fraction + 1, Utf8Builder.length(rest));
        Utf8Builder.write(rest, to, start, length);
        int point = start + length - fraction;
        System.arraycopy(to, point, to, point + 1, fraction);
        to[point] = '.';
        return start + length + 1;
    }

    private static int scientific(long digits, int whole, byte[] to, int start) {
        long rest = digits;
        int length = DIGITS;
        while (length > 2 && rest % 10 == 0) {
            rest /= 10;
            length--;
        }
        Utf8Builder.write(rest, to, start + 1, length);
        to[start] = to[start + 1];
        to[start + 1] = '.';
        int at = start + 1 + length;
        to[at++] = 'E';
        int exponent = whole - 1;
        int count = Utf8Builder.length(exponent);
        Utf8Builder.write(exponent, to, at, count);
        return at + count;
    }
}
