package io.featurestore.records.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Processes eight bytes at a time in a `long` (SIMD within a register). The first byte is the lowest one. Search
/// methods return marks: a `long` with the high bit of every byte that was found. [#first] returns the position
/// of the first mark.
public final class Words {
    /// A word with the high bit of every byte.
    public static final long HIGHS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    /// Returns the eight bytes that start at index `at`.
    public static long get(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /// Sets the eight bytes that start at index `at`.
    public static void put(byte[] bytes, int at, long word) {
        LONGS.set(bytes, at, word);
    }

    /// Returns the four bytes that start at index `at`.
    public static int getInt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    /// Sets the four bytes that start at index `at`.
    public static void putInt(byte[] bytes, int at, int half) {
        INTS.set(bytes, at, half);
    }

    /// Returns a word that holds the same byte eight times.
    public static long repeat(int value) {
        return ONES * value;
    }

    /// Marks exactly the bytes that equal those of `pattern`, a word made by [#repeat].
    public static long equal(long word, long pattern) {
        long zeroed = word ^ pattern;
        return ~(((zeroed & ~HIGHS) + ~HIGHS) | zeroed) & HIGHS;
    }

    /// Marks every byte that equals that of `pattern`. Bytes after the first mark may be marked wrongly.
    public static long firstEqual(long word, long pattern) {
        long zeroed = word ^ pattern;
        return (zeroed - ONES) & ~zeroed & HIGHS;
    }

    /// Marks every ASCII byte below `bound`. Bytes after the first mark may be marked wrongly.
    public static long firstBelow(long word, int bound) {
        return (word - ONES * bound) & ~word & HIGHS;
    }

    /// Marks every byte that is not a digit. Bytes after the first mark may be marked wrongly.
    public static long firstNoDigit(long word) {
        return (word | (word + ONES * (0x7f - '9')) | (word - ONES * '0')) & HIGHS;
    }

    /// Returns the index of the first marked byte, 0 to 7, or 8 if no byte is marked.
    public static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /// Copies bytes. It is faster than [System#arraycopy] for the few bytes that most values have.
    public static void copy(byte[] from, int start, byte[] to, int at, int length) {
        if (length > 64) {
            System.arraycopy(from, start, to, at, length);
        } else if (length >= Long.BYTES) {
            int last = length - Long.BYTES;
            for (int i = 0; i < last; i += Long.BYTES) {
                put(to, at + i, get(from, start + i));
            }
            put(to, at + last, get(from, start + last));
        } else if (length >= Integer.BYTES) {
            int last = length - Integer.BYTES;
            int end = getInt(from, start + last);
            putInt(to, at, getInt(from, start));
            putInt(to, at + last, end);
        } else {
            for (int i = 0; i < length; i++) {
                to[at + i] = from[start + i];
            }
        }
    }
}
