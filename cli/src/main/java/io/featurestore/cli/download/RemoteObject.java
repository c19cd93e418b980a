package io.featurestore.cli.download;

import io.featurestore.cli.console.CommandFailure;
import io.featurestore.store.objects.S3Uri;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// Describes the object that is downloaded. Every read names its ETag, so that all bytes are of this object.
///
/// @param uri where it is
/// @param bytes its size
/// @param etag its ETag as S3 gives it, with quotes
/// @param versionId its version; empty in a bucket without versions
/// @param checksum the checksum of its content; empty if S3 has none
record RemoteObject(
        S3Uri uri, long bytes, String etag, Optional<String> versionId, Optional<ContentChecksum> checksum) {
    /// Asks S3 for the object at that place.
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException if there is none, or it cannot be read
    static RemoteObject find(S3Client s3, S3Uri uri) {
        HeadObjectResponse head =
                s3.headObject(r -> r.bucket(uri.bucket()).key(uri.key()).checksumMode(ChecksumMode.ENABLED));
        return new RemoteObject(
                uri,
                head.contentLength(),
                head.eTag(),
                Optional.ofNullable(head.versionId()),
                ContentChecksum.of(head));
    }

    /// Asks S3 for the object and compares its size.
    ///
    /// @throws CommandFailure if it has another size
    static RemoteObject find(S3Client s3, S3Uri uri, long bytes) {
        RemoteObject found = find(s3, uri);
        if (found.bytes != bytes) {
            throw CommandFailure.failed("error.download.changed", uri);
        }
        return found;
    }
}
