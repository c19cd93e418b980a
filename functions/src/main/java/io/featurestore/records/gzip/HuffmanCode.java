package io.featurestore.records.gzip;

import java.util.Arrays;

/// Builds canonical Huffman codes of limited length from the frequencies of symbols (RFC 1951, section 3.2.2).
final class HuffmanCode {
    private final int maxLength;
    private final byte[] lengths;
    private final int[] codes;
    /// Working memory: first the occurring symbols, each as a count and a symbol, ascending; then the weights and
    /// parents of the tree's nodes.
    private final long[] leaves;
    private final long[] weights;
    private final int[] parents;

    /// Creates codes for a number of symbols.
    HuffmanCode(int symbols, int maxLength) {
        this.maxLength = maxLength;
        lengths = new byte[symbols];
        codes = new int[symbols];
        leaves = new long[symbols];
        weights = new long[2 * symbols];
        parents = new int[2 * symbols];
    }

    /// Returns the length of a symbol's code in bits; 0 if it has no code.
    int length(int symbol) {
        return lengths[symbol];
    }

    /// Returns a symbol's code, lowest bit first, as deflate packs it.
    int code(int symbol) {
        return codes[symbol];
    }

    /// Returns the number of symbols up to the last one that has a code, but at least `least`.
    int used(int least) {
        int used = lengths.length;
        while (used > least && lengths[used - 1] == 0) {
            used--;
        }
        return used;
    }

    /// Copies the code lengths of the first `count` symbols.
    void copyLengths(int count, byte[] to, int at) {
        System.arraycopy(lengths, 0, to, at, count);
    }

    /// Builds codes for the symbols that occur. A single symbol gets a code of one bit.
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

    /// Collects the symbols by insertion sort: there are few symbols and many blocks, so it is the fastest sort
    /// here.
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

    /// Builds the tree: joins the two nodes of least weight until one node is left. Leaves come first, the root
    /// last.
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

    /// Computes the code lengths. Returns whether all of them are within the limit.
    private boolean measure(int count) {
        // The weights are no longer needed. Depths take their place.
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

    /// Halves the differences between the counts, which shortens the longest codes and keeps the order of the
    /// counts.
    private void flatten(int count) {
        for (int i = 0; i < count; i++) {
            long symbol = leaves[i] & 0xffff;
            leaves[i] = ((leaves[i] >>> Short.SIZE) / 2 + 1) << Short.SIZE | symbol;
        }
    }

    /// Assigns the codes: shorter ones first, and those of the same length in the order of the symbols.
    private void number() {
        int[] next = new int[maxLength + 2];
        for (byte length : lengths) {
            // The first code of the next length depends on the number of codes of this length.
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
