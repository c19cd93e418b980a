package io.featurestore.aws;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.Failure;
import io.featurestore.failure.Internal;
import io.featurestore.failure.Throttled;
import io.featurestore.failure.Transient;
import io.featurestore.steps.Limits;
import io.featurestore.store.objects.S3Uri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/// Deletes objects in batches and reports the errors of single objects.
final class S3Deletion {
    private static final String ACTION = "s3:DeleteObject";

    private S3Deletion() {}

    static void of(S3Client s3, List<S3Uri> uris) {
        Map<String, List<S3Uri>> buckets = uris.stream()
                .distinct()
                .collect(Collectors.groupingBy(S3Uri::bucket, LinkedHashMap::new, Collectors.toList()));
        buckets.forEach((bucket, inBucket) -> {
            for (int from = 0; from < inBucket.size(); from += Limits.MAX_DELETED_KEYS) {
                batch(s3, inBucket.subList(from, Math.min(inBucket.size(), from + Limits.MAX_DELETED_KEYS)));
            }
        });
    }

    private static void batch(S3Client s3, List<S3Uri> uris) {
        String bucket = uris.getFirst().bucket();
        List<ObjectIdentifier> keys = uris.stream()
                .map(uri -> ObjectIdentifier.builder().key(uri.key()).build())
                .toList();
        List<S3Error> errors = S3Calls.call(ACTION, uris.getFirst(), () -> s3.deleteObjects(
                        r -> r.bucket(bucket).delete(d -> d.objects(keys).quiet(true)))
                .errors());
        if (!errors.isEmpty()) {
            throw failure(bucket, errors);
        }
    }

    /// Returns the first error that a retry cannot solve, or else the first error.
    private static Failure failure(String bucket, List<S3Error> errors) {
        return errors.stream()
                .map(error -> failure(bucket, error))
                .filter(f -> !(f instanceof Transient || f instanceof Throttled))
                .findFirst()
                .orElseGet(() -> failure(bucket, errors.getFirst()));
    }

    private static Failure failure(String bucket, S3Error error) {
        String what = ACTION + " on s3://" + bucket + "/" + error.key();
        return switch (error.code()) {
            case "AccessDenied" ->
                new AccessDenied("Access denied: " + what
                        + ". Allow this action on this resource to the role that runs the export. The service says: "
                        + AwsErrors.sentence(message(error)));
            case "SlowDown" -> new Throttled(what + " was throttled: " + AwsErrors.clause(message(error)), null);
            case "InternalError", "ServiceUnavailable", "OperationAborted" ->
                new Transient(what + " failed on the service's side: " + AwsErrors.clause(message(error)), null);
            default ->
                new Internal(what + " was refused (" + error.code() + "): " + AwsErrors.sentence(message(error)));
        };
    }

    private static String message(S3Error error) {
        return error.message() == null ? error.code() : error.message();
    }
}
