package io.featurestore.aws;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.Failure;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.failure.ResultChanged;
import io.featurestore.failure.Transient;
import io.featurestore.store.objects.S3Uri;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Makes calls to S3 and interprets the answers that are part of the object store's contract. [AwsErrors]
/// translates all others.
final class S3Calls {
    /// Status codes of docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. The answer to a HEAD has a
    /// status but no error code.
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int PRECONDITION_FAILED = 412;
    private static final int MOVED = 301;
    private static final String READ = "s3:GetObject";
    private static final Set<String> DENIED = Set.of("", "AccessDenied", "403");
    private static final Set<String> OTHER_REGION =
            Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException");

    /// Attempts to read an answer that breaks off. The SDK itself retries calls that fail before an answer
    /// begins.
    private static final int TRIES = 4;

    private S3Calls() {}

    /// Makes a call that only reads. If its answer breaks off or cannot be read, the call is made again, at most
    /// {@value #TRIES} times in all.
    static <T> T whole(Supplier<T> call) {
        for (int tries = 1; ; tries++) {
            try {
                return call.get();
            } catch (Transient e) {
                if (tries == TRIES || e.getCause() instanceof SdkServiceException) {
                    throw e;
                }
            }
        }
    }

    /// Makes a call and translates its exceptions.
    ///
    /// @throws Failure as described at [AwsErrors]; `InvalidRequest` if the bucket does not exist or is in
    ///     another region
    static <T> T call(String action, S3Uri uri, Supplier<T> call) {
        return AwsErrors.call(action, uri.toString(), () -> {
            try {
                return call.get();
            } catch (S3Exception e) {
                String code = AwsErrors.code(e);
                if (code.equals("NoSuchBucket")) {
                    throw noBucket(uri.bucket(), e);
                }
                if (e.statusCode() == MOVED || OTHER_REGION.contains(code)) {
                    throw new InvalidRequest(
                            "The bucket '" + uri.bucket()
                                    + "' is in another region than the export; name a bucket in the region of the export. "
                                    + "The service says: " + AwsErrors.sentence(AwsErrors.message(e)),
                            e);
                }
                if (action.equals(READ) && e.statusCode() == FORBIDDEN && DENIED.contains(code)) {
                    throw new AccessDenied(
                            AwsErrors.translate(e, action, uri.toString()).getMessage()
                                    + " Without s3:ListBucket on the bucket, S3 gives the same answer for an object that does not exist.",
                            e);
                }
                throw e;
            }
        });
    }

    static Failure noBucket(String bucket, S3Exception e) {
        return new InvalidRequest("There is no bucket '" + bucket + "'; create it, or name another one.", e);
    }

    static Failure changed(S3Uri uri, String etag, S3Exception e) {
        return new ResultChanged(
                uri + " is no longer the version " + etag + " the export began with: "
                        + "something replaced or removed it. Run the export again.",
                e);
    }

    /// Returns whether the object does not exist; a missing bucket is not meant.
    static boolean notFound(S3Exception e) {
        return e.statusCode() == NOT_FOUND && !AwsErrors.code(e).equals("NoSuchBucket");
    }

    static boolean preconditionFailed(S3Exception e) {
        return e.statusCode() == PRECONDITION_FAILED;
    }

    static boolean unknownUpload(S3Exception e) {
        return AwsErrors.code(e).equals("NoSuchUpload");
    }
}
