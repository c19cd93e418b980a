package io.featurestore.records.profile;

import io.featurestore.records.bytes.Words;

/// A 64-bit hash of a value's bytes. It is fast and well mixed, but does not resist forged collisions, which
/// would only make statistics less accurate.
final class ValueHash {
    private static final long FIRST = 0x9E3779B97F4A7C15L;
    private static final long SECOND = 0xC2B2AE3D27D4EB4FL;
    private static final long THIRD = 0x165667B19E3779F9L;

    private ValueHash() {}

    static long of(byte[] bytes, int start, int length) {
        long hash = length * SECOND ^ FIRST;
        int at = start;
        int end = start + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mix(hash ^ Words.get(bytes, at), THIRD) + FIRST;
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << Byte.SIZE | bytes[at] & 0xff;
        }
        return mix(hash ^ rest, SECOND);
    }

    /// Combines both halves of the 128-bit product and the input, so that a factor of 0 does not erase the
    /// previous bytes.
    private static long mix(long value, long factor) {
        return value * factor ^ Math.unsignedMultiplyHigh(value, factor) ^ Long.rotateLeft(value, 29);
    }
}
