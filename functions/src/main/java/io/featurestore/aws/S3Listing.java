package io.featurestore.aws;

import io.featurestore.failure.InvalidRequest;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.S3Uri;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Lists objects and uploads. Each page is requested when it is read, and its errors are translated.
final class S3Listing {
    private S3Listing() {}

    static Stream<ObjectRef> of(S3Client s3, S3Uri prefix) {
        return Stream.iterate(Optional.of(page(s3, prefix, null)), Optional::isPresent, page -> page.filter(
                                p -> p.isTruncated())
                        .map(p -> page(s3, prefix, p.nextContinuationToken())))
                .flatMap(Optional::stream)
                .flatMap(page -> page.contents().stream())
                .map(object -> ref(prefix.bucket(), object));
    }

    private static ListObjectsV2Response page(S3Client s3, S3Uri prefix, @Nullable String token) {
        return S3Calls.whole(() -> S3Calls.call(
                "s3:ListBucket",
                prefix,
                () -> s3.listObjectsV2(
                        r -> r.bucket(prefix.bucket()).prefix(prefix.key()).continuationToken(token))));
    }

    /// Returns the open uploads to keys below a prefix.
    static Stream<MultipartUpload> uploads(S3Client s3, S3Uri prefix) {
        return Stream.iterate(Optional.of(uploads(s3, prefix, null)), Optional::isPresent, page -> page.filter(
                                p -> p.isTruncated())
                        .map(p -> uploads(s3, prefix, p)))
                .flatMap(Optional::stream)
                .flatMap(page -> page.uploads().stream());
    }

    private static ListMultipartUploadsResponse uploads(
            S3Client s3, S3Uri prefix, @Nullable ListMultipartUploadsResponse before) {
        return S3Calls.whole(() -> S3Calls.call(
                "s3:ListBucketMultipartUploads",
                prefix,
                () -> s3.listMultipartUploads(r -> r.bucket(prefix.bucket())
                        .prefix(prefix.key())
                        .keyMarker(before == null ? null : before.nextKeyMarker())
                        .uploadIdMarker(before == null ? null : before.nextUploadIdMarker()))));
    }

    private static ObjectRef ref(String bucket, S3Object object) {
        try {
            return new ObjectRef(new S3Uri(bucket, object.key()), object.eTag(), object.size());
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest(
                    "The bucket '" + bucket + "' holds an object with the key '"
                            + object.key() + "', which an export cannot work with: " + e.getMessage()
                            + ". Name another place.",
                    e);
        }
    }
}
