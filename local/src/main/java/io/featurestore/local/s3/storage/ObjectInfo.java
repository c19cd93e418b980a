package io.featurestore.local.s3.storage;

import io.featurestore.local.s3.model.Checksum;
import io.featurestore.local.s3.model.ObjectMetadata;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Describes one content of an object.
///
/// @param size in bytes
/// @param modified the modification time of its file, in ISO 8601
/// @param etag with quotes
/// @param metadata what the client said about it
/// @param checksum the checksum its client gave or asked for; null if none
public record ObjectInfo(
        long size,
        String modified,
        String etag,
        ObjectMetadata metadata,
        @Nullable Checksum checksum) {
    static ObjectInfo of(FileStamp stamp, String etag, ObjectMetadata metadata, Optional<Checksum> checksum) {
        return new ObjectInfo(stamp.size(), stamp.modified().toString(), etag, metadata, checksum.orElse(null));
    }

    /// Returns whether this describes the file with the given stamp.
    boolean describes(FileStamp stamp) {
        return size == stamp.size() && FileTime.from(lastModified()).equals(stamp.modified());
    }

    public Instant lastModified() {
        return Instant.parse(modified);
    }
}
