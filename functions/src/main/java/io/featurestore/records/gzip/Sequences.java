package io.featurestore.records.gzip;

import java.util.Arrays;

/// A block as runs of literals, each followed by a match or by the end of the block, and the frequencies of all
/// symbols.
final class Sequences {
    private static final int MATCH_BITS = 9;
    private static final int DISTANCE_BITS = 16;
    private static final int SYMBOL_BITS = 5;

    final int[] literalsAndLengths = new int[DeflateSymbols.LITERALS_AND_LENGTHS];
    final int[] distances = new int[DeflateSymbols.DISTANCES];
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
    }

    /// Adds a match after `literals` literals.
    void match(int literals, int length, int distance) {
        int symbol = DeflateSymbols.ofDistance(distance);
        literalsAndLengths[DeflateSymbols.ofLength(length)]++;
        distances[symbol]++;
        add(((long) literals << MATCH_BITS | length) << DISTANCE_BITS + SYMBOL_BITS | distance << SYMBOL_BITS | symbol);
    }

    /// Ends the block after `literals` literals.
    void end(int literals) {
        literalsAndLengths[DeflateSymbols.END_OF_BLOCK] = 1;
        add((long) literals << MATCH_BITS + DISTANCE_BITS + SYMBOL_BITS);
    }

    private void add(long sequence) {
        if (count == sequences.length) {
            sequences = Arrays.copyOf(sequences, 2 * count);
        }
        sequences[count++] = sequence;
    }

    int literals(int index) {
        return (int) (sequences[index] >>> MATCH_BITS + DISTANCE_BITS + SYMBOL_BITS);
    }

    /// Returns the length of the match; 0 at the end of the block.
    int length(int index) {
        return (int) (sequences[index] >>> DISTANCE_BITS + SYMBOL_BITS) & (1 << MATCH_BITS) - 1;
    }

    int distance(int index) {
        return (int) (sequences[index] >>> SYMBOL_BITS) & (1 << DISTANCE_BITS) - 1;
    }

    /// Returns the symbol of the match's distance.
    int distanceSymbol(int index) {
        return (int) sequences[index] & (1 << SYMBOL_BITS) - 1;
    }
}
