package io.featurestore.records.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Validates UTF-8 (RFC 3629): no stray bytes, no overlong forms, no surrogates, nothing above U+10FFFF.
public final class Utf8Text {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGHS = 0x8080808080808080L;

    private Utf8Text() {}

    /// Checks that bytes are UTF-8.
    ///
    /// @throws ValueFormatException if they are not
    public static void demand(byte[] bytes, int start, int length) {
        int end = start + length;
        int at = start;
        while (at < end) {
            at = ascii(bytes, at, end);
            if (at < end) {
                int next = character(bytes, at, end);
                if (next < 0) {
                    throw new ValueFormatException("is not UTF-8 at byte " + (at - start + 1)
                            + "; select it with from_utf8(to_utf8(…)), or as to_hex(…)");
                }
                at = next;
            }
        }
    }

    /// Returns the index of the first byte that is not ASCII.
    private static int ascii(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end && ((long) LONGS.get(bytes, at) & HIGHS) == 0) {
            at += Long.BYTES;
        }
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /// Returns the index after a character of two to four bytes, or −1 if the bytes are not a character.
    private static int character(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        int second = at + 1 < end ? bytes[at + 1] & 0xff : 0;
        int least =
                switch (lead) {
                    case 0xe0 -> 0xa0;
                    case 0xf0 -> 0x90;
                    default -> 0x80;
                };
        int most =
                switch (lead) {
                    case 0xed -> 0x9f;
                    case 0xf4 -> 0x8f;
                    default -> 0xbf;
                };
        int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > end || second < least || second > most) {
            return -1;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return -1;
            }
        }
        return at + length;
    }
}
