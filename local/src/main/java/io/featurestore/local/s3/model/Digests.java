package io.featurestore.local.s3.model;

import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Computes the size, the MD5 and the requested checksums of a stream of bytes.
public final class Digests {
    private final RunningDigest md5 = RunningDigest.of("MD5");
    private final Map<ChecksumAlgorithm, RunningDigest> running = new EnumMap<>(ChecksumAlgorithm.class);
    private long size;

    public Digests(Set<ChecksumAlgorithm> algorithms) {
        algorithms.forEach(a -> running.put(a, a.start()));
    }

    public void update(byte[] bytes, int length) {
        size += length;
        md5.update(bytes, 0, length);
        running.values().forEach(r -> r.update(bytes, 0, length));
    }

    /// Ends the calculation.
    public Values values() {
        Map<ChecksumAlgorithm, String> checksums = new EnumMap<>(ChecksumAlgorithm.class);
        running.forEach((a, r) -> checksums.put(a, Base64.getEncoder().encodeToString(r.value())));
        return new Values(size, HexFormat.of().formatHex(md5.value()), checksums);
    }

    /// Holds the computed values.
    ///
    /// @param size the number of bytes
    /// @param md5 in lower-case hexadecimal digits
    /// @param checksums in Base64
    public record Values(long size, String md5, Map<ChecksumAlgorithm, String> checksums) {
        /// Returns the ETag of an object or a part with these bytes.
        public String etag() {
            return '"' + md5 + '"';
        }

        /// Returns a requested checksum.
        public Optional<Checksum> checksum(ChecksumAlgorithm algorithm) {
            return Optional.ofNullable(checksums.get(algorithm)).map(v -> Checksum.full(algorithm, v));
        }
    }
}
