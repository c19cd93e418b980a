package io.featurestore.local.s3;

import static io.featurestore.local.s3.ObjectConformanceTest.assertError;
import static io.featurestore.local.s3.RunningS3.BUCKET;
import static io.featurestore.local.s3.RunningS3.MIB;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

class MultipartConformanceTest {
    private static final byte[] FIRST = RunningS3.random(5 * MIB, 1);
    private static final byte[] SECOND = RunningS3.random(1000, 2);

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
    void makesOneObjectOfTheParts() throws Exception {
        String upload = s3.client
                .createMultipartUpload(
                        r -> r.bucket(BUCKET).key("a/k").contentType("a/b").metadata(Map.of("job-execution", "e1")))
                .uploadId();
        // Part 7 comes first, part 3 twice: numbers count, not the order in which parts come.
        CompletedPart last = s3.uploadPart("a/k", upload, 7, SECOND);
        s3.uploadPart("a/k", upload, 3, SECOND);
        CompletedPart first = s3.uploadPart("a/k", upload, 3, FIRST);

        var completed = complete("a/k", upload, first, last);
        var object = s3.client.getObjectAsBytes(r -> r.bucket(BUCKET).key("a/k"));
        assertThat(object.asByteArray()).isEqualTo(concat(FIRST, SECOND));
        assertThat(object.response().contentType()).isEqualTo("a/b");
        assertThat(object.response().metadata()).isEqualTo(Map.of("job-execution", "e1"));
        assertThat(completed.eTag())
                .isEqualTo(etag(FIRST, SECOND))
                .isEqualTo(object.response().eTag());
        assertThat(uploads()).isEmpty();
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
        assertThat(folder.resolve("temporary")).isEmptyDirectory();
        assertError(() -> complete("a/k", upload, first, last), 404, "NoSuchUpload");
    }

    @Test
    void copiesRangesOfObjectsIntoParts() throws Exception {
        byte[] source = concat(FIRST, SECOND);
        String etag = s3.client
                .putObject(r -> r.bucket(BUCKET).key("source +ü"), RequestBody.fromBytes(source))
                .eTag();
        String upload = create("k");

        CompletedPart first = copyPart(upload, 1, r -> r.copySourceRange("bytes=1-" + 5 * MIB));
        CompletedPart second = copyPart(upload, 2, r -> r.copySourceIfMatch(etag));
        complete("k", upload, first, second);

        assertThat(s3.client.getObjectAsBytes(r -> r.bucket(BUCKET).key("k")).asByteArray())
                .isEqualTo(concat(Arrays.copyOfRange(source, 1, 5 * MIB + 1), source));
        assertError(() -> copyPart(create("k"), 1, r -> r.copySourceIfMatch("\"x\"")), 412, "PreconditionFailed");
        assertError(
                () -> copyPart(create("k"), 1, r -> r.copySourceRange("bytes=0-" + source.length)),
                416,
                "InvalidRange");
        assertError(() -> copyPart(create("k"), 1, r -> r.copySourceRange("bytes=5-")), 400, "InvalidArgument");
        assertError(() -> copyPart(create("k"), 1, r -> r.sourceKey("none")), 404, "NoSuchKey");
    }

    @Test
    void leavesTheExistingObjectWhenAnUploadIsAborted() {
        s3.put("k", "old");
        String upload = create("k");
        s3.uploadPart("k", upload, 1, SECOND);

        s3.client.abortMultipartUpload(r -> r.bucket(BUCKET).key("k").uploadId(upload));

        assertThat(s3.get("k")).isEqualTo("old");
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
        assertError(() -> s3.uploadPart("k", upload, 1, SECOND), 404, "NoSuchUpload");
        assertError(
                () -> s3.client.abortMultipartUpload(
                        r -> r.bucket(BUCKET).key("k").uploadId(upload)),
                404,
                "NoSuchUpload");
    }

    @Test
    void refusesPartsThatAreNotThoseUploaded() {
        String upload = create("k");
        CompletedPart first = s3.uploadPart("k", upload, 1, SECOND);
        CompletedPart second = s3.uploadPart("k", upload, 2, SECOND);

        assertError(() -> complete("k", upload, second, first), 400, "InvalidPartOrder");
        assertError(() -> complete("k", upload, first, first), 400, "InvalidPartOrder");
        assertError(() -> complete("k", upload, first.copy(b -> b.eTag("\"0\""))), 400, "InvalidPart");
        assertError(() -> complete("k", upload, first.copy(b -> b.partNumber(3))), 400, "InvalidPart");
        assertError(() -> complete("k", upload, first, second), 400, "EntityTooSmall");
        assertError(() -> complete("k", upload), 400, "MalformedXML");
        assertError(() -> complete("other", upload, first), 404, "NoSuchUpload");
        assertError(() -> complete("k", "../k", first), 404, "NoSuchUpload");
        assertError(() -> s3.uploadPart("k", upload, 0, SECOND), 400, "InvalidArgument");
        assertError(() -> s3.uploadPart("k", upload, 10_001, SECOND), 400, "InvalidArgument");
        complete("k", upload, second);
        assertThat(s3.client.getObjectAsBytes(r -> r.bucket(BUCKET).key("k")).asByteArray())
                .isEqualTo(SECOND);
    }

