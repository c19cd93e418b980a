package io.featurestore.records.gzip;

import io.featurestore.records.bytes.Words;

/// Writes blocks with dynamic Huffman codes (RFC 1951, section 3.2.7).
final class BlockWriter {
    private static final int MAX_CODE = 15;
    private static final int DYNAMIC_CODES = 2;
    /// Width of the lower part of a table entry, which holds a number of bits. The upper part holds these bits,
    /// the first one lowest. The lower part must be able to hold the number of bits of three literals, or of a
    /// whole match.
    private static final int NUMBER_BITS = 6;
    private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;
    /// Number of literals that are written without a branch for each. Most runs are no longer than this, and
    /// their length is hard for the processor to predict.
    private static final int AT_ONCE = 3;
    /// The largest size of a match: 15 + 5 bits for the code and extra bits of its length, 15 + 13 for its
    /// distance.
    private static final int MAX_SEQUENCE_BYTES = 6;

    private final HuffmanCode literals = new HuffmanCode(DeflateSymbols.LITERALS_AND_LENGTHS, MAX_CODE);
    private final HuffmanCode distances = new HuffmanCode(DeflateSymbols.DISTANCES, MAX_CODE);
    private final CodeLengthWriter codeLengths = new CodeLengthWriter();
    private final int[] literalCodes = new int[256];
    private final int[] distanceCodes = new int[DeflateSymbols.DISTANCES];
    /// Codes of match lengths, together with their extra bits.
    private final int[] lengthCodes = new int[DeflateSymbols.MAX_MATCH + 1];

    /// Writes `[from, to)` as one block. The sequences must describe the same bytes.
    void write(byte[] bytes, int from, int to, Sequences sequences, BitWriter out) {
        literals.make(sequences.literalsAndLengths);
        distances.make(sequences.distances);
        out.ensure(CodeLengthWriter.MAX_BYTES + 2 * (to - from) + MAX_SEQUENCE_BYTES * sequences.count());
        out.put(DYNAMIC_CODES << 1, 3);
        codeLengths.write(literals, distances, out);
        prepareCodes();
        writeSequences(bytes, from, sequences, out);
    }

    private void prepareCodes() {
        for (int literal = 0; literal < literalCodes.length; literal++) {
            literalCodes[literal] = numbered(literals, literal);
        }
        for (int symbol = 0; symbol < DeflateSymbols.DISTANCES; symbol++) {
            distanceCodes[symbol] = numbered(distances, symbol);
        }
        for (int length = DeflateSymbols.MIN_MATCH; length <= DeflateSymbols.MAX_MATCH; length++) {
            int symbol = DeflateSymbols.ofLength(length);
            int code = numbered(literals, symbol);
            int extra = length - DeflateSymbols.lengthBase(symbol) << NUMBER_BITS + literals.length(symbol);
            lengthCodes[length] = (code | extra) + DeflateSymbols.lengthExtraBits(symbol);
        }
    }

    private static int numbered(HuffmanCode code, int symbol) {
        return code.code(symbol) << NUMBER_BITS | code.length(symbol);
    }

    /// Writes the sequences with the bits packed in local variables, as this loop takes a third of the time of
    /// gzip. A shift uses only the lower six bits of its count, which are the number of bits here; the codes
    /// added may leave other bits above them.
    private void writeSequences(byte[] bytes, int from, Sequences sequences, BitWriter out) {
        int at = from;
        int count = sequences.count();
        byte[] target = out.bytes();
        int size = out.size();
        long pending = out.pending();
        int bits = out.pendingBits();
        for (int i = 0; i < count; i++) {
            int run = sequences.literals(i);
            int length = sequences.length(i);
            int next = at + run + length;
            while (run > 0) {
                int first = literalCodes[bytes[at] & 0xff];
                int second = literalCodes[bytes[at + 1] & 0xff] & 1 - run >> 31;
                int third = literalCodes[bytes[at + 2] & 0xff] & 2 - run >> 31;
                pending |= (long) (first >>> NUMBER_BITS) << bits;
                bits += first;
                pending |= (long) (second >>> NUMBER_BITS) << bits;
                bits += second;
                pending |= (long) (third >>> NUMBER_BITS) << bits;
                bits = bits + third & NUMBER_MASK;
                Words.put(target, size, pending);
                size += bits >>> 3;
                pending >>>= bits & -8;
                bits &= 7;
                at += AT_ONCE;
                run -= AT_ONCE;
            }
            if (length == 0) {
                break;
            }
            int symbol = sequences.distanceSymbol(i);
            int lengthCode = lengthCodes[length];
            int distanceCode = distanceCodes[symbol];
            int extra = DeflateSymbols.distanceExtraBits(symbol);
            pending |= (long) (lengthCode >>> NUMBER_BITS) << bits;
            bits += lengthCode;
            pending |= (long) (distanceCode >>> NUMBER_BITS) << bits;
            bits += distanceCode;
            pending |= (sequences.distance(i) - 1 & (1L << extra) - 1) << bits;
            bits = bits + extra & NUMBER_MASK;
            Words.put(target, size, pending);
            size += bits >>> 3;
            pending >>>= bits & -8;
            bits &= 7;
            at = next;
        }
        out.resume(size, pending, bits);
        out.put(literals.code(DeflateSymbols.END_OF_BLOCK), literals.length(DeflateSymbols.END_OF_BLOCK));
    }
}
