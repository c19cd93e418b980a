package io.featurestore.export.conversion.gzip;

/** Writes the lengths of a block's codes, themselves Huffman coded (RFC 1951, section 3.2.7). */
final class CodeLengths {
    /** No block needs more for them. */
    static final int MAX_BYTES = 400;

    private static final int SYMBOLS = 19;
    private static final int MAX_CODE = 7;
    /** Stand for 3 to 10 and for 11 to 138 lengths of zero. */
    private static final int FEW_ZEROS = 17;
    private static final int MANY_ZEROS = 18;
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final HuffmanCode code = new HuffmanCode(SYMBOLS, MAX_CODE);
    private final int[] lengths = new int[Symbols.LITERALS_AND_LENGTHS + Symbols.DISTANCES];
    private final int[] symbols = new int[lengths.length];
    private final int[] extras = new int[lengths.length];

    void write(HuffmanCode literals, HuffmanCode distances, BitSink out) {
        int literalCount = literals.used(Symbols.END_OF_BLOCK + 1);
        int distanceCount = distances.used(1);
        int count = 0;
        for (int i = 0; i < literalCount; i++) {
            lengths[count++] = literals.length(i);
        }
        for (int i = 0; i < distanceCount; i++) {
            lengths[count++] = distances.length(i);
        }
        int symbolCount = runs(count);
        int[] counts = new int[SYMBOLS];
        for (int i = 0; i < symbolCount; i++) {
            counts[symbols[i]]++;
        }
        code.make(counts);
        int orderCount = SYMBOLS;
        while (orderCount > 4 && code.length(ORDER[orderCount - 1]) == 0) {
            orderCount--;
        }
        out.put(literalCount - Symbols.END_OF_BLOCK - 1, 5);
        out.put(distanceCount - 1, 5);
        out.put(orderCount - 4, 4);
        for (int i = 0; i < orderCount; i++) {
            out.put(code.length(ORDER[i]), 3);
        }
        for (int i = 0; i < symbolCount; i++) {
            int symbol = symbols[i];
            out.put(code.code(symbol), code.length(symbol));
            if (symbol == FEW_ZEROS) {
                out.put(extras[i] - 3, 3);
            } else if (symbol == MANY_ZEROS) {
                out.put(extras[i] - 11, 7);
            }
        }
    }

    /** Puts runs of zeros together; other lengths seldom repeat three times. Returns the number of symbols. */
    private int runs(int count) {
        int symbolCount = 0;
        int i = 0;
        while (i < count) {
            int zeros = 0;
            while (i + zeros < count && zeros < 138 && lengths[i + zeros] == 0) {
                zeros++;
            }
            int symbol = zeros >= 11 ? MANY_ZEROS : zeros >= 3 ? FEW_ZEROS : lengths[i];
            symbols[symbolCount] = symbol;
            extras[symbolCount++] = zeros;
            i += symbol >= FEW_ZEROS ? zeros : 1;
        }
        return symbolCount;
    }
}
