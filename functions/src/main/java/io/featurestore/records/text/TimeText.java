package io.featurestore.records.text;

import io.featurestore.records.bytes.Words;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/// Parses dates and timestamps as Athena prints them, and in ISO-8601: `2022-01-01`, `2022-01-01 02:03:04.567`,
/// `2022-01-01 02:03:04.567 Asia/Seoul`, `2022-01-01T02:03:04+09:00`. Years are 0001 to 9999. An instance holds
/// the last timestamp that it parsed. Every method that parses throws [ValueFormatException] for anything else.
public final class TimeText {
    /// The rule for a time zone at the end of a timestamp.
    public enum Zone {
        /// A time zone is forbidden.
        NONE,
        /// A time zone is required.
        REQUIRED,
        /// A time zone is allowed; without one, the timestamp is in UTC.
        OPTIONAL
    }

    private static final String NO_DATE = "is not a date of the years 0001 to 9999";
    private static final String NO_TIMESTAMP = "is not a timestamp of the years 0001 to 9999";
    private static final int DATE_LENGTH = 10;
    private static final int SECONDS_A_DAY = 86_400;
    /// The largest number of digits of a second in Athena's timestamps.
    private static final int MAX_FRACTION = 12;
    private static final int NANO_DIGITS = 9;
    private static final int[] NANOS = {0, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};
    private static final int MAX_OFFSET_SECONDS = 18 * 3600;
    private static final int TIME_LENGTH = 8;
    /// The first eight bytes of a date, and those of a time, with 0 for every digit.
    private static final long DATE = word("0000-00-");
    private static final long TIME = word("00:00:00");
    /// Limits for [#fits]: adding them sets the high bit of every byte that is too large, which is above 9 for a
    /// digit and above 0 for any other byte.
    private static final long DATE_LIMITS = 0x7f76_767f_7676_7676L;
    private static final long TIME_LIMITS = 0x7676_7f76_767f_7676L;

    private long epochSecond;
    private int nano;
    private int offsetSeconds;
    private int localLength;
    private int at;

    private static long word(String ascii) {
        return Words.get(ascii.getBytes(StandardCharsets.US_ASCII), 0);
    }

    /// Returns the seconds since 1970-01-01T00:00:00 of the last timestamp, rounded down.
    public long epochSecond() {
        return epochSecond;
    }

    /// Returns the nanoseconds after [#epochSecond] of the last timestamp.
    public int nano() {
        return nano;
    }

    /// Returns the offset from UTC, in seconds, that the zone of the last timestamp had at that time; zero
    /// without a zone.
    public int offsetSeconds() {
        return offsetSeconds;
    }

    /// Returns the number of bytes before the zone and the blank in front of it.
    public int localLength() {
        return localLength;
    }

    /// Parses a date as days since 1970-01-01.
    public static int epochDay(byte[] bytes, int start, int length) {
        if (length != DATE_LENGTH) {
            throw new ValueFormatException(NO_DATE);
        }
        return date(bytes, start, NO_DATE);
    }

    /// Parses a timestamp. If the zone is optional, a date alone is the first instant of the day. Digits of a
    /// second after the ninth must be zeros.
    public void read(byte[] bytes, int start, int length, Zone zone) {
        int end = start + length;
        if (length < DATE_LENGTH) {
            throw new ValueFormatException(NO_TIMESTAMP);
        }
        long second = (long) date(bytes, start, NO_TIMESTAMP) * SECONDS_A_DAY;
        nano = 0;
        offsetSeconds = 0;
        localLength = length;
        at = start + DATE_LENGTH;
        if (at == end && zone == Zone.OPTIONAL) {
            epochSecond = second;
            return;
        }
        if (at == end || (bytes[at] != ' ' && bytes[at] != 'T')) {
            throw new ValueFormatException(NO_TIMESTAMP);
        }
        at++;
        second += time(bytes, end, zone == Zone.OPTIONAL);
        if (at == end && zone != Zone.REQUIRED) {
            epochSecond = second;
            return;
        }
        if (at == end) {
            throw new ValueFormatException("has no time zone");
        }
        if (zone == Zone.NONE) {
            throw new ValueFormatException(NO_TIMESTAMP);
        }
        localLength = at - start;
        offsetSeconds = zoneOffset(bytes, end, second);
        epochSecond = second - offsetSeconds;
    }

    /// Parses `HH:mm:ss` with up to twelve digits of a second. The seconds may be missing if `lenient`.
    private int time(byte[] bytes, int end, boolean lenient) {
        int from = at;
        if (end - from < TIME_LENGTH || lenient && bytes[from + 5] != ':') {
            return minutes(bytes, end, lenient);
        }
        long digits = Words.get(bytes, from) ^ TIME;
        long pairs = pairs(digits);
        int hour = (int) pairs & 0xff;
        int minute = (int) (pairs >>> 24) & 0xff;
        int second = (int) (pairs >>> 48) & 0xff;
        if (!fits(digits, TIME_LIMITS) || hour > 23 || minute > 59 || second > 59) {
            throw new ValueFormatException(NO_TIMESTAMP);
        }
        at = from + TIME_LENGTH;
        if (at < end && bytes[at] == '.') {
            fraction(bytes, end);
        }
        return hour * 3600 + minute * 60 + second;
    }

