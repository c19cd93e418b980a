package io.featurestore.records.json;

import io.featurestore.records.ByteSink;
import io.featurestore.records.bytes.Words;
import io.featurestore.records.text.TimeText;
import io.featurestore.records.text.TimeText.Zone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;

/// Converts a timestamp from Athena's text to ISO-8601, such as `2026-01-01 00:00:00.000 Asia/Seoul` to
/// `2026-01-01T00:00:00.000+09:00`. The digits stay the same. The zone becomes its offset at that time, `Z` for
/// UTC. Not thread-safe.
final class IsoTimestamp {
    private static final int DATE_LENGTH = 10;
    /// The longest offset is `+hh:mm:ss`.
    private static final int MAX_ZONE = 9;

    private final Zone expected;
    private final TimeText time = new TimeText();
    private byte[] zone = {};
    private int zoneOffset;

    IsoTimestamp(boolean zoned) {
        expected = zoned ? Zone.REQUIRED : Zone.NONE;
    }

    /// Writes the ISO-8601 text as a JSON string.
    ///
    /// @throws io.featurestore.records.text.ValueFormatException if the bytes are not a timestamp
    void write(byte[] bytes, int start, int length, ByteSink out) throws IOException {
        time.read(bytes, start, length, expected);
        int digits = time.localLength();
        int at = out.room(digits + MAX_ZONE + 2);
        byte[] target = out.buffer();
        target[at] = '"';
        Words.copy(bytes, start, target, at + 1, digits);
        target[at + 1 + DATE_LENGTH] = 'T';
        at += 1 + digits;
        if (expected == Zone.REQUIRED) {
            for (byte character : zone(time.offsetSeconds())) {
                target[at++] = character;
            }
        }
        target[at] = '"';
        out.end(at + 1);
    }

    private byte[] zone(int offset) {
        if (zone.length == 0 || offset != zoneOffset) {
            zone = ZoneOffset.ofTotalSeconds(offset).getId().getBytes(StandardCharsets.US_ASCII);
            zoneOffset = offset;
        }
        return zone;
    }
}
