package io.featurestore.steps.convert;

import io.featurestore.records.csv.ByteWindow;
import java.io.IOException;

/// Finds the first record that begins in a chunk.
final class FirstRecord {
    private FirstRecord() {}

    /// Moves the window to the first record that begins at or after the byte after its position.
    ///
    /// @param inside whether that byte is inside quotes
    /// @param end the chunk's end
    /// @return whether a record begins before `end`; otherwise the window's position is undefined
    static boolean find(ByteWindow window, boolean inside, long end) throws IOException {
        boolean quoted = inside;
        int at = window.position();
        if (!inside && window.bytes()[at] == '\n') {
            window.advance(at + 1);
            return isBefore(window, end);
        }
        at++;
        while (true) {
            byte[] bytes = window.bytes();
            for (; at < window.limit(); at++) {
                if (bytes[at] == '"') {
                    quoted = !quoted;
                } else if (bytes[at] == '\n' && !quoted) {
                    window.advance(at + 1);
                    return isBefore(window, end);
                }
            }
            if (window.offset(at) >= end) {
                return false;
            }
            window.advance(at);
            if (!window.more()) {
                return false;
            }
            at = window.position();
        }
    }

    private static boolean isBefore(ByteWindow window, long end) {
        return window.offset(window.position()) < end;
    }
}
