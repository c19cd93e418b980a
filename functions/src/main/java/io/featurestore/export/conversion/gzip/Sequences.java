package io.featurestore.export.conversion.gzip;

import java.util.Arrays;

/** A block as runs of literals, each but the last one followed by a match; and how often each symbol occurs in it. */
final class Sequences {
    private static final int MATCH_BITS = 9;
    private static final int DISTANCE_BITS = 16;

    final int[] literalsAndLengths = new int[Symbols.LITERALS_AND_LENGTHS];
    final int[] distances = new int[Symbols.DISTANCES];
    private final int[] matchLengths = new int[Symbols.MAX_MATCH + 1];
    private long[] sequences;
    private int count;

    Sequences(int blockSize) {
        sequences = new long[blockSize / 16];
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
        Arrays.fill(literalsAndLengths, 0);
        Arrays.fill(distances, 0);
        Arrays.fill(matchLengths, 0);
    }

    /** Adds a match after {@code literals} literals. */
    void match(int literals, int length, int distance) {
        matchLengths[length]++;
        distances[Symbols.ofDistance(distance)]++;
        add((long) literals << (MATCH_BITS + DISTANCE_BITS) | (long) length << DISTANCE_BITS | distance);
    }

    private void add(long sequence) {
        if (count == sequences.length) {
            sequences = Arrays.copyOf(sequences, 2 * count);
        }
        sequences[count++] = sequence;
    }

    int literals(int index) {
        return (int) (sequences[index] >>> (MATCH_BITS + DISTANCE_BITS));
    }

    int length(int index) {
        return (int) (sequences[index] >>> DISTANCE_BITS) & (1 << MATCH_BITS) - 1;
    }

    int distance(int index) {
        return (int) sequences[index] & (1 << DISTANCE_BITS) - 1;
    }

    /** Counts what the matches leave: the symbols of their lengths, and the block's end. */
    void countSymbols() {
        for (int length = Symbols.MIN_MATCH; length <= Symbols.MAX_MATCH; length++) {
            literalsAndLengths[Symbols.ofLength(length)] += matchLengths[length];
        }
        literalsAndLengths[Symbols.END_OF_BLOCK] = 1;
    }
}
