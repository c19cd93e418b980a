package io.featurestore.records.parquet.read.pages;

import io.featurestore.records.bytes.Words;
import java.util.Arrays;

/// Decodes runs of equal and of bit-packed numbers (apache/parquet-format, Encodings.md, "Run Length Encoding
/// / Bit-Packing Hybrid"). The array must have [ChunkPages#SPARE] bytes after the last one. Not thread-safe.
public final class RunLengths {
    private static final int MAX_WIDTH = 32;
    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int width;
    private int mask;
    private int left;
    private boolean packed;
    private int value;
    private int bit;

    /// Begins at index `start` of an array; the numbers end before index `end`.
    public void begin(byte[] array, int start, int limit, int bitWidth) {
        if (bitWidth < 0 || bitWidth > MAX_WIDTH || start < 0 || start > limit) {
            throw new DamagedPageException("numbers of " + bitWidth + " bits begin at byte " + start + " of " + limit);
        }
        bytes = array;
        at = start;
        end = limit;
        width = bitWidth;
        mask = bitWidth == MAX_WIDTH ? -1 : (1 << bitWidth) - 1;
        left = 0;
    }

    /// Decodes the next `count` numbers.
    ///
    /// @throws DamagedPageException if there are fewer
    public void read(int[] to, int count) {
        int from = 0;
        while (from < count) {
            if (left == 0) {
                run();
            }
            int some = Math.min(count - from, left);
            if (packed) {
                unpack(to, from, some);
            } else {
                Arrays.fill(to, from, from + some, value);
            }
            left -= some;
            from += some;
        }
    }

    private void run() {
        // Without numbers of any width, the runs may be left out.
        if (width == 0 && at == end) {
            packed = false;
            value = 0;
            left = Integer.MAX_VALUE;
            return;
        }
        long header = 0;
        for (int shift = 0; ; shift += 7) {
            if (at >= end || shift > 28) {
                throw new DamagedPageException("levels or indexes end early");
            }
            int next = bytes[at++];
            header |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        long count = header >>> 1;
        packed = (header & 1) == 1;
        if (packed) {
            left = (int) Math.min(Integer.MAX_VALUE, count * Byte.SIZE);
            bit = 0;
        } else {
            left = (int) Math.min(Integer.MAX_VALUE, count);
            value = 0;
            int length = (width + 7) / Byte.SIZE;
            if (end - at < length) {
                throw new DamagedPageException("levels or indexes end early");
            }
            for (int i = 0; i < length; i++) {
                value |= (bytes[at++] & 0xff) << (Byte.SIZE * i);
            }
        }
    }

    private void unpack(int[] to, int from, int count) {
        int first = bit;
        long last = (long) first + (long) count * width;
        if (at + Math.ceilDiv(last, Byte.SIZE) > end) {
            throw new DamagedPageException("levels or indexes end early");
        }
        byte[] array = bytes;
        int start = at;
        int position = first;
        for (int i = from; i < from + count; i++) {
            to[i] = (int) (Words.get(array, start + (position >>> 3)) >>> (position & 7)) & mask;
            position += width;
        }
        // Whole groups of eight numbers take whole bytes, so a byte index and fewer than eight numbers remain.
        at += position >>> 3;
        bit = position & 7;
        if (count == left && bit != 0) {
            throw new IllegalStateException("a run of groups ends within a byte");
        }
    }
}
