package io.featurestore.local.athena.result;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;

/// Prints a double as Trino does, from the text of DuckDB. Both print the fewest digits that name the number; Trino
/// prints them as `Double.toString` of Java does, with an exponent for numbers of 10,000,000 and more, or below 0.001
/// (io.trino.spi.type.DoubleType is cast to varchar by it). DuckDB writes most of these in full.
final class DoubleText {
    /// The most digits before the point that are written in full.
    private static final int WHOLE_DIGITS = 7;

    /// The most zeros between the point and the first other digit that are written in full.
    private static final int LEADING_ZEROS = 2;

    private DoubleText() {}

    /// Writes the number in quotes.
    static void print(byte[] text, int from, int to, CsvBytes out) throws IOException {
        int first = text[from] == '-' ? from + 1 : from;
        int point = first;
        while (point < to && isDigit(text[point])) {
            point++;
        }
        if (point == first || point + 1 >= to || text[point] != '.') {
            out.plain(Double.toString(parse(text, from, to)));
            return;
        }
        int end = point + 1;
        while (end < to && isDigit(text[end])) {
            end++;
        }
        if (end < to) {
            out.plain(Double.toString(parse(text, from, to)));
        } else if (text[first] != '0' && point - first > WHOLE_DIGITS) {
            scientific(text, from, first, to, point - first - 1, out);
        } else if (text[first] == '0' && zeros(text, point + 1, to) > LEADING_ZEROS) {
            int digit = point + 1 + zeros(text, point + 1, to);
            if (digit == to) {
                out.quotedBytes(text, from, to);
            } else {
                scientific(text, from, digit, to, point - digit, out);
            }
        } else {
            out.quotedBytes(text, from, to);
        }
    }

    /// Returns the number that DuckDB printed.
    static double parse(byte[] text, int from, int to) {
        String number = new String(text, from, to - from, US_ASCII);
        return switch (number) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> Double.parseDouble(number);
        };
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    private static int zeros(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] == '0') {
            at++;
        }
        return at - from;
    }

    /// Writes the digits from one index on with an exponent. Zeros at the end are left out.
    private static void scientific(byte[] text, int from, int first, int to, int exponent, CsvBytes out)
            throws IOException {
        int end = to;
        while (end > first + 1 && (text[end - 1] == '0' || text[end - 1] == '.')) {
            end--;
        }
        out.scientific(text[from] == '-', text, first, end, exponent);
    }
}
