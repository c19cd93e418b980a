package io.featurestore.local.s3;

import static io.featurestore.local.s3.ObjectConformanceTest.assertError;
import static io.featurestore.local.s3.RunningS3.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.local.s3.storage.Buckets;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class BucketConformanceTest {
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
    void makesAndDeletesBuckets() {
        s3.client.createBucket(r -> r.bucket("another.bucket-1"));

        assertThat(s3.client.listBuckets().buckets())
                .extracting(Bucket::name)
                .containsExactly("another.bucket-1", BUCKET);
        assertThat(s3.client.headBucket(r -> r.bucket(BUCKET)).bucketRegion()).isEqualTo("eu-west-1");
        assertThat(s3.client.getBucketLocation(r -> r.bucket(BUCKET)).locationConstraintAsString())
                .isEqualTo("eu-west-1");
        assertError(() -> s3.client.createBucket(r -> r.bucket(BUCKET)), 409, "BucketAlreadyOwnedByYou");
        s3.put("k", "x");
        assertError(() -> s3.client.deleteBucket(r -> r.bucket(BUCKET)), 409, "BucketNotEmpty");
        s3.client.deleteObject(r -> r.bucket(BUCKET).key("k"));
        s3.client.deleteBucket(r -> r.bucket(BUCKET));
        assertThatThrownBy(() -> s3.client.headBucket(r -> r.bucket(BUCKET))).isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.client.listObjectsV2(r -> r.bucket(BUCKET)))
                .isInstanceOf(NoSuchBucketException.class);
    }

    /// The rules of docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab",
                "Upper",
                "under_score",
                "-a-b",
                "a-b-",
                ".a.b",
                "a.b.",
                "a..b",
                "127.0.0.1",
                "..",
                "x%2f..%2fy",
                "xn--a.b",
                "sthree-a",
                "amzn-s3-demo-a",
                "a-s3alias",
                "a--ol-s3",
                "a.b.mrap",
                "a--x-s3",
                "a--table-s3"
            })
    void refusesABucketNameThatIsNone(String name) throws Exception {
        var answer = s3.send(s3.request("/" + name).PUT(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("<Code>InvalidBucketName</Code>");
    }

    /// Uses a bucket by path and by host, as the target and the source of copies, and through a presigned URL.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b",
                "my.data.example.com",
                "data.v2",
                "1.2.3x",
                "1.2.3.4.5",
                "www.localhost",
                "s3.amazonaws.com",
                "a.mrap.b"
            })
    void servesABucketWithAnyName(String name) throws Exception {
        s3.client.createBucket(r -> r.bucket(name));

        s3.client.putObject(r -> r.bucket(name).key("x.y/k"), RequestBody.fromString("hello"));
        s3.client.copyObject(r -> r.sourceBucket(name)
                .sourceKey("x.y/k")
                .destinationBucket(BUCKET)
                .destinationKey("from"));
        s3.client.copyObject(r ->
                r.sourceBucket(BUCKET).sourceKey("from").destinationBucket(name).destinationKey("to"));
        assertThat(s3.client.listObjectsV2(r -> r.bucket(name)).contents())
                .extracting(S3Object::key)
                .containsExactly("to", "x.y/k");
        assertThat(s3.client.getObjectAsBytes(r -> r.bucket(name).key("to")).asUtf8String())
                .isEqualTo("hello");
        assertThat(s3.client.listBuckets().buckets()).extracting(Bucket::name).contains(name);
        String host = "Host: " + name + ".localhost:" + s3.endpoint.getPort() + "\r\nConnection: close\r\n";
        assertThat(s3.raw("GET /x.y/k HTTP/1.1\r\n" + host + "\r\n")).endsWith("\r\n\r\nhello");
        assertThat(s3.raw("PUT /by/host HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\nhi"))
                .startsWith("HTTP/1.1 200");
        assertThat(s3.raw("PUT /by/copy HTTP/1.1\r\n" + host + "x-amz-copy-source: /" + name + "/by/host\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(s3.raw("GET /?list-type=2&prefix=by/ HTTP/1.1\r\n" + host + "\r\n"))
                .contains("<Name>" + name + "</Name>", "<Key>by/copy</Key>", "<Key>by/host</Key>");
        try (S3Presigner presigner = s3.presigner()) {
            var url = presigner.presignGetObject(r -> r.signatureDuration(Duration.ofMinutes(1))
                    .getObjectRequest(g -> g.bucket(name).key("to")));
            var answer = s3.send(HttpRequest.newBuilder(url.url().toURI()));
            assertThat(answer.body()).isEqualTo("hello");
        }
    }

    @Test
    void listsKeysInTheOrderOfTheirBytes() throws IOException {
        List<String> keys = List.of("A", "a-b", "a/b/c", "a/b0", "a/é", "a0", "\uE000", "😀");
        for (String key : keys.reversed()) {
            s3.put(key, key);
        }

        var all = s3.client.listObjectsV2(r -> r.bucket(BUCKET));
        assertThat(all.contents()).extracting(S3Object::key).containsExactlyElementsOf(keys);
        assertThat(all.isTruncated()).isFalse();
        assertThat(all.keyCount()).isEqualTo(8);
        assertThat(all.contents().getFirst().size()).isEqualTo(1);
        assertThat(all.contents().getFirst().eTag()).isEqualTo("\"7fc56270e7a70fa81a5935b72eacbe29\"");
        for (int page = 1; page < 4; page++) {
            int max = page;
            assertThat(s3.client
                            .listObjectsV2Paginator(r -> r.bucket(BUCKET).maxKeys(max))
                            .contents())
                    .extracting(S3Object::key)
                    .containsExactlyElementsOf(keys);
        }
        assertThat(keysFrom("a/b/c", "a/")).containsExactly("a/b0", "a/é");
        assertThat(keysFrom("a/b/", "")).containsExactlyElementsOf(keys.subList(2, 8));
        assertThat(keysFrom("", "a/b")).containsExactly("a/b/c", "a/b0");
        assertThat(keysFrom("", "../")).isEmpty();
        try (Stream<Buckets.Entry> entries = s3.buckets.list(BUCKET, "a/b")) {
            assertThat(entries).extracting(Buckets.Entry::key).containsExactly("a/b/c", "a/b0");
        }
    }

    private List<String> keysFrom(String startAfter, String prefix) {
        return s3
                .client
                .listObjectsV2(r -> r.bucket(BUCKET).startAfter(startAfter).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void gathersCommonPrefixes() {
        for (String key : List.of("a/1", "a/2", "a/b/3", "a0", "b+/&", "c", "d/1")) {
            s3.put(key, "x");
        }

        var root = s3.client.listObjectsV2(r -> r.bucket(BUCKET).delimiter("/"));
        assertThat(root.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/", "b+/", "d/");
        assertThat(root.contents()).extracting(S3Object::key).containsExactly("a0", "c");
        var pages = s3.client.listObjectsV2Paginator(
                r -> r.bucket(BUCKET).delimiter("/").maxKeys(1));
        assertThat(pages.stream()).hasSize(5);
        assertThat(pages.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/", "b+/", "d/");
        assertThat(s3.client
                        .listObjectsV2(r -> r.bucket(BUCKET).prefix("a/").delimiter("/"))
                        .commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("a/b/");
        assertThat(s3.client.listObjectsV2(r -> r.bucket(BUCKET).delimiter("0")).commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("a0");
    }

    @Test
    void listsInTheFirstVersionToo() {
        for (String key : List.of("a/1", "a/2", "b", "c")) {
            s3.put(key, "x");
        }

        var first = s3.client.listObjects(r -> r.bucket(BUCKET).delimiter("/").maxKeys(1));
        assertThat(first.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/");
        assertThat(first.nextMarker()).isEqualTo("a/");
        var second = s3.client.listObjects(r -> r.bucket(BUCKET).delimiter("/").marker("a/"));
        assertThat(second.commonPrefixes()).isEmpty();
        assertThat(second.contents()).extracting(S3Object::key).containsExactly("b", "c");
        assertThat(second.isTruncated()).isFalse();
    }

    @Test
    void listsNothingForNoKeysWanted() {
        s3.put("a", "x");

        var none = s3.client.listObjectsV2(r -> r.bucket(BUCKET).maxKeys(0));
        assertThat(none.contents()).isEmpty();
        assertThat(none.isTruncated()).isFalse();
        assertError(() -> s3.client.listObjectsV2(r -> r.bucket(BUCKET).maxKeys(-1)), 400, "InvalidArgument");
        assertError(
                () -> s3.client.listObjectsV2(r -> r.bucket(BUCKET).continuationToken("?")), 400, "InvalidArgument");
    }

    @Test
    void servesFilesPutThereByHand() throws IOException {
        Path file = s3.buckets.folder().resolve(BUCKET).resolve("by/hand");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "hello");

        var head = s3.client.headObject(r -> r.bucket(BUCKET).key("by/hand"));
        assertThat(head.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(head.contentType()).isEqualTo("binary/octet-stream");
        Files.writeString(file, "hello, again");
        assertThat(s3.client.listObjectsV2(r -> r.bucket(BUCKET)).contents())
                .extracting(S3Object::eTag)
                .containsExactly("\"75cb620d9e7f329596a922e7272cb7c8\"");
        assertThat(s3.get("by/hand")).isEqualTo("hello, again");
    }

    @Test
    void saysWhatItDoesNotServe() {
        s3.put("k", "x");

        assertError(() -> s3.client.getObjectAcl(r -> r.bucket(BUCKET).key("k")), 501, "NotImplemented");
        assertError(() -> s3.client.getBucketPolicy(r -> r.bucket(BUCKET)), 501, "NotImplemented");
        assertError(() -> s3.client.listObjectVersions(r -> r.bucket(BUCKET)), 501, "NotImplemented");
        assertError(
                () -> s3.client.putObject(r -> r.bucket(BUCKET).key("t").tagging("a=b"), RequestBody.empty()),
                501,
                "NotImplemented");
    }
}