    @Test
    void completesOnlyWhereNothingIsIfAsked() {
        s3.put("k", "old");
        String upload = create("k");
        CompletedPart part = s3.uploadPart("k", upload, 1, SECOND);

        assertError(() -> complete(r -> r.ifNoneMatch("*"), "k", upload, part), 412, "PreconditionFailed");
        assertThat(s3.get("k")).isEqualTo("old");
        s3.client.deleteObject(r -> r.bucket(BUCKET).key("k"));
        complete(r -> r.ifNoneMatch("*"), "k", upload, part);
        assertThat(s3.client.headObject(r -> r.bucket(BUCKET).key("k")).contentLength())
                .isEqualTo(SECOND.length);
    }

    /// docs.aws.amazon.com/AmazonS3/latest/API/API_ObjectPart.html: without an algorithm, S3 adds CRC-64/NVME.
    @Test
    void givesAnUploadWithoutAnAlgorithmTheDefaultChecksumOfTheWhole() {
        String upload = create("k");
        complete("k", upload, s3.uploadPart("k", upload, 1, "123456789".getBytes(US_ASCII)));

        assertThat(s3.client
                        .headObject(r -> r.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED))
                        .checksumCRC64NVME())
                .isEqualTo("rosUhgp5mIg=");
    }

    @Test
    void keepsAChecksumOfPartsOrOfTheWhole() {
        for (ChecksumType type : List.of(ChecksumType.COMPOSITE, ChecksumType.FULL_OBJECT)) {
            String upload = s3.client
                    .createMultipartUpload(r -> r.bucket(BUCKET)
                            .key("k")
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                            .checksumType(type))
                    .uploadId();
            CompletedPart part = s3.uploadPart("k", upload, 1, "123456789".getBytes(US_ASCII));
            complete("k", upload, part.copy(b -> b.checksumCRC32("y/Q5Jg==")));

            String checksum = s3.client
                    .headObject(r -> r.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED))
                    .checksumCRC32();
            // The CRC-32 of "123456789" is cbf43926; that of these four bytes is ee4c6550.
            assertThat(checksum).isEqualTo(type == ChecksumType.FULL_OBJECT ? "y/Q5Jg==" : "7kxlUA==-1");
        }
    }

    @Test
    void refusesPartsWithoutTheChecksumNamed() {
        String upload = s3.client
                .createMultipartUpload(r -> r.bucket(BUCKET).key("k").checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId();
        CompletedPart part = s3.uploadPart("k", upload, 1, SECOND);

        assertError(() -> complete("k", upload, part.copy(b -> b.checksumSHA256("y/Q5Jg=="))), 400, "InvalidPart");
    }

    @Test
    void listsPartsByPage() {
        String upload = create("k");
        Stream.of(1, 2, 9, 10_000).forEach(n -> s3.uploadPart("k", upload, n, SECOND));

        var parts = s3.client.listPartsPaginator(
                r -> r.bucket(BUCKET).key("k").uploadId(upload).maxParts(3));
        assertThat(parts.stream().map(p -> p.parts().size())).containsExactly(3, 1);
        assertThat(parts.parts().stream().map(Part::partNumber)).containsExactly(1, 2, 9, 10_000);
        assertThat(parts.parts().stream().map(Part::size)).containsOnly(1000L);
    }

    @Test
    void listsUploadsByKeyThenBeginning() {
        List<String> ids = new ArrayList<>();
        for (String key : List.of("a/1", "a/1", "a/1", "a/2", "b")) {
            ids.add(create(key));
        }

        var all = s3.client
                .listMultipartUploadsPaginator(r -> r.bucket(BUCKET).maxUploads(2))
                .uploads();
        assertThat(all.stream().map(MultipartUpload::uploadId)).containsExactlyElementsOf(ids);
        assertThat(uploads("a/")).containsExactlyElementsOf(ids.subList(0, 4));
        s3.client.deleteBucket(r -> r.bucket(BUCKET));
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    private String create(String key) {
        return s3.client.createMultipartUpload(r -> r.bucket(BUCKET).key(key)).uploadId();
    }

    private List<String> uploads(String... prefix) {
        return s3.client.listMultipartUploads(r -> r.bucket(BUCKET).prefix(String.join("", prefix))).uploads().stream()
                .map(MultipartUpload::uploadId)
                .toList();
    }

    private CompletedPart copyPart(String upload, int number, Consumer<UploadPartCopyRequest.Builder> options) {
        String etag = s3.client
                .uploadPartCopy(r -> options.accept(r.sourceBucket(BUCKET)
                        .sourceKey("source +ü")
                        .destinationBucket(BUCKET)
                        .destinationKey("k")
                        .uploadId(upload)
                        .partNumber(number)))
                .copyPartResult()
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private CompleteMultipartUploadResponse complete(String key, String upload, CompletedPart... parts) {
        return complete(r -> {}, key, upload, parts);
    }

    private CompleteMultipartUploadResponse complete(
            Consumer<CompleteMultipartUploadRequest.Builder> options,
            String key,
            String upload,
            CompletedPart... parts) {
        return s3.client.completeMultipartUpload(
                r -> options.accept(r.bucket(BUCKET).key(key).uploadId(upload).multipartUpload(m -> m.parts(parts))));
    }

    private static byte[] concat(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }

    private static String etag(byte[]... parts) throws Exception {
        MessageDigest all = MessageDigest.getInstance("MD5");
        for (byte[] part : parts) {
            all.update(MessageDigest.getInstance("MD5").digest(part));
        }
        return '"' + HexFormat.of().formatHex(all.digest()) + "-" + parts.length + '"';
    }
}
