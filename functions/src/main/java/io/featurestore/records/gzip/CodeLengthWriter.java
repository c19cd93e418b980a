package io.featurestore.records.gzip;

import java.util.Arrays;

/// Writes the code lengths of a block, which are Huffman coded themselves (RFC 1951, section 3.2.7).
final class CodeLengthWriter {
    /// The largest size in bytes of the code lengths of a block.
    static final int MAX_BYTES = 400;

    private static final int SYMBOLS = 19;
    private static final int MAX_CODE = 7;
    /// Symbols for 3 to 10 and for 11 to 138 lengths of zero.
    private static final int FEW_ZEROS = 17;
    private static final int MANY_ZEROS = 18;
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final HuffmanCode code = new HuffmanCode(SYMBOLS, MAX_CODE);
    private final byte[] lengths = new byte[DeflateSymbols.LITERALS_AND_LENGTHS + DeflateSymbols.DISTANCES];
    private final int[] counts = new int[SYMBOLS];
    private final byte[] symbols = new byte[lengths.length];
    private final int[] extras = new int[lengths.length];

    void write(HuffmanCode literals, HuffmanCode distances, BitWriter out) {
        int literalCount = literals.used(DeflateSymbols.END_OF_BLOCK + 1);
        int distanceCount = distances.used(1);
        literals.copyLengths(literalCount, lengths, 0);
        distances.copyLengths(distanceCount, lengths, literalCount);
        int symbolCount = runs(literalCount + distanceCount);
        code.make(counts);
        out.put(literalCount - DeflateSymbols.END_OF_BLOCK - 1, 5);
        out.put(distanceCount - 1, 5);
        writeOwnLengths(out);
        writeSymbols(symbolCount, out);
    }

    /// Encodes runs of zeros as one symbol each; other lengths seldom repeat three times. Returns the number of
    /// symbols.
    private int runs(int count) {
        Arrays.fill(counts, 0);
        int symbolCount = 0;
        int i = 0;
        while (i < count) {
            int zeros = zeros(i, Math.min(count, i + 138));
            int symbol = zeros >= 11 ? MANY_ZEROS : zeros >= 3 ? FEW_ZEROS : lengths[i];
            counts[symbol]++;
            symbols[symbolCount] = (byte) symbol;
            extras[symbolCount++] = zeros;
            i += symbol >= FEW_ZEROS ? zeros : 1;
        }
        return symbolCount;
    }

    private int zeros(int from, int to) {
        int at = from;
        while (at < to && lengths[at] == 0) {
            at++;
        }
        return at - from;
    }

    private void writeOwnLengths(BitWriter out) {
        int orderCount = SYMBOLS;
        while (orderCount > 4 && code.length(ORDER[orderCount - 1]) == 0) {
            orderCount--;
        }
        out.put(orderCount - 4, 4);
        for (int i = 0; i < orderCount; i++) {
            out.put(code.length(ORDER[i]), 3);
        }
    }

    private void writeSymbols(int count, BitWriter out) {
        for (int i = 0; i < count; i++) {
            int symbol = symbols[i];
            int length = code.length(symbol);
            int extra = symbol == FEW_ZEROS ? extras[i] - 3 : symbol == MANY_ZEROS ? extras[i] - 11 : 0;
            int extraBits = symbol == FEW_ZEROS ? 3 : symbol == MANY_ZEROS ? 7 : 0;
            out.put(extra << length | code.code(symbol), length + extraBits);
        }
    }
}
