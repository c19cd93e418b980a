package io.featurestore.local.s3;

import static io.featurestore.local.s3.RunningS3.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.featurestore.local.s3.protocol.Percent;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ObjectConformanceTest {
    @TempDir
    Path folder;

    private RunningS3 s3;

    @BeforeEach
    void start() throws IOException {
        s3 = RunningS3.start(folder);
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    @Test
    void keepsContentAndMetadata() {
        s3.client.putObject(
                r -> r.bucket(BUCKET)
                        .key("a/ü +&<%25>.txt")
                        .contentType("text/plain")
                        .cacheControl("no-store")
                        .contentEncoding("gzip")
                        .metadata(Map.of("Job-Execution", "x 1")),
                RequestBody.fromString("hello"));

        var object = s3.client.getObjectAsBytes(r -> r.bucket(BUCKET).key("a/ü +&<%25>.txt"));
        assertThat(object.asUtf8String()).isEqualTo("hello");
        assertThat(object.response().contentType()).isEqualTo("text/plain");
        assertThat(object.response().cacheControl()).isEqualTo("no-store");
        assertThat(object.response().contentEncoding()).isEqualTo("gzip");
        assertThat(object.response().metadata()).isEqualTo(Map.of("job-execution", "x 1"));
        assertThat(object.response().eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(object.response().contentLength()).isEqualTo(5);
        assertThat(object.response().lastModified()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(s3.buckets.folder().resolve("bucket/a/ü +&<%25>.txt")).hasContent("hello");
    }

    @Test
    void answersHeadWithTheHeadersOfGet() {
        s3.put("k", "hello");

        var head = s3.client.headObject(r -> r.bucket(BUCKET).key("k"));
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(head.acceptRanges()).isEqualTo("bytes");
        assertThatThrownBy(() -> s3.client.headObject(r -> r.bucket(BUCKET).key("none")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void keepsAnEmptyObject() {
        s3.put("empty", "");

        assertThat(s3.get("empty")).isEmpty();
        assertThat(s3.client.headObject(r -> r.bucket(BUCKET).key("empty")).contentLength())
                .isZero();
    }

    @Test
    void saysWhatIsNotThere() {
        assertThatThrownBy(() -> s3.get("none")).isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> s3.get("prefix/")).isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> s3.client.getObject(r -> r.bucket("nowhere").key("k")))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.client.putObject(r -> r.bucket("nowhere").key("k"), RequestBody.empty()))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void verifiesAndReturnsTheChecksum(ChecksumAlgorithm algorithm) {
        s3.client.putObject(r -> r.bucket(BUCKET).key("k").checksumAlgorithm(algorithm), RequestBody.fromString("hi"));

        var object = s3.client.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED));
        String header = "x-amz-checksum-" + algorithm.toString().toLowerCase(Locale.ROOT);
        assertThat(object.response().sdkHttpResponse().firstMatchingHeader(header))
                .isPresent();
        assertThat(s3.client
                        .headObject(r -> r.bucket(BUCKET).key("k"))
                        .sdkHttpResponse()
                        .firstMatchingHeader(header))
                .isEmpty();
        assertThat(s3.client
                        .headObject(r ->
                                r.bucket(BUCKET).key("k").range("bytes=0-0").checksumMode(ChecksumMode.ENABLED))
                        .sdkHttpResponse()
                        .firstMatchingHeader(header))
                .isEmpty();
    }

    /// docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html: S3 adds the default checksum. The value is
    /// the check value of CRC-64/NVME.
    @Test
    void givesABodyWithoutAChecksumTheDefaultOne() {
        try (S3Client plain = s3.client(RequestChecksumCalculation.WHEN_REQUIRED)) {
            plain.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromString("123456789"));
        }
        s3.client.copyObject(r ->
                r.sourceBucket(BUCKET).sourceKey("k").destinationBucket(BUCKET).destinationKey("c"));

        for (String key : List.of("k", "c")) {
            HeadObjectResponse head =
                    s3.client.headObject(r -> r.bucket(BUCKET).key(key).checksumMode(ChecksumMode.ENABLED));
            assertThat(head.checksumCRC64NVME()).as(key).isEqualTo("rosUhgp5mIg=");
            assertThat(head.checksumTypeAsString()).isEqualTo("FULL_OBJECT");
            assertThat(s3.get(key)).isEqualTo("123456789");
        }
    }

    @Test
    void refusesContentThatIsNotWhatItsDigestsSay() {
        s3.put("k", "old");

        assertError(() -> put(r -> r.contentMD5("XUFAKrxLKna5cZ2REBfFkg=="), "hellO"), 400, "BadDigest");
        assertError(() -> put(r -> r.contentMD5("AAAA"), "hello"), 400, "InvalidDigest");
        assertError(() -> put(r -> r.checksumCRC32("AAAAAA=="), "hello"), 400, "BadDigest");
        assertError(() -> put(r -> r.checksumSHA256("AAAA"), "hello"), 400, "InvalidRequest");
        assertThat(s3.get("k")).isEqualTo("old");
        assertThat(folder.resolve("temporary")).isEmptyDirectory();
    }

    @Test
    void refusesAPayloadWithAnotherSha256() throws Exception {
        var answer = s3.send(s3.request("/bucket/k")
                .header("x-amz-content-sha256", "0".repeat(64))
                .PUT(BodyPublishers.ofString("x")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("<Code>XAmzContentSHA256Mismatch</Code>");
    }

    @Test
    void writesOnlyWhereNothingIsIfAsked() {
        String etag = put(r -> r.ifNoneMatch("*"), "first");

        assertError(() -> put(r -> r.ifNoneMatch("*"), "second"), 412, "PreconditionFailed");
        assertError(() -> put(r -> r.ifMatch("\"other\""), "second"), 412, "PreconditionFailed");
        assertThat(s3.get("k")).isEqualTo("first");
        put(r -> r.ifMatch(etag), "second");
        assertThat(s3.get("k")).isEqualTo("second");
        assertError(
                () -> s3.client.putObject(r -> r.bucket(BUCKET).key("none").ifMatch(etag), RequestBody.empty()),
                404,
                "NoSuchKey");
    }

    @Test
    void readsOnConditions() {
        String etag = s3.put("k", "hello");
        Instant modified = s3.client.headObject(r -> r.bucket(BUCKET).key("k")).lastModified();

        assertThat(s3.client
                        .getObjectAsBytes(r -> r.bucket(BUCKET).key("k").ifMatch(etag))
                        .asUtf8String())
                .isEqualTo("hello");
        assertError(
                () -> s3.client.getObject(r -> r.bucket(BUCKET).key("k").ifMatch("\"x\"")), 412, "PreconditionFailed");
        assertStatus(() -> s3.client.getObject(r -> r.bucket(BUCKET).key("k").ifNoneMatch(etag)), 304);
        assertStatus(() -> s3.client.headObject(r -> r.bucket(BUCKET).key("k").ifModifiedSince(modified)), 304);
        assertStatus(
                () -> s3.client.headObject(r -> r.bucket(BUCKET).key("k").ifUnmodifiedSince(modified.minusSeconds(1))),
                412);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,bytes 0-0/10",
        "bytes=2-4,234,bytes 2-4/10",
        "bytes=7-,789,bytes 7-9/10",
        "bytes=-3,789,bytes 7-9/10",
        "bytes=8-99,89,bytes 8-9/10",
        "bytes=-99,0123456789,bytes 0-9/10"
    })
    void readsARange(String range, String content, String contentRange) {
        s3.put("k", "0123456789");

        var part = s3.client.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").range(range));
        assertThat(part.asUtf8String()).isEqualTo(content);
        assertThat(part.response().contentRange()).isEqualTo(contentRange);
        assertThat(part.response().sdkHttpResponse().statusCode()).isEqualTo(206);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=4-2", "bytes=1-2,4-5", "lines=1-2", "bytes=-", "bytes=x-"})
    void ignoresARangeItDoesNotUnderstand(String range) {
        s3.put("k", "0123456789");

        assertThat(s3.client
                        .getObjectAsBytes(r -> r.bucket(BUCKET).key("k").range(range))
                        .asUtf8String())
                .isEqualTo("0123456789");
    }

    @Test
    void refusesARangeBehindTheEnd() {
        s3.put("k", "0123456789");
        s3.put("empty", "");

        for (String range : new String[] {"bytes=10-", "bytes=10-12", "bytes=-0"}) {
            assertError(() -> s3.client.getObject(r -> r.bucket(BUCKET).key("k").range(range)), 416, "InvalidRange");
        }
        assertError(
                () -> s3.client.getObject(r -> r.bucket(BUCKET).key("empty").range("bytes=0-")), 416, "InvalidRange");
    }

    @Test
    void copiesContentAndMetadata() {
        s3.client.putObject(
                r -> r.bucket(BUCKET).key("a/ü +.txt").contentType("a/b").metadata(Map.of("n", "1")),
                RequestBody.fromString("hello"));

        var copy = s3.client.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey("a/ü +.txt")
                .destinationBucket(BUCKET)
                .destinationKey("b"));
        var object = s3.client.getObjectAsBytes(r -> r.bucket(BUCKET).key("b"));
        assertThat(copy.copyObjectResult().eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(object.asUtf8String()).isEqualTo("hello");
        assertThat(object.response().contentType()).isEqualTo("a/b");
        assertThat(object.response().metadata()).isEqualTo(Map.of("n", "1"));
    }

    @Test
    void copiesOnConditions() {
        String etag = s3.put("a", "hello");
        s3.put("there", "old");

        assertError(() -> copy(r -> r.copySourceIfMatch("\"x\"").destinationKey("b")), 412, "PreconditionFailed");
        assertError(() -> copy(r -> r.copySourceIfNoneMatch(etag).destinationKey("b")), 412, "PreconditionFailed");
        assertError(() -> copy(r -> r.ifNoneMatch("*").destinationKey("there")), 412, "PreconditionFailed");
        assertError(() -> copy(r -> r.destinationKey("a")), 400, "InvalidRequest");
        assertError(() -> copy(r -> r.sourceKey("none").destinationKey("b")), 404, "NoSuchKey");
        copy(r -> r.destinationKey("a").metadataDirective("REPLACE").metadata(Map.of("n", "2")));
        assertThat(s3.client.headObject(r -> r.bucket(BUCKET).key("a")).metadata())
                .isEqualTo(Map.of("n", "2"));
        assertThat(s3.get("there")).isEqualTo("old");
    }

    @Test
    void readsACopySourceWithALeadingSlash() throws Exception {
        s3.put("a b", "hello");

        var answer = s3.send(s3.request("/bucket/c")
                .header("x-amz-copy-source", "/bucket/a%20b")
                .PUT(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(s3.get("c")).isEqualTo("hello");
    }

    @Test
    void deletesAnObjectAndForgivesTheSecondTime() {
        s3.put("a/b/c", "x");

        s3.client.deleteObject(r -> r.bucket(BUCKET).key("a/b/c"));
        s3.client.deleteObject(r -> r.bucket(BUCKET).key("a/b/c"));
        assertThatThrownBy(() -> s3.get("a/b/c")).isInstanceOf(NoSuchKeyException.class);
        assertThat(s3.buckets.folder().resolve(BUCKET)).isEmptyDirectory();
    }

    @Test
    void deletesManyObjectsAtOnce() {
        s3.put("a", "x");
        s3.put("b", "x");
        var wanted = Stream.of("a", "b", "none", "x/../y")
                .map(k -> ObjectIdentifier.builder().key(k).build())
                .toList();

        var answer = s3.client.deleteObjects(r -> r.bucket(BUCKET).delete(d -> d.objects(wanted)));
        assertThat(answer.deleted()).extracting(d -> d.key()).containsExactly("a", "b", "none");
        assertThat(answer.errors())
                .extracting(S3Error::key, S3Error::code)
                .containsExactly(tuple("x/../y", "InvalidArgument"));
        var quiet = s3.client.deleteObjects(
                r -> r.bucket(BUCKET).delete(d -> d.objects(wanted).quiet(true)));
        assertThat(quiet.deleted()).isEmpty();
        assertThat(quiet.errors()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "a/./b", "a//b", "/a", "a\0b", "..", "%2e%2e/%00"})
    void refusesAKeyThatIsNoPath(String key) throws Exception {
        HttpResponse<String> answer = s3.send(s3.request("/bucket/" + (key.startsWith("%") ? key : Percent.encode(key)))
                .PUT(BodyPublishers.ofString("x")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("<Code>InvalidArgument</Code>");
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void refusesAKeyBelowAnObjectAndAnObjectAboveKeys() {
        s3.put("a", "x");
        s3.put("b/c/d", "x");

        assertError(() -> s3.put("a/b", "x"), 400, "InvalidArgument").hasMessageContaining("a/b beside an object a");
        assertError(() -> s3.put("b/c", "x"), 400, "InvalidArgument").hasMessageContaining("begin with b/c/");
        assertThat(s3.get("a") + s3.get("b/c/d")).isEqualTo("xx");
    }

    private String put(Consumer<PutObjectRequest.Builder> options, String text) {
        return s3.client
                .putObject(r -> options.accept(r.bucket(BUCKET).key("k")), RequestBody.fromString(text))
                .eTag();
    }

    private void copy(Consumer<CopyObjectRequest.Builder> options) {
        s3.client.copyObject(
                r -> options.accept(r.sourceBucket(BUCKET).sourceKey("a").destinationBucket(BUCKET)));
    }

    private static void assertStatus(ThrowingCallable call, int status) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode())
                .isEqualTo(status));
    }

    static AbstractThrowableAssert<?, ?> assertError(ThrowingCallable call, int status, String code) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
        });
    }
}
