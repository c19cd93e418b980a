package io.featurestore.local.s3.model;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Describes a multipart upload.
///
/// @param id its id
/// @param bucket the bucket of the future object
/// @param key the key of the future object
/// @param initiated when it began, in ISO 8601
/// @param metadata what the client said about the object
/// @param algorithm the checksum asked for; null if none
/// @param type over what it is to be; null if none
public record UploadInfo(
        String id,
        String bucket,
        String key,
        String initiated,
        ObjectMetadata metadata,
        @Nullable ChecksumAlgorithm algorithm,
        Checksum.@Nullable Type type) {
    public Instant began() {
        return Instant.parse(initiated);
    }

    public Optional<ChecksumAlgorithm> checksumAlgorithm() {
        return Optional.ofNullable(algorithm);
    }

    public boolean isFor(String aBucket, String aKey) {
        return bucket.equals(aBucket) && key.equals(aKey);
    }
}
