package io.featurestore.export.conversion.json;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;

import io.featurestore.export.conversion.values.TimeText;
import io.featurestore.export.conversion.values.TimeText.Zone;

/**
 * Makes {@code 2026-01-01T00:00:00.000+09:00} of {@code 2026-01-01 00:00:00.000 Asia/Seoul}: the same digits, the zone as
 * its offset at that time, {@code Z} for UTC. Not thread-safe.
 */
final class IsoTimestamp {
    private static final int DATE_LENGTH = 10;

    private final boolean zoned;
    private final TimeText instant = new TimeText();
    private final TimeText local = new TimeText();

    IsoTimestamp(boolean zoned) {
        this.zoned = zoned;
    }

    /**
     * Returns the ISO-8601 text.
     *
     * @throws io.featurestore.export.conversion.values.ValueFormatException if the bytes are no timestamp
     */
    byte[] of(byte[] bytes, int start, int length) {
        instant.read(bytes, start, length, zoned ? Zone.REQUIRED : Zone.NONE);
        int digits = localLength(bytes, start, length);
        byte[] text = Arrays.copyOfRange(bytes, start, start + digits);
        text[DATE_LENGTH] = 'T';
        if (!zoned) {
            return text;
        }
        local.read(bytes, start, digits, Zone.NONE);
        int offset = (int) (local.epochSecond() - instant.epochSecond());
        byte[] zone = ZoneOffset.ofTotalSeconds(offset).getId().getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(text, digits + zone.length);
        System.arraycopy(zone, 0, whole, digits, zone.length);
        return whole;
    }

    private static int localLength(byte[] bytes, int start, int length) {
        int at = DATE_LENGTH + 1;
        while (at < length && ((bytes[start + at] >= '0' && bytes[start + at] <= ':') || bytes[start + at] == '.')) {
            at++;
        }
        return at;
    }
}
