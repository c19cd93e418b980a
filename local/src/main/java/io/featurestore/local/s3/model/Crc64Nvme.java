package io.featurestore.local.s3.model;

import java.util.zip.Checksum;

/// Computes CRC-64/NVME: reflected, polynomial `0xad93d23594c93659`, all ones before and after. It takes eight
/// bytes per step.
final class Crc64Nvme implements Checksum {
    private static final long REFLECTED_POLYNOMIAL = Long.reverse(0xad93d23594c93659L);
    private static final long[][] TABLES = tables();

    private long state = -1;

    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int i = 0; i < 256; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ REFLECTED_POLYNOMIAL;
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

    @Override
    public void update(int b) {
        state = (state >>> 8) ^ TABLES[0][(int) (state ^ b) & 0xff];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int i = offset;
        int end = offset + length;
        long crc = state;
        for (; i + 8 <= end; i += 8) {
            long next = 0;
            for (int t = 0; t < 8; t++) {
                next ^= TABLES[7 - t][(int) ((crc >>> (8 * t)) ^ bytes[i + t]) & 0xff];
            }
            crc = next;
        }
        state = crc;
        for (; i < end; i++) {
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
}
