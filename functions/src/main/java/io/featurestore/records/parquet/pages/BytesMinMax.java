package io.featurestore.records.parquet.pages;

import java.util.Arrays;
import org.apache.parquet.io.api.Binary;

/// Tracks the smallest and the largest of byte arrays, compared as unsigned bytes.
final class BytesMinMax {
    private byte[] least = {};
    private byte[] greatest = {};
    /// The first eight bytes of each, big-endian, with zeros for missing bytes.
    private long leastPrefix;
    private long greatestPrefix;
    private boolean empty = true;

    boolean isEmpty() {
        return empty;
    }

    void clear() {
        empty = true;
    }

    Binary least() {
        return Binary.fromConstantByteArray(least);
    }

    Binary greatest() {
        return Binary.fromConstantByteArray(greatest);
    }

    /// Includes an array. The first bytes are enough to see that most arrays lie between the two.
    void include(byte[] bytes, int start, int length) {
        long prefix = prefix(bytes, start, length);
        if (empty
                || Long.compareUnsigned(prefix, leastPrefix) <= 0
                        && Arrays.compareUnsigned(bytes, start, start + length, least, 0, least.length) < 0) {
            least = Arrays.copyOfRange(bytes, start, start + length);
            leastPrefix = prefix;
        }
        if (empty
                || Long.compareUnsigned(prefix, greatestPrefix) >= 0
                        && Arrays.compareUnsigned(bytes, start, start + length, greatest, 0, greatest.length) > 0) {
            greatest = Arrays.copyOfRange(bytes, start, start + length);
            greatestPrefix = prefix;
        }
        empty = false;
    }

    private static long prefix(byte[] bytes, int start, int length) {
        return Long.reverseBytes(PartialWord.get(bytes, start, Math.min(length, Long.BYTES)));
    }
}
