package io.featurestore.steps.convert;

import io.featurestore.records.csv.ByteWindow;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.Tiling;
import java.io.IOException;

/// Guesses whether a position in Athena's CSV is inside quotes. Both cases are checked against the strict grammar
/// and the column count, over more and more bytes until only one case is possible. The result is a guess because
/// a value may contain text that looks like records. [Tiling] proves it, or has the chunk converted again.
final class EntryGuess {
    /// The numbers of bytes to check, each used if the one before was not enough to decide.
    private static final int[] SAMPLE_BYTES = {4 << 10, 64 << 10, 512 << 10};

    private enum At {
        VALUE_START,
        BARE,
        QUOTED,
        QUOTE
    }

    private EntryGuess() {}

    /// Guesses for the byte after the window's position.
    ///
    /// @param columns the number of values in a record
    static Entry of(ByteWindow window, int columns) throws IOException {
        for (int size : SAMPLE_BYTES) {
            window.ensure(size);
            boolean outside = fits(window, columns, false);
            boolean inside = fits(window, columns, true);
            if (outside != inside) {
                return outside ? Entry.OUTSIDE_QUOTES : Entry.INSIDE_QUOTES;
            }
            if (!outside || window.ended()) {
                break;
            }
        }
        return Entry.OUTSIDE_QUOTES;
    }

    private static boolean fits(ByteWindow window, int columns, boolean inside) {
        byte[] bytes = window.bytes();
        int from = window.position();
        int to = window.limit();
        At at = inside ? At.QUOTED : outside(bytes[from]);
        boolean whole = !inside && bytes[from] == '\n';
        int commas = 0;
        for (int i = from + 1; i < to; i++) {
            byte b = bytes[i];
            if (at == At.QUOTED) {
                at = b == '"' ? At.QUOTE : At.QUOTED;
            } else if (b == ',') {
                at = At.VALUE_START;
                commas++;
                if (commas == columns) {
                    return false;
                }
            } else if (b == '\n') {
                if (whole && commas != columns - 1) {
                    return false;
                }
                at = At.VALUE_START;
                whole = true;
                commas = 0;
            } else if (b == '"') {
                if (at == At.BARE) {
                    return false;
                }
                at = At.QUOTED;
            } else if (at == At.QUOTE || b == '\r') {
                return false;
            } else {
                at = At.BARE;
            }
        }
        return !window.ended() || isValidEnd(at, whole, commas, columns, bytes[to - 1]);
    }

    private static At outside(byte before) {
        return switch (before) {
            case '\n', ',' -> At.VALUE_START;
            case '"' -> At.QUOTE;
            default -> At.BARE;
        };
    }

    private static boolean isValidEnd(At at, boolean whole, int commas, int columns, byte last) {
        boolean complete = last == '\n' || !whole || commas == columns - 1;
        return at != At.QUOTED && complete;
    }
}
