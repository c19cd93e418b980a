package io.featurestore.records.json;

import io.featurestore.records.ByteSink;
import io.featurestore.records.bytes.Words;
import io.featurestore.records.text.Utf8Text;
import java.io.IOException;

/// Writes UTF-8 text as a JSON string, escaped where JSON requires it (RFC 8259, section 7).
final class JsonStrings {
    private static final long QUOTES = Words.repeat('"');
    private static final long BACKSLASHES = Words.repeat('\\');
    /// The longest escape is `\``u001f`.
    private static final int ESCAPE = 6;
    /// Bytes needed beyond the text: two quotation marks, and the excess of the last word.
    private static final int MARGIN = 2 + Long.BYTES;
    /// Bytes of text that are written at once: if all of them are escaped, they still fit the room of a sink.
    private static final int PIECE = ByteSink.MAX_ROOM / ESCAPE - MARGIN;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private JsonStrings() {}

    /// Writes a text.
    ///
    /// @throws io.featurestore.records.text.ValueFormatException if the text is not UTF-8; nothing has been
    ///     written then
    static void write(byte[] bytes, int start, int length, ByteSink out) throws IOException {
        if (length > PIECE) {
            writeLong(bytes, start, length, out);
            return;
        }
        int at = out.room(length * ESCAPE + MARGIN);
        byte[] target = out.buffer();
        target[at] = '"';
        int end = escaped(bytes, start, start + length, Words.HIGHS, target, at + 1);
        target[end] = '"';
        out.end(end + 1);
    }

    /// Writes a long text in pieces. Only single ASCII bytes are escaped, so the text may be cut anywhere.
    private static void writeLong(byte[] bytes, int start, int length, ByteSink out) throws IOException {
        Utf8Text.demand(bytes, start, length);
        out.put('"');
        for (int from = start; from < start + length; from += PIECE) {
            int end = Math.min(from + PIECE, start + length);
            int at = out.room((end - from) * ESCAPE + MARGIN);
            out.end(escaped(bytes, from, end, 0, out.buffer(), at));
        }
        out.put('"');
    }

    /// Copies a text and escapes it where needed. It copies whole words; a word without special characters needs
    /// nothing else.
    ///
    /// @param unproven the high bits until the bytes that are not ASCII have been validated, then zero
    /// @return the index after the last byte written
    private static int escaped(byte[] bytes, int start, int end, long unproven, byte[] target, int index) {
        long stops = unproven;
        int at = start;
        int to = index;
        while (true) {
            int plain = plain(bytes, at, end, stops, target, to);
            at += plain;
            to += plain;
            if (at >= end) {
                return to - (at - end);
            }
            if (plain < Long.BYTES) {
                if (bytes[at] < 0) {
                    Utf8Text.demand(bytes, start, end - start);
                    stops = 0;
                } else {
                    to = escape(bytes[at++], target, to);
                }
            }
        }
    }

    /// Copies up to a word. Returns the number of its bytes before the first one that needs a closer look; bytes
    /// after the end count too.
    private static int plain(byte[] bytes, int at, int end, long stops, byte[] target, int to) {
        if (at + Long.BYTES <= bytes.length) {
            long word = Words.get(bytes, at);
            Words.put(target, to, word);
            return Words.first(special(word) | word & stops);
        }
        int count = 0;
        while (at + count < end && !isSpecial(bytes[at + count]) && (bytes[at + count] & stops) == 0) {
            target[to + count] = bytes[at + count];
            count++;
        }
        return count;
    }

    private static long special(long word) {
        return Words.firstEqual(word, QUOTES) | Words.firstEqual(word, BACKSLASHES) | Words.firstBelow(word, ' ');
    }

    private static boolean isSpecial(byte b) {
        return b == '"' || b == '\\' || (b >= 0 && b < ' ');
    }

    private static int escape(byte character, byte[] target, int at) {
        byte letter =
                switch (character) {
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
