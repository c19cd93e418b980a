package io.featurestore.local.s3;

import static io.featurestore.local.s3.RunningS3.ACCOUNT;
import static io.featurestore.local.s3.RunningS3.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/// Checks the expected owner of buckets and the headers of encryption.
class OwnerAndEncryptionConformanceTest {
    private static final String OTHER = "111111111111";
    private static final String KEY = "arn:aws:kms:us-east-1:000000000000:key/k";

    @TempDir
    Path folder;

    private RunningS3 s3;

    @BeforeEach
    void start() throws IOException {
        s3 = RunningS3.start(folder);
        s3.client.putObject(r -> r.bucket(BUCKET).key("there"), RequestBody.fromString("x"));
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    private Map<String, Runnable> calls(String owner) {
        Map<String, Runnable> calls = new TreeMap<>();
        calls.put(
                "put",
                () -> s3.client.putObject(
                        r -> r.bucket(BUCKET).key("new").expectedBucketOwner(owner), RequestBody.fromString("x")));
        calls.put(
                "get",
                () -> s3.client.getObjectAsBytes(
                        r -> r.bucket(BUCKET).key("there").expectedBucketOwner(owner)));
        calls.put(
                "head",
                () -> s3.client.headObject(r -> r.bucket(BUCKET).key("there").expectedBucketOwner(owner)));
        calls.put(
                "head bucket", () -> s3.client.headBucket(r -> r.bucket(BUCKET).expectedBucketOwner(owner)));
        calls.put("list", () -> s3.client.listObjectsV2(r -> r.bucket(BUCKET).expectedBucketOwner(owner)));
        calls.put(
                "delete",
                () -> s3.client.deleteObjects(r -> r.bucket(BUCKET)
                        .expectedBucketOwner(owner)
                        .delete(d ->
                                d.objects(ObjectIdentifier.builder().key("gone").build()))));
        calls.put(
                "upload",
                () -> s3.client.createMultipartUpload(
                        r -> r.bucket(BUCKET).key("parts").expectedBucketOwner(owner)));
        calls.put(
                "copy",
                () -> s3.client.copyObject(r -> r.sourceBucket(BUCKET)
                        .sourceKey("there")
                        .expectedSourceBucketOwner(owner)
                        .destinationBucket(BUCKET)
                        .destinationKey("copy")));
        return calls;
    }

    @Test
    void refusesARequestThatExpectsAnotherOwner() {
        calls(OTHER).forEach((name, call) -> assertThatThrownBy(call::run)
                .as(name)
                .isInstanceOfSatisfying(S3Exception.class, refused -> {
                    assertThat(refused.statusCode()).isEqualTo(403);
                    if (!name.startsWith("head")) {
                        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                    }
                }));
        assertThat(s3.client.listObjectsV2(r -> r.bucket(BUCKET)).contents()).hasSize(1);
        calls(ACCOUNT).values().forEach(Runnable::run);
    }

    @Test
    void tellsAMissingBucketAndAnOwnerThatIsNoAccount() {
        assertThatThrownBy(
                        () -> s3.client.listObjectsV2(r -> r.bucket("missing").expectedBucketOwner(OTHER)))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.client.listObjectsV2(r -> r.bucket(BUCKET).expectedBucketOwner("me")))
                .isInstanceOfSatisfying(S3Exception.class, refused -> assertThat(
                                refused.awsErrorDetails().errorCode())
                        .isEqualTo("InvalidBucketOwnerAWSAccountID"));
    }

    @Test
    void keepsTheKeyOfEveryWayOfWriting() {
        String put = s3.client
                .putObject(
                        r -> r.bucket(BUCKET)
                                .key("put")
                                .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                .ssekmsKeyId(KEY)
                                .bucketKeyEnabled(true),
                        RequestBody.fromString("x"))
                .ssekmsKeyId();
        assertThat(put).isEqualTo(KEY);
        assertThat(s3.client
                        .copyObject(r -> r.sourceBucket(BUCKET)
                                .sourceKey("there")
                                .destinationBucket(BUCKET)
                                .destinationKey("copy")
                                .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                .ssekmsKeyId(KEY)
                                .bucketKeyEnabled(true))
                        .bucketKeyEnabled())
                .isTrue();
        String upload = s3.client
                .createMultipartUpload(r -> r.bucket(BUCKET)
                        .key("parts")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(KEY)
                        .bucketKeyEnabled(true))
                .uploadId();
        String part = s3.client
                .uploadPart(
                        r -> r.bucket(BUCKET).key("parts").uploadId(upload).partNumber(1), RequestBody.fromString("x"))
                .eTag();
        assertThat(s3.client
                        .completeMultipartUpload(r -> r.bucket(BUCKET)
                                .key("parts")
                                .uploadId(upload)
                                .multipartUpload(u -> u.parts(CompletedPart.builder()
                                        .partNumber(1)
                                        .eTag(part)
                                        .build())))
                        .ssekmsKeyId())
                .isEqualTo(KEY);
        for (String key : new String[] {"put", "copy", "parts"}) {
            HeadObjectResponse found = head(key);
            assertThat(found.serverSideEncryption()).as(key).isEqualTo(ServerSideEncryption.AWS_KMS);
            assertThat(found.ssekmsKeyId()).isEqualTo(KEY);
            assertThat(found.bucketKeyEnabled()).isTrue();
        }
        // With a KMS key the ETag is no digest, so the same bytes have another one.
        assertThat(head("put").eTag()).isNotEqualTo(head("there").eTag());
        assertThat(head("copy").eTag()).isNotEqualTo(head("there").eTag());
    }

    @Test
    void aCopyDoesNotTakeTheEncryptionOfItsSource() {
        s3.client.putObject(
                r -> r.bucket(BUCKET)
                        .key("secret")
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId(KEY),
                RequestBody.fromString("x"));
        s3.client.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey("secret")
                .destinationBucket(BUCKET)
                .destinationKey("open"));

        assertThat(head("open").serverSideEncryption()).isNull();
        assertThat(head("open").eTag()).isEqualTo(head("there").eTag());
    }

    @Test
    void refusesAKeyWithoutKms() {
        assertThatThrownBy(() -> s3.client.putObject(
                        r -> r.bucket(BUCKET).key("x").ssekmsKeyId(KEY), RequestBody.fromString("x")))
                .isInstanceOfSatisfying(S3Exception.class, refused -> assertThat(
                                refused.awsErrorDetails().errorCode())
                        .isEqualTo("InvalidArgument"));
    }

    private HeadObjectResponse head(String key) {
        return s3.client.headObject(r -> r.bucket(BUCKET).key(key));
    }
}
