package io.featurestore.export.benchmarks.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.ResultChanged;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.AlreadyExists;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore.UploadedPart;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalObjectsTest {
    private static final S3Uri ONE = S3Uri.parse("s3://work/a/one");
    private static final S3Uri TARGET = S3Uri.parse("s3://output/whole");

    @TempDir
    private Path folder;

    private LocalObjects objects;

    @BeforeEach
    void open() throws IOException {
        objects = LocalObjects.in(folder.resolve("sample.csv"), folder);
    }

    @Test
    void joinsPartsInTheOrderOfTheirNumbers() throws IOException {
        ObjectRef source = put(ONE, "0123456789");
        String upload = objects.startUpload(TARGET, "text/plain", Map.of("by", "me"));
        UploadedPart third = objects.uploadPart(TARGET, upload, 3, bytes("xxcccx"), 2, 3);
        UploadedPart first = objects.uploadPart(TARGET, upload, 1, bytes("aa"), 0, 2);
        UploadedPart second = objects.copyPart(TARGET, upload, 2, source, 2, 6);

        ObjectRef whole = objects.completeUpload(TARGET, upload, List.of(first, second, third), IfExists.REFUSE);

        assertThat(text(whole, 0, whole.size())).isEqualTo("aa2345ccc");
        assertThat(objects.describe(TARGET))
                .hasValueSatisfying(d -> assertThat(d.metadata()).containsEntry("by", "me"));
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void joinsPartsThatLieInOrderWithoutCopying() throws IOException {
        String upload = objects.startUpload(TARGET, "text/plain", Map.of());
        List<UploadedPart> parts = List.of(
                objects.uploadPart(TARGET, upload, 1, bytes("aa"), 0, 2),
                objects.uploadPart(TARGET, upload, 2, bytes("bb"), 0, 2));

        ObjectRef whole = objects.completeUpload(TARGET, upload, parts, IfExists.REPLACE);

        assertThat(text(whole, 1, 3)).isEqualTo("ab");
    }

    @Test
    void noticesAReplacedObject() throws IOException {
        ObjectRef old = put(ONE, "old");
        put(ONE, "other");

        assertThatThrownBy(() -> objects.open(old, 0, 3)).isInstanceOf(ResultChanged.class);
    }

    @Test
    void refusesToReplaceWhereAsked() {
        put(ONE, "old");

        assertThatThrownBy(() -> objects.put(ONE, bytes("new"), "text/plain", Map.of(), IfExists.REFUSE))
                .isInstanceOf(AlreadyExists.class);
    }

    @Test
    void leavesNothingOfAnAbortedUpload() {
        String upload = objects.startUpload(TARGET, "text/plain", Map.of());
        objects.uploadPart(TARGET, upload, 1, bytes("aa"), 0, 2);

        objects.abortUploads(S3Uri.parse("s3://output/"));

        assertThat(folder.resolve("uploads")).isEmptyDirectory();
        assertThat(objects.describe(TARGET)).isEmpty();
    }

    @Test
    void listsAndDeletesByPrefix() {
        ObjectRef one = put(ONE, "1");
        put(S3Uri.parse("s3://work/b/two"), "2");

        assertThat(objects.list(S3Uri.parse("s3://work/a/"))).containsExactly(one);

        objects.delete(List.of(ONE));

        assertThat(objects.list(S3Uri.parse("s3://work/a/"))).isEmpty();
        assertThat(Files.exists(folder.resolve("work/b/two"))).isTrue();
    }

    private ObjectRef put(S3Uri uri, String text) {
        return objects.put(uri, bytes(text), "text/plain", Map.of(), IfExists.REPLACE);
    }

    private String text(ObjectRef ref, long start, long end) throws IOException {
        try (InputStream in = objects.open(ref, start, end)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
