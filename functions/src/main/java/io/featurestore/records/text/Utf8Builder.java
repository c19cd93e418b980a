package io.featurestore.records.text;

import io.featurestore.records.bytes.Words;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Collects text as UTF-8 in one array, which grows as needed. Numbers and times are printed as Athena prints
/// them, without an object for each. Not thread-safe.
public final class Utf8Builder {
    /// A number or a time is shorter.
    private static final int SCALAR = 64;
    private static final byte[] PAIRS = new byte[200];
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /// Numbers of so many digits always fit a long.
    private static final int LONG_DIGITS = 18;

    /// The length of a date of the years 0 to 9999.
    private static final int DATE = 10;

    private byte[] bytes = new byte[1 << 10];
    private int size;
    /// The last date of such a year, as most dates follow another one of the same day.
    private final byte[] lastDate = new byte[DATE];
    private long lastDay = Long.MIN_VALUE;

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    /// Returns the array that holds the text. A later call may replace it.
    public byte[] bytes() {
        return bytes;
    }

    /// Returns the number of bytes.
    public int size() {
        return size;
    }

    /// Drops all bytes from index `length` on.
    public void truncate(int length) {
        size = length;
    }

    /// Returns the text from index `start` on.
    public String text(int start) {
        return new String(bytes, start, size - start, StandardCharsets.UTF_8);
    }

