package io.featurestore.records.parquet.pages;

/// Encodes numbers in Parquet's hybrid of run-length encoding and bit packing
/// (parquet.apache.org/docs/file-format/data-pages/encodings, RLE). Numbers that are all equal become one run.
/// Other numbers become one bit-packed run.
final class RleBitPacking {
    private static final int GROUP = 8;

    private RleBitPacking() {}

    /// Returns the number of bits that numbers up to `max` need.
    static int width(int max) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(max);
    }

    /// Appends numbers of `width` bits each, 0 to 24.
    static void add(int[] numbers, int count, int width, ByteList to) {
        if (alike(numbers, count)) {
            to.addVarint(count << 1);
            for (int bits = 0; bits < width; bits += Byte.SIZE) {
                to.addByte(numbers[0] >>> bits);
            }
            return;
        }
        int groups = (count + GROUP - 1) / GROUP;
        to.addVarint(groups << 1 | 1);
        long pending = 0;
        int bits = 0;
        for (int i = 0; i < groups * GROUP; i++) {
            pending |= (i < count ? (long) numbers[i] : 0) << bits;
            bits += width;
            if (bits >= Integer.SIZE) {
                to.addInt((int) pending);
                pending >>>= Integer.SIZE;
                bits -= Integer.SIZE;
            }
        }
        // A group of eight numbers fills whole bytes.
        for (; bits > 0; bits -= Byte.SIZE) {
            to.addByte((int) pending);
            pending >>>= Byte.SIZE;
        }
    }

    private static boolean alike(int[] numbers, int count) {
        for (int i = 1; i < count; i++) {
            if (numbers[i] != numbers[0]) {
                return false;
            }
        }
        return count > 0;
    }
}
