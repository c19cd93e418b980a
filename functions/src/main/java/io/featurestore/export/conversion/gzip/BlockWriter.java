package io.featurestore.export.conversion.gzip;

import io.featurestore.export.bytes.Words;

/** Writes blocks with Huffman codes of their own (RFC 1951, section 3.2.7). */
final class BlockWriter {
    private static final int MAX_CODE = 15;
    private static final int DYNAMIC_CODES = 2;
    private static final int LENGTH_BITS = 5;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;
    /** Literals written without a branch for each: most runs are no longer, and how long they are is hard to predict. */
    private static final int AT_ONCE = 3;
    /** A match's codes and extra bits: 15 + 5 for its length, 15 + 13 for its distance. */
    private static final int MAX_SEQUENCE_BYTES = 6;

    private final HuffmanCode literals = new HuffmanCode(Symbols.LITERALS_AND_LENGTHS, MAX_CODE);
    private final HuffmanCode distances = new HuffmanCode(Symbols.DISTANCES, MAX_CODE);
    private final CodeLengths codeLengths = new CodeLengths();
    /** Code and extra bits above their number of bits: of each literal, and of each length of a match. */
    private final int[] literalCodes = new int[256];
    private final int[] distanceCodes = new int[Symbols.DISTANCES];
    private final int[] lengthCodes = new int[Symbols.MAX_MATCH + 1];

    /** Writes {@code [from, to)}, which are these sequences, as one block. */
    void write(byte[] bytes, int from, int to, Sequences sequences, BitSink out) {
        sequences.countSymbols();
        literals.make(sequences.literalsAndLengths);
        distances.make(sequences.distances);
        out.ensure(CodeLengths.MAX_BYTES + 2 * (to - from) + MAX_SEQUENCE_BYTES * sequences.count());
        out.put(DYNAMIC_CODES << 1, 3);
        codeLengths.write(literals, distances, out);
        prepareCodes();
        writeSequences(bytes, from, to, sequences, out);
        out.put(literals.code(Symbols.END_OF_BLOCK), literals.length(Symbols.END_OF_BLOCK));
    }

    private void prepareCodes() {
        for (int literal = 0; literal < literalCodes.length; literal++) {
            literalCodes[literal] = literals.code(literal) << LENGTH_BITS | literals.length(literal);
        }
        for (int symbol = 0; symbol < Symbols.DISTANCES; symbol++) {
            distanceCodes[symbol] = distances.code(symbol) << LENGTH_BITS | distances.length(symbol);
        }
        for (int length = Symbols.MIN_MATCH; length <= Symbols.MAX_MATCH; length++) {
            int symbol = Symbols.ofLength(length);
            int codeBits = literals.length(symbol);
            int bits = literals.code(symbol) | (length - Symbols.lengthBase(symbol)) << codeBits;
            lengthCodes[length] = bits << LENGTH_BITS | codeBits + Symbols.lengthExtraBits(symbol);
        }
    }

    /** Packs bits in local variables: this loop is a third of the time that gzip takes. */
    private void writeSequences(byte[] bytes, int from, int to, Sequences sequences, BitSink out) {
        int at = from;
        int count = sequences.count();
        byte[] target = out.bytes();
        int size = out.size();
        long pending = out.pending();
        int bits = out.pendingBits();
        for (int i = 0; i < count; i++) {
            int literals = sequences.literals(i);
            while (literals > AT_ONCE) {
                int code = literalCodes[bytes[at++] & 0xff];
                pending |= (long) (code >>> LENGTH_BITS) << bits;
                bits += code & LENGTH_MASK;
                Words.put(target, size, pending);
                size += bits >>> 3;
                pending >>>= bits & -8;
                bits &= 7;
                literals--;
            }
            int first = literalCodes[bytes[at] & 0xff] & (-literals >> 31);
            int second = literalCodes[bytes[at + 1] & 0xff] & (1 - literals >> 31);
            int third = literalCodes[bytes[at + 2] & 0xff] & (2 - literals >> 31);
            pending |= (long) (first >>> LENGTH_BITS) << bits;
            bits += first & LENGTH_MASK;
            pending |= (long) (second >>> LENGTH_BITS) << bits;
            bits += second & LENGTH_MASK;
            pending |= (long) (third >>> LENGTH_BITS) << bits;
            bits += third & LENGTH_MASK;
            Words.put(target, size, pending);
            size += bits >>> 3;
            pending >>>= bits & -8;
            bits &= 7;

            int length = sequences.length(i);
            int distance = sequences.distance(i);
            int symbol = Symbols.ofDistance(distance);
            int lengthCode = lengthCodes[length];
            int distanceCode = distanceCodes[symbol];
            int extra = Symbols.distanceExtraBits(symbol);
            pending |= (long) (lengthCode >>> LENGTH_BITS) << bits;
            bits += lengthCode & LENGTH_MASK;
            pending |= (long) (distanceCode >>> LENGTH_BITS) << bits;
            bits += distanceCode & LENGTH_MASK;
            pending |= (distance - 1 & (1L << extra) - 1) << bits;
            bits += extra;
            Words.put(target, size, pending);
            size += bits >>> 3;
            pending >>>= bits & -8;
            bits &= 7;
            at += literals + length;
        }
        out.resume(size, pending, bits);
        for (; at < to; at++) {
            int literal = bytes[at] & 0xff;
            out.put(literals.code(literal), literals.length(literal));
        }
    }
}
