package io.featurestore.local.s3.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.Checksum;

/// Computes a digest or a checksum of the bytes added so far.
public interface RunningDigest {
    /// Adds bytes.
    void update(byte[] bytes, int offset, int length);

    /// Returns the value and ends the computation.
    byte[] value();

    /// Returns a message digest by its Java name.
    static RunningDigest of(String algorithm) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
        return new RunningDigest() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }
        };
    }

    /// Returns a checksum of `size` bytes, the most significant byte first.
    static RunningDigest of(Checksum checksum, int size) {
        return new RunningDigest() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                checksum.update(bytes, offset, length);
            }

            @Override
            public byte[] value() {
                byte[] value = new byte[size];
                for (int i = 0; i < size; i++) {
                    value[i] = (byte) (checksum.getValue() >>> (8 * (size - 1 - i)));
                }
                return value;
            }
        };
    }
}
