package io.featurestore.records.gzip;

import java.util.Arrays;

/** Canonical prefix codes of bounded length (RFC 1951, section 3.2.2), made of how often each symbol occurs. */
final class HuffmanCode {
    private final int maxLength;
    private final byte[] lengths;
    private final int[] codes;
    /** Scratch: the symbols that occur as count and symbol, ascending; then inner nodes' weights and parents. */
    private final long[] leaves;
    private final long[] weights;
    private final int[] parents;

    /** Makes room for so many symbols. */
    HuffmanCode(int symbols, int maxLength) {
        this.maxLength = maxLength;
        lengths = new byte[symbols];
        codes = new int[symbols];
        leaves = new long[symbols];
        weights = new long[2 * symbols];
        parents = new int[2 * symbols];
    }

    /** Returns the bits of a symbol's code; 0 where it has none. */
    int length(int symbol) {
        return lengths[symbol];
    }

    /** Returns a symbol's code, the first bit lowest, as deflate packs it. */
    int code(int symbol) {
        return codes[symbol];
    }

    /** Returns the number of symbols up to the last that has a code, but at least {@code least}. */
    int used(int least) {
        int used = lengths.length;
        while (used > least && lengths[used - 1] == 0) {
            used--;
        }
        return used;
    }

    /** Copies the lengths of the first symbols. */
    void copyLengths(int count, byte[] to, int at) {
        System.arraycopy(lengths, 0, to, at, count);
    }

    /** Makes codes for the symbols that occur. A symbol alone gets one bit. */
    void make(int[] counts) {
        Arrays.fill(lengths, (byte) 0);
        int occurring = gather(counts);
        if (occurring == 1) {
            lengths[(int) leaves[0] & 0xffff] = 1;
        } else if (occurring > 1) {
            weigh(occurring);
            while (!measure(occurring)) {
                flatten(occurring);
                weigh(occurring);
            }
        }
        number();
    }

    /** Inserts each symbol where it belongs: there are too few of them, and too many blocks, for anything greater. */
    private int gather(int[] counts) {
        int occurring = 0;
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (counts[symbol] > 0) {
                long leaf = (long) counts[symbol] << Short.SIZE | symbol;
                int at = occurring++;
                while (at > 0 && leaves[at - 1] > leaf) {
                    leaves[at] = leaves[at - 1];
                    at--;
                }
                leaves[at] = leaf;
            }
        }
        return occurring;
    }

    /** Makes the tree: joins the two lightest nodes until one is left. Leaves come first, the root last. */
    private void weigh(int count) {
        for (int i = 0; i < count; i++) {
            weights[i] = leaves[i] >>> Short.SIZE;
        }
        int leaf = 0;
        int inner = count;
        for (int node = count; node < 2 * count - 1; node++) {
            long weight = 0;
            for (int child = 0; child < 2; child++) {
                boolean takesLeaf = leaf < count && (inner == node || weights[leaf] <= weights[inner]);
                int lightest = takesLeaf ? leaf++ : inner++;
                weight += weights[lightest];
                parents[lightest] = node;
            }
            weights[node] = weight;
        }
    }

    /** Finds the lengths of the codes; returns whether all of them are short enough. */
    private boolean measure(int count) {
        // Weights are needed no more; depths take their place.
        int root = 2 * count - 2;
        weights[root] = 0;
        for (int node = root - 1; node >= 0; node--) {
            weights[node] = weights[parents[node]] + 1;
        }
        for (int i = 0; i < count; i++) {
            lengths[(int) leaves[i] & 0xffff] = (byte) weights[i];
        }
        // The rarest symbol has the longest code.
        return weights[0] <= maxLength;
    }

    /** Brings the counts closer together, which makes the longest codes shorter; their order stays. */
    private void flatten(int count) {
        for (int i = 0; i < count; i++) {
            long symbol = leaves[i] & 0xffff;
            leaves[i] = ((leaves[i] >>> Short.SIZE) / 2 + 1) << Short.SIZE | symbol;
        }
    }

    /** Numbers the codes: shorter ones first, and those of one length in the symbols' order. */
    private void number() {
        int[] next = new int[maxLength + 2];
        for (byte length : lengths) {
            // Where the codes one bit longer begin depends on how many of this length there are.
            next[length == 0 ? 0 : length + 1]++;
        }
        int code = 0;
        for (int length = 1; length <= maxLength; length++) {
            code = (code + next[length]) << 1;
            next[length] = code;
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            codes[symbol] = length == 0 ? 0 : Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
        }
    }
}
