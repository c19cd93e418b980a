package io.featurestore.export.conversion.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;

import io.featurestore.export.conversion.ByteSink;
import io.featurestore.export.bytes.Words;
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
    private byte[] zone = {};
    private int zoneOffset;

    IsoTimestamp(boolean zoned) {
        this.zoned = zoned;
    }

    /**
     * Writes the ISO-8601 text as a JSON string.
     *
     * @throws io.featurestore.export.conversion.values.ValueFormatException if the bytes are no timestamp
     */
    void write(byte[] bytes, int start, int length, ByteSink out) throws IOException {
        instant.read(bytes, start, length, zoned ? Zone.REQUIRED : Zone.NONE);
        int digits = zoned ? localLength(bytes, start, length) : length;
        int at = out.room(digits + 2);
        byte[] target = out.buffer();
        target[at] = '"';
        Words.copy(bytes, start, target, at + 1, digits);
        target[at + 1 + DATE_LENGTH] = 'T';
        out.end(at + 1 + digits);
        if (zoned) {
            out.put(zone(bytes, start, digits));
        }
        out.put('"');
    }

    private byte[] zone(byte[] bytes, int start, int digits) {
        local.read(bytes, start, digits, Zone.NONE);
        int offset = (int) (local.epochSecond() - instant.epochSecond());
        if (zone.length == 0 || offset != zoneOffset) {
            zone = ZoneOffset.ofTotalSeconds(offset).getId().getBytes(StandardCharsets.US_ASCII);
            zoneOffset = offset;
        }
        return zone;
    }

    private static int localLength(byte[] bytes, int start, int length) {
        int at = DATE_LENGTH + 1;
        while (at < length && ((bytes[start + at] >= '0' && bytes[start + at] <= ':') || bytes[start + at] == '.')) {
            at++;
        }
        return at;
    }
}