    /// Parses `HH:mm`, which is allowed only if `enough`.
    private int minutes(byte[] bytes, int end, boolean enough) {
        int hour = two(bytes, at, end);
        int minute = two(bytes, at + 3, end);
        boolean more = at + 5 < end && bytes[at + 5] == ':';
        if (!enough || more || bytes[at + 2] != ':' || hour > 23 || minute > 59) {
            throw new ValueFormatException(NO_TIMESTAMP);
        }
        at += 5;
        return hour * 3600 + minute * 60;
    }

    private void fraction(byte[] bytes, int end) {
        int first = at + 1;
        int to = first;
        int value = 0;
        for (; to < end && bytes[to] >= '0' && bytes[to] <= '9'; to++) {
            int digit = bytes[to] - '0';
            if (to - first < NANO_DIGITS) {
                value = value * 10 + digit;
            } else if (digit != 0) {
                throw new ValueFormatException("has more than 9 digits of a second");
            }
        }
        int digits = to - first;
        if (digits == 0 || digits > MAX_FRACTION) {
            throw new ValueFormatException(NO_TIMESTAMP);
        }
        at = to;
        nano = value * NANOS[Math.min(digits, NANO_DIGITS)];
    }

    private int zoneOffset(byte[] bytes, int end, long localSecond) {
        if (bytes[at] == ' ') {
            at++;
        }
        int length = end - at;
        if ((length == 1 && (bytes[at] == 'Z' || bytes[at] == 'z'))
                || (length == 3 && bytes[at] == 'U' && bytes[at + 1] == 'T' && bytes[at + 2] == 'C')) {
            return 0;
        }
        if (length > 0 && (bytes[at] == '+' || bytes[at] == '-')) {
            return fixedOffset(bytes, end);
        }
        String name = new String(bytes, at, length, StandardCharsets.UTF_8);
        try {
            LocalDateTime local = LocalDateTime.ofEpochSecond(localSecond, 0, ZoneOffset.UTC);
            List<ZoneOffset> offsets = ZoneId.of(name).getRules().getValidOffsets(local);
            if (offsets.size() != 1) {
                // The engine prints no offset beside a region, so it is unknown which of the two hours is meant.
                throw new ValueFormatException("is in an hour that its zone has "
                        + (offsets.isEmpty() ? "never" : "twice") + "; select it AT TIME ZONE 'UTC'");
            }
            return offsets.getFirst().getTotalSeconds();
        } catch (DateTimeException e) {
            throw new ValueFormatException("has an unknown time zone");
        }
    }

    /// Parses `+hh`, `+hhmm` or `+hh:mm`.
    private int fixedOffset(byte[] bytes, int end) {
        int sign = bytes[at] == '-' ? -1 : 1;
        int offset = two(bytes, at + 1, end) * 3600;
        at += 3;
        if (at < end) {
            if (bytes[at] == ':') {
                at++;
            }
            int minutes = two(bytes, at, end);
            if (minutes > 59) {
                throw new ValueFormatException(NO_TIMESTAMP);
            }
            offset += minutes * 60;
            at += 2;
        }
        if (at != end || offset > MAX_OFFSET_SECONDS) {
            throw new ValueFormatException(NO_TIMESTAMP);
        }
        return sign * offset;
    }

    private static int date(byte[] bytes, int start, String otherwise) {
        long digits = Words.get(bytes, start) ^ DATE;
        long pairs = pairs(digits);
        int year = ((int) pairs & 0xff) * 100 + ((int) (pairs >>> 16) & 0xff);
        int month = (int) (pairs >>> 40) & 0xff;
        // A pair that is not a number is far below zero.
        int day = pair(bytes, start + 8);
        if (!fits(digits, DATE_LIMITS) || year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            throw new ValueFormatException(otherwise);
        }
        // Counts years from March, so that the leap day is the last day of its year.
        int y = month > 2 ? year : year - 1;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return 365 * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
    }

    /// Returns whether every byte, minus its expected value, is within its limit.
    private static boolean fits(long digits, long limits) {
        return ((digits | digits + limits) & Words.HIGHS) == 0;
    }

    /// Returns in each byte the number that this byte and the next one represent as digits.
    private static long pairs(long digits) {
        return digits * 10 + (digits >>> 8);
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /// Returns the number that two digits represent, or a number below −10,000 if they are not digits.
    private static int pair(byte[] bytes, int from) {
        int tens = bytes[from] - '0';
        int ones = bytes[from + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -10_001 : tens * 10 + ones;
    }

    private static int two(byte[] bytes, int from, int end) {
        int number = from + 2 <= end ? pair(bytes, from) : -1;
        if (number < 0) {
            throw new ValueFormatException(NO_TIMESTAMP);
        }
        return number;
    }
}
