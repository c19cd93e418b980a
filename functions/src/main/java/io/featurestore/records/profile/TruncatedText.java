package io.featurestore.records.profile;

import java.nio.charset.StandardCharsets;

/** A value as a report shows it: the first bytes of a long one, cut between characters, and a mark that it goes on. */
final class TruncatedText {
    private TruncatedText() {}

    /** Returns the text of the bytes kept of a value of {@code length} bytes. */
    static String of(byte[] kept, long length) {
        if (kept.length == length) {
            return new String(kept, StandardCharsets.UTF_8);
        }
        int end = kept.length;
        while (end > 0 && (kept[end - 1] & 0xc0) == 0x80) {
            end--;
        }
        // What stands before the continuation bytes is the character that may be cut.
        boolean ascii = end == kept.length && (end == 0 || kept[end - 1] >= 0);
        return new String(kept, 0, ascii ? end : Math.max(0, end - 1), StandardCharsets.UTF_8) + "…";
    }
}
