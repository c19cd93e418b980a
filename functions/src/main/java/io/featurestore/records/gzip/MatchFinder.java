package io.featurestore.records.gzip;

import io.featurestore.records.bytes.Words;

/**
 * Finds repetitions with a table of where six bytes were seen last; shorter ones hardly save a bit. Each step looks at
 * two places side by side and takes the better one: what the next place is depends on the match found, and waiting for
 * that is most of the time. There are no third thoughts: results of queries repeat their structure in every record, so
 * the last place is mostly a good one.
 */
final class MatchFinder {
    /** Places are known by their lower 16 bits, so what is looked at lies less than this before the place itself. */
    static final int REACH = 1 << Character.SIZE;

    private static final int TABLE_BITS = 14;
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final int LEAST_MATCH = 6;
    private static final int UNHASHED = Long.SIZE - Byte.SIZE * LEAST_MATCH;
    private static final int TWO_WORDS = 2 * Long.BYTES;
    /** A step reads no further than this; fewer bytes before the end are literals. */
    private static final int STEP = 1 + TWO_WORDS + Long.BYTES;

    private final char[] table = new char[1 << TABLE_BITS];

    /**
     * Takes {@code [from, to)} apart; matches may reach back before {@code from}. The first block begins at
     * {@link #REACH}, the others at it or another multiple of it, with the last {@link DeflateSymbols#MAX_DISTANCE} bytes
     * before: so whatever the table holds, no place before the first byte is a match.
     */
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
            // Arithmetic, as a branch would be guessed wrongly half the time.
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

    /** Returns how far back the bytes may have been seen last, and takes down that they are here. */
    private static int distance(char[] places, long word, int at) {
        int hash = (int) ((word << UNHASHED) * PRIME >>> (Long.SIZE - TABLE_BITS));
        int distance = at - places[hash] & REACH - 1;
        places[hash] = (char) at;
        return distance;
    }

    /** Returns how many bytes are alike, 8 for more as well; next to none where the distance is zero or too far. */
    private static int alike(byte[] bytes, int at, int distance, long word) {
        return Words.first(Words.get(bytes, at - distance) ^ word | distance - 1 & -DeflateSymbols.MAX_DISTANCE);
    }

    /** Returns how many bytes are alike, those of the first word being counted; two words cost no guess. */
    private static int length(byte[] bytes, int earlier, int at, int first, int to) {
        long differing = Words.get(bytes, earlier + Long.BYTES) ^ Words.get(bytes, at + Long.BYTES);
        int length = first + (Words.first(differing) & -(first >>> 3));
        return length < TWO_WORDS ? length : longLength(bytes, earlier, at, Math.min(to - at, DeflateSymbols.MAX_MATCH));
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
