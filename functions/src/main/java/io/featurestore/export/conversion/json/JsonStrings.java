package io.featurestore.export.conversion.json;

import java.io.IOException;

import io.featurestore.export.bytes.Words;
import io.featurestore.export.conversion.ByteSink;
import io.featurestore.export.conversion.values.Utf8Text;

/** Writes UTF-8 text as a JSON string; what it cannot hold as it is is escaped (RFC 8259, section 7). */
final class JsonStrings {
    private static final long QUOTES = Words.repeat('"');
    private static final long BACKSLASHES = Words.repeat('\\');
    /** The longest escape is {@code \}{@code u001f}. */
    private static final int ESCAPE = 6;
    /** Written at once: so many bytes, all escaped, and two quotes fit the room a sink has. */
    private static final int PIECE = ByteSink.MAX_ROOM / ESCAPE - Long.BYTES;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private JsonStrings() {}

    /**
     * Writes a text.
     *
     * @throws io.featurestore.export.conversion.values.ValueFormatException if it is not UTF-8; nothing was written then
     */
    static void write(byte[] bytes, int start, int length, ByteSink out) throws IOException {
        int from = start;
        int left = length;
        Utf8Text.demand(bytes, start, length);
        out.put('"');
        while (left > PIECE) {
            piece(bytes, from, from + PIECE, out);
            from += PIECE;
            left -= PIECE;
        }
        piece(bytes, from, from + left, out);
        out.put('"');
    }

    /** Escapes stand for single bytes, all of them ASCII, so text may be cut anywhere. */
    private static void piece(byte[] bytes, int start, int end, ByteSink out) throws IOException {
        int at = start;
        int to = out.room((end - start) * ESCAPE + Long.BYTES);
        byte[] target = out.buffer();
        while (at + Long.BYTES <= end) {
            long word = Words.get(bytes, at);
            long special = special(word);
            Words.put(target, to, word);
            if (special == 0) {
                at += Long.BYTES;
                to += Long.BYTES;
            } else {
                int plain = Words.first(special);
                at += plain + 1;
                to = escape(bytes[at - 1], target, to + plain);
            }
        }
        while (at < end) {
            int plain = plain(bytes, at, end - at, target, to);
            at += plain;
            to += plain;
            if (at < end) {
                to = escape(bytes[at++], target, to);
            }
        }
        out.end(to);
    }

    private static long special(long word) {
        return Words.firstEqual(word, QUOTES) | Words.firstEqual(word, BACKSLASHES) | Words.firstBelow(word, ' ');
    }

    /** Copies less than a word, up to the first byte to be escaped; returns how many bytes there were before it. */
    private static int plain(byte[] bytes, int at, int length, byte[] target, int to) {
        if (at + Long.BYTES <= bytes.length) {
            long word = Words.get(bytes, at);
            Words.put(target, to, word);
            return Math.min(length, Words.first(special(word)));
        }
        int count = 0;
        while (count < length && !isSpecial(bytes[at + count])) {
            target[to + count] = bytes[at + count];
            count++;
        }
        return count;
    }

    private static boolean isSpecial(byte b) {
        return b == '"' || b == '\\' || (b >= 0 && b < ' ');
    }

    private static int escape(byte character, byte[] target, int at) {
        byte letter = switch (character) {
            case '"', '\\' -> character;
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> 'u';
        };
        target[at] = '\\';
        target[at + 1] = letter;
        if (letter != 'u') {
            return at + 2;
        }
        target[at + 2] = '0';
        target[at + 3] = '0';
        target[at + 4] = HEX[character >> 4];
        target[at + 5] = HEX[character & 15];
        return at + ESCAPE;
    }
}
