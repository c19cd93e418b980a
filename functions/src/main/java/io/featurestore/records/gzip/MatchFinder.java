package io.featurestore.records.gzip;

import io.featurestore.records.bytes.Words;

/// Finds repetitions with a hash table of the last position of every six bytes; shorter matches hardly save a
/// bit. Each step looks up two neighbouring positions and takes the longer match, as the next position depends on
/// the match found, and waiting for it would take most of the time. There is no lazy matching: query results
/// repeat their structure in every record, so the last position is usually a good one.
final class MatchFinder {
    /// Positions are stored by their lower 16 bits, so a match starts less than this many bytes before its
    /// position.
    static final int REACH = 1 << Character.SIZE;

    private static final int TABLE_BITS = 14;
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final int LEAST_MATCH = 6;
    private static final int UNHASHED = Long.SIZE - Byte.SIZE * LEAST_MATCH;
    private static final int TWO_WORDS = 2 * Long.BYTES;
    /// The largest number of bytes that a step reads ahead. The last bytes of a block, fewer than this, are
    /// literals.
    private static final int STEP = 1 + TWO_WORDS + Long.BYTES;

    private final char[] table = new char[1 << TABLE_BITS];

    /// Splits `[from, to)` into literals and matches. Matches may start before `from`. The first block begins at
    /// index [#REACH]. Every other block begins at a multiple of it, after the last [DeflateSymbols#MAX_DISTANCE]
    /// bytes. So no entry of the table can lead to a match before the first byte.
    void find(byte[] bytes, int from, int to, Sequences found) {
        char[] places = table;
        int[] counts = found.literalsAndLengths;
        int literals = from;
        int at = from;
        while (at <= to - STEP) {
            long word = Words.get(bytes, at);
            long next = Words.get(bytes, at + 1);
            int distance = distance(places, word, at);
            int nextDistance = distance(places, next, at + 1);
            int alike = alike(bytes, at, distance, word);
            int nextAlike = alike(bytes, at + 1, nextDistance, next);
            int length = Math.max(alike, nextAlike);
            if (length < LEAST_MATCH) {
                counts[(int) word & 0xff]++;
                counts[(int) next & 0xff]++;
                at += 2;
                continue;
            }
            // Arithmetic instead of a branch, which the processor would predict wrongly half the time.
            int later = alike - nextAlike >>> 31;
            counts[(int) word & 0xff] += later;
            at += later;
            distance += nextDistance - distance & -later;
            length = length(bytes, at - distance, at, length, to);
            found.match(at - literals, length, distance);
            at += length;
            literals = at;
        }
        found.end(to - literals);
        for (; at < to; at++) {
            counts[bytes[at] & 0xff]++;
        }
    }

    /// Returns the distance to the last position of these bytes, and records the current position. A different
    /// sequence of bytes may have the same hash.
    private static int distance(char[] places, long word, int at) {
        int hash = (int) ((word << UNHASHED) * PRIME >>> (Long.SIZE - TABLE_BITS));
        int distance = at - places[hash] & REACH - 1;
        places[hash] = (char) at;
        return distance;
    }

    /// Returns the number of equal bytes, 8 if there may be more. Returns next to none if the distance is zero or
    /// too large.
    private static int alike(byte[] bytes, int at, int distance, long word) {
        return Words.first(Words.get(bytes, at - distance) ^ word | distance - 1 & -DeflateSymbols.MAX_DISTANCE);
    }

    /// Returns the length of a match, given the number of equal bytes in its first word. Comparing two words
    /// needs no branch.
    private static int length(byte[] bytes, int earlier, int at, int first, int to) {
        long differing = Words.get(bytes, earlier + Long.BYTES) ^ Words.get(bytes, at + Long.BYTES);
        int length = first + (Words.first(differing) & -(first >>> 3));
        return length < TWO_WORDS
                ? length
                : longLength(bytes, earlier, at, Math.min(to - at, DeflateSymbols.MAX_MATCH));
    }

    private static int longLength(byte[] bytes, int earlier, int at, int most) {
        int length = TWO_WORDS;
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
