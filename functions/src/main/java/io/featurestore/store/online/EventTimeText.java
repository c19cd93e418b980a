package io.featurestore.store.online;

import io.featurestore.records.text.NumberText;
import io.featurestore.records.text.TimeText;
import io.featurestore.records.text.TimeText.Zone;
import io.featurestore.records.text.ValueFormatException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/// Writes an event time in a form that the feature store accepts: seconds since the epoch (`1640995200`,
/// {@code 1640995200.5}), or ISO-8601 in UTC (`2022-01-01T00:00:00Z`, with 3, 6 or 9 digits if the source has a
/// fraction of a second). Reads numbers (as seconds), timestamps, dates and ISO-8601 text. A time without a zone
/// is in UTC.
final class EventTimeText {
    private static final byte[] SECONDS = ascii("0000-00-00T00:00:00");
    private static final int SECONDS_PER_DAY = 86_400;
    /// The seconds from 1970 to the beginning of the years 0001 and 10000.
    private static final BigDecimal FIRST = BigDecimal.valueOf(-62_135_596_800L);
    private static final BigDecimal AFTER_LAST = BigDecimal.valueOf(253_402_300_800L);
    private static final int NANO_DIGITS = 9;

    private final boolean iso;
    private final TimeText time = new TimeText();

    EventTimeText(boolean iso) {
        this.iso = iso;
    }

    /// Returns an instant's text. Drops digits below the millisecond.
    String of(Instant instant) {
        return new String(
                text(instant.getEpochSecond(), instant.getNano() / 1_000_000 * 1_000_000), StandardCharsets.US_ASCII);
    }

    /// Returns the text of a value.
    ///
    /// @throws ValueFormatException if the bytes are neither a number nor a time
    byte[] of(byte[] bytes, int start, int length) {
        if (length == 0) {
            throw new ValueFormatException("is not an event time");
        }
        if (NumberText.isFinite(bytes, start, length)) {
            return number(NumberText.exact(bytes, start, length));
        }
        time.read(bytes, start, length, Zone.OPTIONAL);
        return text(time.epochSecond(), time.nano());
    }

    private byte[] number(BigDecimal seconds) {
        if (seconds.compareTo(AFTER_LAST) >= 0 || seconds.compareTo(FIRST) < 0) {
            throw new ValueFormatException("is not a number of seconds of the years 0001 to 9999");
        }
        if (!iso) {
            BigDecimal plain = seconds.signum() == 0 ? BigDecimal.ZERO : seconds.stripTrailingZeros();
            return ascii(plain.toPlainString());
        }
        BigDecimal whole = seconds.setScale(0, java.math.RoundingMode.FLOOR);
        return text(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(NANO_DIGITS).intValue());
    }

    private byte[] text(long second, int nano) {
        if (iso) {
            return iso(second, nano);
        }
        BigDecimal exact = BigDecimal.valueOf(second).add(BigDecimal.valueOf(nano, NANO_DIGITS));
        return ascii(
                nano == 0 ? Long.toString(second) : exact.stripTrailingZeros().toPlainString());
    }

    /// Writes the digits by hand. A formatter would take longer than all other work on a record.
    private static byte[] iso(long second, int nano) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_PER_DAY));
        int ofDay = Math.floorMod(second, SECONDS_PER_DAY);
        int shown = nano == 0 ? 0 : nano % 1_000_000 == 0 ? 3 : nano % 1_000 == 0 ? 6 : NANO_DIGITS;
        byte[] text = new byte[SECONDS.length + (shown == 0 ? 0 : 1 + shown) + 1];
        System.arraycopy(SECONDS, 0, text, 0, SECONDS.length);
        digits(date.getYear(), text, 0, 4);
        digits(date.getMonthValue(), text, 5, 2);
        digits(date.getDayOfMonth(), text, 8, 2);
        digits(ofDay / 3_600, text, 11, 2);
        digits(ofDay / 60 % 60, text, 14, 2);
        digits(ofDay % 60, text, 17, 2);
        if (shown > 0) {
            text[SECONDS.length] = '.';
            int scaled = shown == 3 ? nano / 1_000_000 : shown == 6 ? nano / 1_000 : nano;
            digits(scaled, text, SECONDS.length + 1, shown);
        }
        text[text.length - 1] = 'Z';
        return text;
    }

    private static void digits(int number, byte[] text, int at, int count) {
        int left = number;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
