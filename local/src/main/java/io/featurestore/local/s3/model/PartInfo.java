package io.featurestore.local.s3.model;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Describes a part of a multipart upload.
///
/// @param number 1 to 10,000
/// @param size in bytes
/// @param etag with quotes
/// @param modified when it came, in ISO 8601
/// @param checksum over its bytes; null if none
/// @param file the name of the file with its bytes
public record PartInfo(
        int number,
        long size,
        String etag,
        String modified,
        @Nullable Checksum checksum,
        String file) {
    public Instant lastModified() {
        return Instant.parse(modified);
    }

    public Optional<Checksum> checksumOf(ChecksumAlgorithm algorithm) {
        return Optional.ofNullable(checksum).filter(c -> c.algorithm() == algorithm);
    }
}