    /// Appends one byte.
    public void put(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /// Appends `length` bytes.
    public void put(byte[] from, int start, int length) {
        room(length);
        Words.copy(from, start, bytes, size, length);
        size += length;
    }

    /// Appends text of ASCII characters.
    public void ascii(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size + i] = (byte) text.charAt(i);
        }
        size += length;
    }

    /// Appends an integer.
    public void integer(long number) {
        room(SCALAR);
        if (number == Long.MIN_VALUE) {
            ascii(Long.toString(number));
            return;
        }
        long rest = number;
        if (number < 0) {
            bytes[size++] = '-';
            rest = -number;
        }
        digits(rest, length(rest));
    }

    /// Appends a decimal number: an integer without its last `scale` digits, a point, and these digits.
    public void decimal(long unscaled, int scale) {
        if (scale == 0) {
            integer(unscaled);
            return;
        }
        if (unscaled == Long.MIN_VALUE) {
            decimal(BigInteger.valueOf(unscaled), scale);
            return;
        }
        room(SCALAR + scale);
        long rest = unscaled;
        if (unscaled < 0) {
            bytes[size++] = '-';
            rest = -unscaled;
        }
        int length = Math.max(length(rest), scale + 1);
        digits(rest, length);
        int point = size - scale;
        System.arraycopy(bytes, point, bytes, point + 1, scale);
        bytes[point] = '.';
        size++;
    }

    /// Appends a decimal number of any size.
    public void decimal(BigInteger unscaled, int scale) {
        String digits = unscaled.abs().toString();
        if (unscaled.signum() < 0) {
            put('-');
        }
        if (digits.length() <= scale) {
            digits = "0".repeat(scale + 1 - digits.length()) + digits;
        }
        ascii(digits.substring(0, digits.length() - scale));
        if (scale > 0) {
            put('.');
            ascii(digits.substring(digits.length() - scale));
        }
    }

    /// Appends a double as Java's `Double.toString` prints it, which Trino uses.
    public void number(double value) {
        room(SCALAR);
        int end = DoublePrinter.print(value, bytes, size);
        if (end < 0) {
            ascii(Double.toString(value));
        } else {
            size = end;
        }
    }

    /// Appends a float as Java's `Float.toString` prints it, which Trino uses.
    public void number(float value) {
        ascii(Float.toString(value));
    }

    /// Appends a date as `yyyy-MM-dd`. A year before 0 has a minus sign, one after 9999 a plus sign
    /// (`java.time.LocalDate.toString`, which Trino uses).
    ///
    /// @param epochDay days since 1970-01-01
    public void date(long epochDay) {
        room(SCALAR);
        if (epochDay == lastDay) {
            Words.copy(lastDate, 0, bytes, size, DATE);
            size += DATE;
            return;
        }
        int start = size;
        printDate(epochDay);
        if (size - start == DATE) {
            Words.copy(bytes, start, lastDate, 0, DATE);
            lastDay = epochDay;
        }
    }

    private void printDate(long epochDay) {
        // Counts days from 0000-03-01 in eras of 400 years, so that the leap day is the last day of its year.
        long days = epochDay + 719_468;
        long era = Math.floorDiv(days, 146_097L);
        int dayOfEra = (int) (days - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * month + 2) / 5 + 1;
        long year = era * 400 + yearOfEra + (month < 10 ? 0 : 1);
        month += month < 10 ? 3 : -9;
        if (year >= 0 && year <= 9_999) {
            pair((int) year / 100);
            pair((int) year % 100);
        } else {
            bytes[size++] = (byte) (year < 0 ? '-' : '+');
            long positive = Math.abs(year);
            digits(positive, Math.max(4, length(positive)));
        }
        bytes[size++] = '-';
        pair(month);
        bytes[size++] = '-';
        pair(day);
    }

    /// Appends a time as `yyyy-MM-dd HH:mm:ss`, a point, and `digits` digits of the second, which are at most
    /// 12.
    ///
    /// @param epochSecond seconds since 1970-01-01T00:00:00
    /// @param nano the nanoseconds of the second
    public void timestamp(long epochSecond, int nano, int digits) {
        long day = Math.floorDiv(epochSecond, 86_400L);
        int second = (int) (epochSecond - day * 86_400);
        date(day);
        room(SCALAR);
        bytes[size++] = ' ';
        pair(second / 3_600);
        bytes[size++] = ':';
        pair(second / 60 % 60);
        bytes[size++] = ':';
        pair(second % 60);
        if (digits > 0) {
            bytes[size++] = '.';
            int rest = nano;
            for (int i = digits; i < 9; i++) {
                rest /= 10;
            }
            digits(rest, Math.min(digits, 9));
            for (int i = 9; i < digits; i++) {
                bytes[size++] = '0';
            }
        }
    }

    /// Appends bytes as pairs of hexadecimal digits with single blanks between them ([BinaryText]).
    public void hexadecimal(byte[] from, int start, int length) {
        room((int) Math.min(Integer.MAX_VALUE, 3L * length));
        for (int i = start; i < start + length; i++) {
            if (i > start) {
                bytes[size++] = ' ';
            }
            bytes[size++] = HEX[from[i] >> 4 & 15];
            bytes[size++] = HEX[from[i] & 15];
        }
    }

    private void pair(int number) {
        bytes[size++] = PAIRS[2 * number];
        bytes[size++] = PAIRS[2 * number + 1];
    }

    /// Appends the last `length` digits of a number, with zeros before it if it is shorter.
    private void digits(long number, int length) {
        write(number, bytes, size, length);
        size += length;
    }

    /// Writes the last `length` digits of a number.
    static void write(long number, byte[] to, int start, int length) {
        int at = start + length;
        long rest = number;
        while (at - start >= 2) {
            long next = rest / 100;
            int pair = (int) (rest - next * 100);
            at -= 2;
            to[at] = PAIRS[2 * pair];
            to[at + 1] = PAIRS[2 * pair + 1];
            rest = next;
        }
        if (at > start) {
            to[start] = (byte) ('0' + rest % 10);
        }
    }

    /// Returns the number of digits of a number that is not negative.
    static int length(long number) {
        long bound = 10;
        for (int length = 1; length <= LONG_DIGITS; length++) {
            if (number < bound) {
                return length;
            }
            bound *= 10;
        }
        return LONG_DIGITS + 1;
    }

    private void room(int count) {
        if (bytes.length - size < count) {
            long needed = (long) size + count;
            if (needed > Integer.MAX_VALUE - Long.BYTES) {
                throw new ValueFormatException("needs more than 2 GB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - Long.BYTES, needed + needed / 2 + 64));
        }
    }
}
