package io.featurestore.records.profile;

import java.nio.charset.StandardCharsets;

/// Formats the first bytes of a value for a report. A long value is cut between characters and ends in an
/// ellipsis.
final class TruncatedText {
    private TruncatedText() {}

    /// Returns the text of the bytes that were kept of a value.
    ///
    /// @param length length of the whole value in bytes
    static String of(byte[] kept, long length) {
        if (kept.length == length) {
            return new String(kept, StandardCharsets.UTF_8);
        }
        int end = kept.length;
        while (end > 0 && (kept[end - 1] & 0xc0) == 0x80) {
            end--;
        }
        // The byte before the continuation bytes starts the character that may be cut.
        boolean ascii = end == kept.length && (end == 0 || kept[end - 1] >= 0);
        return new String(kept, 0, ascii ? end : Math.max(0, end - 1), StandardCharsets.UTF_8) + "…";
    }
}
