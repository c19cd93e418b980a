package io.featurestore.local.s3;

import static io.featurestore.local.s3.RunningS3.BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.Digests;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.s3.storage.ObjectInfo;
import io.featurestore.local.s3.storage.OpenObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

class LocalBucketsTest {
    @TempDir
    Path folder;

    private LocalBuckets buckets;

    @BeforeEach
    void open() throws IOException {
        buckets = LocalBuckets.open(folder);
        buckets.create(BUCKET);
    }

    @Test
    void keepsObjectsAsFiles() throws IOException {
        put("a/b", "hello");

        assertThat(buckets.file(BUCKET, "a/b")).contains(buckets.folder().resolve("bucket/a/b"));
        assertThat(buckets.file(BUCKET, "a/b").orElseThrow()).hasContent("hello");
        assertThat(buckets.file(BUCKET, "a")).isEmpty();
        assertThat(buckets.file(BUCKET, "a/")).isEmpty();
        assertThat(buckets.file("nowhere", "a/b")).isEmpty();
        try (var entries = buckets.list(BUCKET, "")) {
            assertThat(entries).containsExactly(new Buckets.Entry("a/b", 5, "\"5d41402abc4b2a76b9719d911017c592\""));
        }
        buckets.create(BUCKET);
        buckets.delete(BUCKET, "a/b");
        buckets.delete(BUCKET, "a/b");
        assertThat(buckets.folder().resolve(BUCKET)).isEmptyDirectory();
    }

    @Test
    void saysWhatIsWrongToItsCallersToo() {
        assertThatThrownBy(() -> buckets.put("nowhere", "k", InputStream.nullInputStream(), "a/b"))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> put("a/../../b", "x")).isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> buckets.list("..", "")).isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> buckets.create("Bad")).isInstanceOf(ServiceException.class);
    }

    @Test
    void keepsEverythingOverARestart() throws IOException {
        String upload;
        CompletedPart part;
        try (RunningS3 before = RunningS3.start(folder)) {
            before.client.putObject(
                    r -> r.bucket(BUCKET).key("k").contentType("a/b").metadata(Map.of("n", "1")),
                    RequestBody.fromString("hello"));
            upload = before.client
                    .createMultipartUpload(r -> r.bucket(BUCKET).key("m").contentType("c/d"))
                    .uploadId();
            part = before.uploadPart("m", upload, 1, new byte[10]);
        }
        Files.writeString(folder.resolve("temporary/left"), "half an object");

        try (RunningS3 after = RunningS3.start(folder)) {
            var object = after.client.getObjectAsBytes(r -> r.bucket(BUCKET).key("k"));
            assertThat(object.asUtf8String()).isEqualTo("hello");
            assertThat(object.response().contentType()).isEqualTo("a/b");
            assertThat(object.response().metadata()).isEqualTo(Map.of("n", "1"));
            after.client.completeMultipartUpload(
                    r -> r.bucket(BUCKET).key("m").uploadId(upload).multipartUpload(m -> m.parts(part)));
            assertThat(after.client.headObject(r -> r.bucket(BUCKET).key("m")).contentType())
                    .isEqualTo("c/d");
        }
        assertThat(folder.resolve("temporary")).isEmptyDirectory();
    }

    @Test
    void keepsTheOldMetadataWithTheOldContentWhenKilledBeforeTheRename() throws IOException {
        Path file = buckets.folder().resolve("bucket/k");
        Path old = folder.resolve("old");
        buckets.put(BUCKET, "k", stream("old"), "old/type");
        Files.copy(file, old, StandardCopyOption.COPY_ATTRIBUTES);
        buckets.put(BUCKET, "k", stream("new"), "new/type");
        assertThat(info("k").metadata().contentType()).isEqualTo("new/type");
        Files.move(old, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(LocalBuckets.open(folder).objects().find(BUCKET, "k").orElseThrow())
                .satisfies(i -> assertThat(i.metadata().contentType()).isEqualTo("old/type"))
                .satisfies(i -> assertThat(i.etag()).isEqualTo("\"149603e6c03516362a8da23f624db945\""));
    }

    @Test
    void tellsContentsOfOneSizeAndTimeApart() throws IOException {
        Path file = buckets.folder().resolve("bucket/k");
        put("k", "old");
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 3_600_000));
        String old = info("k").etag();
        put("k", "new");

        assertThat(info("k").etag()).isNotEqualTo(old).isEqualTo("\"22af645d1859cb5ca6da0c484f1f37ea\"");
    }

    @Test
    void calculatesAnewWhatAPowerCutLost() throws IOException {
        put("k", "hello");
        try (var files = Files.walk(folder.resolve("meta"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[0]);
            }
        }

        assertThat(info("k").etag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
    }

    @Test
    void showsReadersOneWholeContentWithItsMetadata() throws Exception {
        put("k", "0");
        AtomicBoolean writing = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 1; w <= 4; w++) {
                int writer = w;
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        put("k", String.valueOf(writer).repeat(writer * 20_000 + i % 3));
                    }
                    return writer;
                }));
            }
            Callable<Integer> reader = () -> {
                int reads = 0;
                while (writing.get() || reads == 0) {
                    readWhole("k");
                    reads++;
                }
                return reads;
            };
            List<Future<Integer>> readers = List.of(threads.submit(reader), threads.submit(reader));
            for (Future<?> writer : writers) {
                writer.get();
            }
            writing.set(false);
            for (Future<Integer> r : readers) {
                assertThat(r.get()).isPositive();
            }
        }
        assertThat(folder.resolve("temporary")).isEmptyDirectory();
    }

    private void readWhole(String key) throws IOException {
        try (OpenObject object = buckets.objects().open(BUCKET, key).orElseThrow()) {
            assertThat(object.channel().size()).isEqualTo(object.info().size());
            byte[] content =
                    Transfers.range(object.channel(), 0, object.info().size()).readAllBytes();
            Digests digests = new Digests(Set.of());
            digests.update(content, content.length);
            assertThat(digests.values().etag()).isEqualTo(object.info().etag());
        }
    }

    @Test
    void makesAndRemovesFoldersWhileOthersDo() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                String key = "a/b/" + t;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        put(key, "x");
                        try (var entries = buckets.list(BUCKET, "a/")) {
                            assertThat(entries).extracting(Buckets.Entry::key).contains(key);
                        }
                        buckets.delete(BUCKET, key);
                    }
                    return key;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(buckets.folder().resolve(BUCKET)).isEmptyDirectory();
    }

    private void put(String key, String text) throws IOException {
        buckets.put(BUCKET, key, stream(text), "text/plain");
    }

    private ObjectInfo info(String key) throws IOException {
        return buckets.objects().find(BUCKET, key).orElseThrow();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
