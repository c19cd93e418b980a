package io.featurestore.records.parquet.read.values;

import io.featurestore.records.text.Utf8Builder;
import io.featurestore.records.text.Utf8Text;
import io.featurestore.records.text.ValueFormatException;
import java.nio.charset.StandardCharsets;

/// Prints strings as JSON, as Jackson's generator does, which Trino uses: two-letter escapes where JSON has
/// them, `\``u001F` with upper-case digits for other control characters, and everything else as it is.
final class JsonText {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private JsonText() {}

    /// Prints UTF-8 in quotes. Bytes that are not UTF-8 become U+FFFD, as in Trino (`Slice.toStringUtf8`).
    static void quote(byte[] bytes, int start, int length, Utf8Builder out) {
        if (isUtf8(bytes, start, length)) {
            escape(bytes, start, length, out);
        } else {
            byte[] replaced = new String(bytes, start, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            escape(replaced, 0, replaced.length, out);
        }
    }

    private static boolean isUtf8(byte[] bytes, int start, int length) {
        try {
            Utf8Text.demand(bytes, start, length);
            return true;
        } catch (ValueFormatException _) {
            return false;
        }
    }

    private static void escape(byte[] bytes, int start, int length, Utf8Builder out) {
        out.put('"');
        int from = start;
        int end = start + length;
        for (int at = start; at < end; at++) {
            byte b = bytes[at];
            if (b == '"' || b == '\\' || b >= 0 && b < ' ') {
                out.put(bytes, from, at - from);
                escape(b, out);
                from = at + 1;
            }
        }
        out.put(bytes, from, end - from);
        out.put('"');
    }

    private static void escape(byte character, Utf8Builder out) {
        out.put('\\');
        switch (character) {
            case '"', '\\' -> out.put(character);
            case '\n' -> out.put('n');
            case '\r' -> out.put('r');
            case '\t' -> out.put('t');
            case '\b' -> out.put('b');
            case '\f' -> out.put('f');
            default -> {
                out.ascii("u00");
                out.put(HEX[character >> 4]);
                out.put(HEX[character & 15]);
            }
        }
    }
}
