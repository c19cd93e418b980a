package io.featurestore.records.gzip;

/// The alphabets of deflate (RFC 1951, section 3.2.5). A length or a distance is a symbol and some extra bits.
final class DeflateSymbols {
    /// Number of symbols for literals, the end of a block, and lengths.
    static final int LITERALS_AND_LENGTHS = 286;
    static final int DISTANCES = 30;
    static final int END_OF_BLOCK = 256;
    static final int MIN_MATCH = 3;
    static final int MAX_MATCH = 258;
    static final int MAX_DISTANCE = 32 << 10;

    private static final int FIRST_LENGTH = 257;
    private static final int LAST_LENGTH = 285;
    private static final byte[] LENGTH_SYMBOLS = new byte[MAX_MATCH + 1];
    private static final int[] LENGTH_BASES = new int[LAST_LENGTH - FIRST_LENGTH + 1];

    static {
        int length = MIN_MATCH;
        for (int i = 0; i < LENGTH_BASES.length; i++) {
            LENGTH_BASES[i] = length;
            for (int j = 0; j < 1 << lengthExtraBits(FIRST_LENGTH + i) && length <= MAX_MATCH; j++) {
                LENGTH_SYMBOLS[length++] = (byte) i;
            }
        }
        // The longest match has a symbol of its own, although the previous symbol would reach it.
        LENGTH_BASES[LENGTH_BASES.length - 1] = MAX_MATCH;
        LENGTH_SYMBOLS[MAX_MATCH] = (byte) (LENGTH_BASES.length - 1);
    }

    private DeflateSymbols() {}

    /// Returns the symbol of a match length, 3 to 258.
    static int ofLength(int length) {
        return FIRST_LENGTH + LENGTH_SYMBOLS[length];
    }

    /// Returns the shortest length of a symbol.
    static int lengthBase(int symbol) {
        return LENGTH_BASES[symbol - FIRST_LENGTH];
    }

    static int lengthExtraBits(int symbol) {
        int index = symbol - FIRST_LENGTH;
        return index < 8 || symbol == LAST_LENGTH ? 0 : (index >> 2) - 1;
    }

    /// Returns the symbol of a distance, 1 to 32,768: twice its binary magnitude, plus one in the upper half of
    /// it.
    static int ofDistance(int distance) {
        int below = distance - 1;
        if (below < 2) {
            return below;
        }
        int magnitude = 31 - Integer.numberOfLeadingZeros(below);
        return 2 * magnitude + (below >>> (magnitude - 1) & 1);
    }

    static int distanceExtraBits(int symbol) {
        return symbol < 2 ? 0 : (symbol >> 1) - 1;
    }
}
