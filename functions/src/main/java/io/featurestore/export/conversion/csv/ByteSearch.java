package io.featurestore.export.conversion.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds and counts quotes eight bytes at a time. */
public final class ByteSearch {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LOWS = ~HIGHS;
    private static final long QUOTES = ONES * '"';

    private ByteSearch() {}

    /** Returns the index of the first quote in {@code [from, to)}, or {@code to}. */
    static int quote(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long marks = quoteMarks((long) LONGS.get(bytes, at));
            if (marks != 0) {
                return at + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
        }
        while (at < to && bytes[at] != '"') {
            at++;
        }
        return at;
    }

    /** Returns the number of quotes in {@code [from, to)}. */
    public static int countQuotes(byte[] bytes, int from, int to) {
        int count = 0;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            count += Long.bitCount(quoteMarks((long) LONGS.get(bytes, at)));
        }
        for (; at < to; at++) {
            count += bytes[at] == '"' ? 1 : 0;
        }
        return count;
    }

    /** Returns the high bit of every byte that is a quote; exact, with no carry from byte to byte. */
    private static long quoteMarks(long word) {
        long zeroed = word ^ QUOTES;
        return ~(((zeroed & LOWS) + LOWS) | zeroed) & HIGHS;
    }
}
