package io.featurestore.aws;

import io.featurestore.steps.BucketRules;
import io.featurestore.store.objects.S3Uri;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// Adds to every request to S3 what the deployment says about its bucket, so that no call can forget it.
///
/// - The expected owner of the bucket and, for a copy, of the source's bucket. S3 answers 403 if another
///   account owns the bucket, such as after a bucket was deleted and its name was taken
///   (docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html).
/// - The KMS key of the bucket, for the three requests that create an object. Bucket policies may demand it
///   (docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html). A bucket key saves
///   requests to KMS.
final class BucketHeaders implements ExecutionInterceptor {
    private static final String OWNER = "x-amz-expected-bucket-owner";
    private static final String SOURCE_OWNER = "x-amz-source-expected-bucket-owner";
    private static final String SOURCE = "x-amz-copy-source";
    private static final String ENCRYPTION = "x-amz-server-side-encryption";

    private final BucketRules rules;

    BucketHeaders(BucketRules rules) {
        this.rules = rules;
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        SdkRequest request = context.request();
        Optional<String> bucket = text(request, "Bucket", "DestinationBucket");
        if (bucket.isEmpty()) {
            return context.httpRequest();
        }
        SdkHttpRequest.Builder http = context.httpRequest().toBuilder();
        rules.owner(bucket.get()).ifPresent(account -> http.putHeader(OWNER, account));
        http.firstMatchingHeader(SOURCE)
                .flatMap(source -> rules.owner(sourceBucket(source)))
                .ifPresent(account -> http.putHeader(SOURCE_OWNER, account));
        if (creates(request)) {
            text(request, "Key", "DestinationKey")
                    .flatMap(key -> rules.keyArn(new S3Uri(bucket.get(), key)))
                    .ifPresent(arn -> http.putHeader(ENCRYPTION, "aws:kms")
                            .putHeader(ENCRYPTION + "-aws-kms-key-id", arn)
                            .putHeader(ENCRYPTION + "-bucket-key-enabled", "true"));
        }
        return http.build();
    }

    private static boolean creates(SdkRequest request) {
        return request instanceof PutObjectRequest
                || request instanceof CopyObjectRequest
                || request instanceof CreateMultipartUploadRequest;
    }

    private static Optional<String> text(SdkRequest request, String... fields) {
        return Stream.of(fields)
                .flatMap(field -> request.getValueForField(field, String.class).stream())
                .findFirst();
    }

    /// Returns the bucket of a copy's source, `bucket/key`, which is URL-encoded.
    private static String sourceBucket(String source) {
        String path = URLDecoder.decode(source, StandardCharsets.UTF_8);
        String relative = path.startsWith("/") ? path.substring(1) : path;
        int slash = relative.indexOf('/');
        return slash < 0 ? relative : relative.substring(0, slash);
    }
}
