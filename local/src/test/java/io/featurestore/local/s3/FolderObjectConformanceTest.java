package io.featurestore.local.s3;

import static io.featurestore.local.s3.ObjectConformanceTest.assertError;
import static io.featurestore.local.s3.RunningS3.BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Checks objects whose keys end in `/`, as consoles and Spark make them
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/using-folders.html), beside other objects.
class FolderObjectConformanceTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"a/", "a/b/", "a//", "/", "//", "../", "a/./", "é 😀/+%2F/", "a_$folder$", "a/b_$folder$"})
    void keepsAFolderObjectBesideOthers(String key) throws IOException {
        s3.put("a/b/c", "below");
        s3.put(key, "");
        s3.put(key, "with bytes");

        var head = s3.client.headObject(r -> r.bucket(BUCKET).key(key));
        assertThat(head.contentLength()).isEqualTo(10);
        assertThat(s3.get(key)).isEqualTo("with bytes");
        s3.put(key, "");
        assertThat(s3.client.headObject(r -> r.bucket(BUCKET).key(key)).contentLength())
                .isZero();
        assertThat(s3.client.listObjectsV2(r -> r.bucket(BUCKET).prefix(key)).contents().stream()
                        .map(S3Object::key))
                .contains(key);
        s3.close();
        s3 = RunningS3.start(folder);
        assertThat(s3.get(key)).isEmpty();
        s3.client.deleteObject(r -> r.bucket(BUCKET).key(key));
        s3.client.deleteObject(r -> r.bucket(BUCKET).key(key));
        assertThatThrownBy(() -> s3.client.headObject(r -> r.bucket(BUCKET).key(key)))
                .isInstanceOf(NoSuchKeyException.class);
        assertThat(s3.client.listObjectsV2(r -> r.bucket(BUCKET)).contents())
                .extracting(S3Object::key)
                .containsExactly("a/b/c");
    }

    @Test
    void keepsAnObjectAndAFolderObjectOfItsName() {
        s3.put("a", "file");
        s3.put("a/", "folder");
        s3.put("a/b/", "deeper");

        assertThat(s3.get("a") + s3.get("a/") + s3.get("a/b/")).isEqualTo("filefolderdeeper");
        assertThat(keys("", "", "")).containsExactly("a", "a/", "a/b/");
    }

    @Test
    void copiesFolderObjectsAndUploadsThemInParts() {
        s3.put("a/", "bytes");

        s3.client.copyObject(r ->
                r.sourceBucket(BUCKET).sourceKey("a/").destinationBucket(BUCKET).destinationKey("b/"));
        s3.client.copyObject(r ->
                r.sourceBucket(BUCKET).sourceKey("b/").destinationBucket(BUCKET).destinationKey("b/c"));
        String upload =
                s3.client.createMultipartUpload(r -> r.bucket(BUCKET).key("d/")).uploadId();
        var part = s3.uploadPart("d/", upload, 1, "in parts".getBytes(UTF_8));
        s3.client.completeMultipartUpload(
                r -> r.bucket(BUCKET).key("d/").uploadId(upload).multipartUpload(u -> u.parts(part)));
        assertThat(s3.get("b/") + s3.get("b/c") + s3.get("d/")).isEqualTo("bytesbytesin parts");
        assertThat(keys("", "", "")).containsExactly("a/", "b/", "b/c", "d/");
        List<ObjectIdentifier> folders = Stream.of("a/", "b/", "d/")
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        var deleted = s3.client.deleteObjects(r -> r.bucket(BUCKET).delete(d -> d.objects(folders)));
        assertThat(deleted.deleted()).hasSize(3);
        assertThat(keys("", "", "")).containsExactly("b/c");
    }

    @Test
    void keepsTheConditionsOfPuts() {
        s3.client.putObject(r -> r.bucket(BUCKET).key("a/").ifNoneMatch("*"), RequestBody.empty());

        assertError(
                () -> s3.client.putObject(r -> r.bucket(BUCKET).key("a/").ifNoneMatch("*"), RequestBody.empty()),
                412,
                "PreconditionFailed");
        assertError(() -> s3.put("a".repeat(1024) + "/", ""), 400, "KeyTooLongError");
        s3.put("a".repeat(1023) + "/", "");
    }

    @Test
    void deletesABucketWithoutFolderObjectsOnly() throws IOException {
        s3.put("a/", "");

        assertError(() -> s3.client.deleteBucket(r -> r.bucket(BUCKET)), 409, "BucketNotEmpty");
        s3.client.deleteObject(r -> r.bucket(BUCKET).key("a/"));
        s3.client.deleteBucket(r -> r.bucket(BUCKET));
        s3.client.createBucket(r -> r.bucket(BUCKET));
        assertThat(keys("", "", "")).isEmpty();
    }

    /// Compares listings of random buckets with a plain list of their keys.
    @Test
    void listsFolderObjectsInTheOrderOfTheirBytes() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        TreeMap<String, String> objects = new TreeMap<>(FolderObjectConformanceTest::byBytes);
        for (int i = 0; i < 40; i++) {
            String key = text(random, 1 + random.nextInt(5)) + (random.nextInt(3) == 0 ? "/" : "");
            try {
                s3.put(key, key);
                objects.put(key, key);
            } catch (S3Exception e) {
                // A key that is no path, or a file beside a folder.
                assertThat(key).as("seed " + seed).doesNotEndWith("/");
            }
        }
        for (int i = 0; i < 25; i++) {
            String prefix = text(random, random.nextInt(3));
            String delimiter = List.of("", "/", "/", "a").get(random.nextInt(4));
            String after = text(random, random.nextInt(3));
            int max = 1 + random.nextInt(5);
            List<String> listed = new ArrayList<>();
            for (ListObjectsV2Response page : s3.client.listObjectsV2Paginator(r -> r.bucket(BUCKET)
                    .prefix(prefix)
                    .delimiter(delimiter)
                    .startAfter(after)
                    .maxKeys(max))) {
                listed.addAll(entries(page));
            }
            assertThat(listed)
                    .as("seed " + seed + ", prefix " + prefix + ", delimiter " + delimiter + ", after " + after)
                    .isEqualTo(expected(objects.navigableKeySet(), prefix, delimiter, after));
        }
        objects.forEach(
                (key, content) -> assertThat(s3.get(key)).as("seed " + seed).isEqualTo(content));
    }

    private static String text(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(List.of("a", "/", "/", "-", "0", "é", "\uE000", "😀").get(random.nextInt(8)));
        }
        return text.toString();
    }

    private static List<String> expected(Iterable<String> keys, String prefix, String delimiter, String after) {
        List<String> expected = new ArrayList<>();
        for (String key : keys) {
            if (!key.startsWith(prefix)) {
                continue;
            }
            int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            String entry = at < 0 ? key : key.substring(0, at + delimiter.length());
            if (byBytes(entry, after) > 0 && !expected.contains(entry)) {
                expected.add(entry);
            }
        }
        return expected;
    }

    private static int byBytes(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
    }

    private List<String> keys(String prefix, String delimiter, String after) {
        return entries(s3.client.listObjectsV2(
                r -> r.bucket(BUCKET).prefix(prefix).delimiter(delimiter).startAfter(after)));
    }

    /// Returns the keys and the common prefixes of a page in one order.
    private static List<String> entries(ListObjectsV2Response page) {
        List<String> entries = new ArrayList<>();
        page.contents().stream().map(S3Object::key).forEach(entries::add);
        page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(entries::add);
        entries.sort(FolderObjectConformanceTest::byBytes);
        return entries;
    }
}
