package io.featurestore.export.online;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import io.featurestore.export.conversion.values.NumberText;
import io.featurestore.export.conversion.values.TimeText;
import io.featurestore.export.conversion.values.TimeText.Zone;
import io.featurestore.export.conversion.values.ValueFormatException;

/**
 * Writes an event time as the feature store takes it: seconds since the epoch ({@code 1640995200},
 * {@code 1640995200.5}), or ISO-8601 in UTC ({@code 2022-01-01T00:00:00Z}, with 3, 6 or 9 digits of a second where the
 * source has a fraction). Reads numbers as seconds, and timestamps, dates and ISO-8601, in UTC where no zone is given.
 */
final class EventTimeText {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final BigDecimal LAST = BigDecimal.valueOf(253_402_300_800L);
    private static final int NANO_DIGITS = 9;

    private final boolean iso;
    private final TimeText time = new TimeText();

    EventTimeText(boolean iso) {
        this.iso = iso;
    }

    /** Returns an instant's text; digits below the millisecond are dropped. */
    String of(Instant instant) {
        return text(instant.getEpochSecond(), instant.getNano() / 1_000_000 * 1_000_000);
    }

    /**
     * Returns the text of a value.
     *
     * @throws ValueFormatException if the bytes are neither a number nor a time
     */
    byte[] of(byte[] bytes, int start, int length) {
        if (length == 0) {
            throw new ValueFormatException("is not an event time");
        }
        if (NumberText.isFinite(bytes, start, length)) {
            return ascii(number(NumberText.exact(bytes, start, length)));
        }
        time.read(bytes, start, length, Zone.OPTIONAL);
        return ascii(text(time.epochSecond(), time.nano()));
    }

    private String number(BigDecimal seconds) {
        if (seconds.compareTo(LAST) >= 0 || seconds.signum() < 0) {
            throw new ValueFormatException("is no number of seconds between the years 1970 and 9999");
        }
        if (!iso) {
            BigDecimal plain = seconds.signum() == 0 ? BigDecimal.ZERO : seconds.stripTrailingZeros();
            return plain.toPlainString();
        }
        BigDecimal whole = seconds.setScale(0, java.math.RoundingMode.FLOOR);
        return text(whole.longValueExact(), seconds.subtract(whole).movePointRight(NANO_DIGITS).intValue());
    }

    private String text(long second, int nano) {
        if (!iso) {
            BigDecimal exact = BigDecimal.valueOf(second).add(BigDecimal.valueOf(nano, NANO_DIGITS));
            return nano == 0 ? Long.toString(second) : exact.stripTrailingZeros().toPlainString();
        }
        String whole = SECONDS.format(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC));
        return whole + fraction(nano) + "Z";
    }

    private static String fraction(int nano) {
        if (nano == 0) {
            return "";
        }
        String digits = Integer.toString(1_000_000_000 + nano).substring(1);
        int shown = nano % 1_000_000 == 0 ? 3 : nano % 1_000 == 0 ? 6 : NANO_DIGITS;
        return "." + digits.substring(0, shown);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
