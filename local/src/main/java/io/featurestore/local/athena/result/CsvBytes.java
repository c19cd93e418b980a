package io.featurestore.local.athena.result;

import java.io.IOException;
import java.io.OutputStream;

/// Writes CSV as bytes through one buffer that is reused.
final class CsvBytes {
    private static final int SIZE = 1 << 18;

    /// The most bytes of a number or a date.
    private static final int LONGEST_SCALAR = 64;

    private static final int LONGEST_CHARACTER = 4;

    private final OutputStream out;
    private final byte[] buffer = new byte[SIZE];
    private final byte[] digits = new byte[20];
    private int at;
    private long written;

    CsvBytes(OutputStream out) {
        this.out = out;
    }

    /// Returns the number of bytes that were written in total.
    long written() {
        return written + at;
    }

    void flush() throws IOException {
        out.write(buffer, 0, at);
        written += at;
        at = 0;
    }

    void put(char ascii) throws IOException {
        room(1);
        buffer[at++] = (byte) ascii;
    }

    /// Writes a text in quotes. Each quote in the text is doubled.
    void quoted(String text) throws IOException {
        put('"');
        int length = text.length();
        int i = 0;
        while (i < length) {
            room(2 * LONGEST_CHARACTER);
            int end = Math.min(length, i + (SIZE - at) / LONGEST_CHARACTER);
            while (i < end) {
                char c = text.charAt(i);
                i++;
                if (c >= 0x80) {
                    i += encode(c, i < length ? text.charAt(i) : 0);
                } else {
                    buffer[at++] = (byte) c;
                    if (c == '"') {
                        buffer[at++] = '"';
                    }
                }
            }
        }
        put('"');
    }

    /// Writes one character that is not ASCII. Returns 1 if it also used the next character, otherwise 0.
    private int encode(char c, int next) {
        if (c < 0x800) {
            buffer[at++] = (byte) (0xC0 | c >> 6);
            buffer[at++] = (byte) (0x80 | c & 0x3F);
            return 0;
        }
        if (Character.isHighSurrogate(c) && Character.isLowSurrogate((char) next)) {
            int point = Character.toCodePoint(c, (char) next);
            buffer[at++] = (byte) (0xF0 | point >> 18);
            buffer[at++] = (byte) (0x80 | point >> 12 & 0x3F);
            buffer[at++] = (byte) (0x80 | point >> 6 & 0x3F);
            buffer[at++] = (byte) (0x80 | point & 0x3F);
            return 1;
        }
        buffer[at++] = (byte) (0xE0 | c >> 12);
        buffer[at++] = (byte) (0x80 | c >> 6 & 0x3F);
        buffer[at++] = (byte) (0x80 | c & 0x3F);
        return 0;
    }

    void quoted(long number) throws IOException {
        room(LONGEST_SCALAR);
        buffer[at++] = '"';
        if (number == Long.MIN_VALUE) {
            ascii(Long.toString(number));
        } else {
            if (number < 0) {
                buffer[at++] = '-';
            }
            digits(Math.abs(number), 1);
        }
        buffer[at++] = '"';
    }

    /// Writes bytes as they are.
    void raw(byte[] bytes, int from, int to) throws IOException {
        int length = to - from;
        if (length > SIZE - at) {
            flush();
            if (length > SIZE) {
                out.write(bytes, from, length);
                written += length;
                return;
            }
        }
        System.arraycopy(bytes, from, buffer, at, length);
        at += length;
    }

    /// Writes a text in quotes. The text must be short ASCII without quotes.
    void plain(String text) throws IOException {
        room(LONGEST_SCALAR + text.length());
        buffer[at++] = '"';
        ascii(text);
        buffer[at++] = '"';
    }

    /// Writes bytes in quotes. They must be few and have no quotes.
    void quotedBytes(byte[] bytes, int from, int to) throws IOException {
        put('"');
        raw(bytes, from, to);
        put('"');
    }

    /// Writes a number in quotes, with one digit before the point and an exponent.
    ///
    /// @param digits the digits from one index to another, perhaps with a point among them
    void scientific(boolean negative, byte[] digits, int from, int to, int exponent) throws IOException {
        room(LONGEST_SCALAR + to - from);
        buffer[at++] = '"';
        if (negative) {
            buffer[at++] = '-';
        }
        buffer[at++] = digits[from];
        buffer[at++] = '.';
        int point = at;
        for (int i = from + 1; i < to; i++) {
            if (digits[i] != '.') {
                buffer[at++] = digits[i];
            }
        }
        if (at == point) {
            buffer[at++] = '0';
        }
        buffer[at++] = 'E';
        if (exponent < 0) {
            buffer[at++] = '-';
        }
        digits(Math.abs(exponent), 1);
        buffer[at++] = '"';
    }

    /// Writes `yyyy-MM-dd`.
    void date(CivilTime time) throws IOException {
        room(LONGEST_SCALAR);
        buffer[at++] = '"';
        day(time);
        buffer[at++] = '"';
    }

    /// Writes `yyyy-MM-dd HH:mm:ss` with some of the six digits of the microseconds, and a suffix.
    void timestamp(CivilTime time, int fraction, String suffix) throws IOException {
        room(LONGEST_SCALAR);
        buffer[at++] = '"';
        day(time);
        buffer[at++] = ' ';
        digits(time.secondOfDay() / 3600, 2);
        buffer[at++] = ':';
        digits(time.secondOfDay() / 60 % 60, 2);
        buffer[at++] = ':';
        digits(time.secondOfDay() % 60, 2);
        if (fraction > 0) {
            buffer[at++] = '.';
            digits(time.fraction(fraction), fraction);
        }
        ascii(suffix);
        buffer[at++] = '"';
    }

    private void day(CivilTime time) {
        if (time.year() < 0) {
            buffer[at++] = '-';
        }
        digits(Math.abs(time.year()), 4);
        buffer[at++] = '-';
        digits(time.month(), 2);
        buffer[at++] = '-';
        digits(time.day(), 2);
    }

    private void digits(long number, int least) {
        int first = digits.length;
        long rest = number;
        while (rest > 0 || digits.length - first < least) {
            first--;
            digits[first] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        System.arraycopy(digits, first, buffer, at, digits.length - first);
        at += digits.length - first;
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            buffer[at++] = (byte) text.charAt(i);
        }
    }

    private void room(int bytes) throws IOException {
        if (SIZE - at < bytes) {
            flush();
        }
    }
}
