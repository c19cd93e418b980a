package io.featurestore.export.conversion.gzip;

import java.util.Arrays;

import io.featurestore.export.bytes.Words;

/**
 * Finds repetitions with a table of where five bytes were seen last; shorter ones hardly save a bit. One look for each place and no second thoughts:
 * results of queries repeat their structure in every record, so the last place is mostly a good one.
 */
final class MatchFinder {
    private static final int TABLE_BITS = 15;
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final int LEAST_MATCH = 5;
    private static final int UNHASHED = Long.SIZE - Byte.SIZE * LEAST_MATCH;

    private final int[] table = new int[1 << TABLE_BITS];

    MatchFinder() {
        Arrays.fill(table, -Symbols.MAX_DISTANCE - 1);
    }

    /** Tells that the bytes have moved towards the beginning of their array. */
    void moved(int by) {
        for (int i = 0; i < table.length; i++) {
            // Places from before the window would pass below the least number in the end.
            table[i] = Math.max(table[i] - by, -Symbols.MAX_DISTANCE - 1);
        }
    }

    /** Takes {@code [from, to)} apart; matches may reach back before {@code from}. */
    void find(byte[] bytes, int from, int to, Sequences found) {
        int[] places = table;
        int[] literalCounts = found.literalsAndLengths;
        int last = to - Long.BYTES;
        int literals = from;
        int at = from;
        while (at < last) {
            long word = Words.get(bytes, at);
            int hash = hash(word);
            int candidate = places[hash];
            places[hash] = at;
            if (at - candidate > Symbols.MAX_DISTANCE || (Words.get(bytes, candidate) ^ word) << UNHASHED != 0) {
                literalCounts[(int) word & 0xff]++;
                at++;
                continue;
            }
            int length = length(bytes, candidate, at, Math.min(to - at, Symbols.MAX_MATCH));
            found.match(at - literals, length, at - candidate);
            at += length;
            literals = at;
            places[hash(Words.get(bytes, at - 2))] = at - 2;
        }
        for (; at < to; at++) {
            literalCounts[bytes[at] & 0xff]++;
        }
    }

    private static int hash(long word) {
        return (int) ((word << UNHASHED) * PRIME >>> (Long.SIZE - TABLE_BITS));
    }

    /** Returns how many bytes are alike, the least number being known to be. */
    private static int length(byte[] bytes, int earlier, int at, int most) {
        int length = LEAST_MATCH;
        while (length + Long.BYTES <= most) {
            long differing = Words.get(bytes, earlier + length) ^ Words.get(bytes, at + length);
            if (differing != 0) {
                return length + Words.first(differing);
            }
            length += Long.BYTES;
        }
        while (length < most && bytes[earlier + length] == bytes[at + length]) {
            length++;
        }
        return length;
    }
}
