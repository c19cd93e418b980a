package io.featurestore.cli.download;

import java.util.zip.Checksum;

/// Computes CRC-64/NVME, the checksum that S3 gives every object that was uploaded without one: reflected,
/// polynomial `0xad93d23594c93659`, all ones before and after. The values of two neighbouring pieces give the
/// value of both, so ranges can be checked in any order
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
final class Crc64Nvme implements Checksum {
    private static final long POLYNOMIAL = Long.reverse(0xad93d23594c93659L);
    /// The polynomial 1: in the reflected form the highest bit is the lowest power.
    private static final long ONE = Long.MIN_VALUE;
    private static final long X_TO_THE_8 = ONE >>> 8;
    private static final long[][] TABLES = tables();

    private long state = -1;

    /// Returns 8 tables; table `t` advances a byte over `t` further bytes, so that one step takes 8 bytes.
    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int i = 0; i < 256; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = timesX(value);
            }
            tables[0][i] = value;
        }
        for (int t = 1; t < 8; t++) {
            for (int i = 0; i < 256; i++) {
                long before = tables[t - 1][i];
                tables[t][i] = (before >>> 8) ^ tables[0][(int) before & 0xff];
            }
        }
        return tables;
    }

    private static long timesX(long value) {
        return (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
    }

    @Override
    public void update(int b) {
        state = (state >>> 8) ^ TABLES[0][(int) (state ^ b) & 0xff];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        long crc = state;
        int i = offset;
        for (int end = offset + length - 7; i < end; i += 8) {
            crc = TABLES[7][(int) (crc ^ bytes[i]) & 0xff]
                    ^ TABLES[6][(int) ((crc >>> 8) ^ bytes[i + 1]) & 0xff]
                    ^ TABLES[5][(int) ((crc >>> 16) ^ bytes[i + 2]) & 0xff]
                    ^ TABLES[4][(int) ((crc >>> 24) ^ bytes[i + 3]) & 0xff]
                    ^ TABLES[3][(int) ((crc >>> 32) ^ bytes[i + 4]) & 0xff]
                    ^ TABLES[2][(int) ((crc >>> 40) ^ bytes[i + 5]) & 0xff]
                    ^ TABLES[1][(int) ((crc >>> 48) ^ bytes[i + 6]) & 0xff]
                    ^ TABLES[0][(int) ((crc >>> 56) ^ bytes[i + 7]) & 0xff];
        }
        state = crc;
        for (; i < offset + length; i++) {
            update(bytes[i]);
        }
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = -1;
    }

    /// Returns the value of two pieces, one after the other.
    ///
    /// @param first the value of the first piece
    /// @param second the value of the second piece
    /// @param secondBytes the length of the second piece
    static long combine(long first, long second, long secondBytes) {
        return multiply(first, powerOfX8(secondBytes)) ^ second;
    }

    /// Returns x^(8n) modulo the polynomial, by squaring.
    private static long powerOfX8(long n) {
        long result = ONE;
        long square = X_TO_THE_8;
        for (long rest = n; rest > 0; rest >>>= 1) {
            if ((rest & 1) == 1) {
                result = multiply(result, square);
            }
            square = multiply(square, square);
        }
        return result;
    }

    private static long multiply(long a, long b) {
        long product = 0;
        long shifted = b;
        for (long bit = ONE; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = timesX(shifted);
        }
        return product;
    }
}
