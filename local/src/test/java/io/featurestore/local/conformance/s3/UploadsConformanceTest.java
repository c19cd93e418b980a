package io.featurestore.local.conformance.s3;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

/// Checks multipart uploads, checksums and deletions against Uploading and copying objects using multipart upload
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html) and its
/// [limits](https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html), Checking object integrity
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html), and the pages
/// CompleteMultipartUpload (docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html),
/// [UploadPartCopy](https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html),
/// [ListParts](https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html) and
/// [DeleteObjects](https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html) of the API reference.
class UploadsConformanceTest {
    private static final byte[] FIRST = Bucket.random(Bucket.PART, 1);
    private static final byte[] LAST = Bucket.random(10, 2);

    @TempDir
    static Path folder;

    private static Bucket bucket;

    @BeforeAll
    static void open() throws IOException {
        bucket = new Bucket(folder);
    }

    @AfterAll
    static void close() {
        bucket.close();
    }

    @Test
    void namesAnAssembledObjectByTheDigestsOfItsParts() throws Exception {
        String upload = bucket.createUpload("etag");
        CompletedPart first = bucket.uploadPart("etag", upload, 1, FIRST);
        CompletedPart last = bucket.uploadPart("etag", upload, 2, LAST);

        String etag = bucket.complete("etag", upload, r -> {}, first, last).eTag();

        assertThat(first.eTag()).isEqualTo('"' + hex(md5(FIRST)) + '"');
        assertThat(etag).isEqualTo('"' + hex(md5(concat(md5(FIRST), md5(LAST)))) + "-2\"");
        String single = bucket.createUpload("single");
        assertThat(bucket.complete("single", single, r -> {}, bucket.uploadPart("single", single, 9, LAST))
                        .eTag())
                .as("an upload of one part has a number too")
                .isEqualTo('"' + hex(md5(md5(LAST))) + "-1\"");
    }

    @Test
    void assemblesTheNamedPartsAloneInTheOrderOfTheirNumbers() {
        String upload = bucket.createUpload("named");
        CompletedPart tenth = bucket.uploadPart("named", upload, 10, LAST);
        bucket.uploadPart("named", upload, 5, LAST);
        CompletedPart second = bucket.uploadPart("named", upload, 2, FIRST);

        bucket.complete("named", upload, r -> {}, second, tenth);

        assertThat(bucket.client
                        .getObjectAsBytes(r -> r.bucket(Bucket.NAME).key("named"))
                        .asByteArray())
                .isEqualTo(concat(FIRST, LAST));
    }

    /// Holds the size of the first of two parts; every part but the last has at least 5 MiB.
    @ParameterizedTest
    @CsvSource({"5242880, true", "5242879, false", "1, false"})
    void wantsFiveMebibytesOfEveryPartButTheLast(int size, boolean taken) {
        String upload = bucket.createUpload("small");
        CompletedPart first = bucket.uploadPart("small", upload, 1, Arrays.copyOf(FIRST, size));
        CompletedPart last = bucket.uploadPart("small", upload, 2, LAST);

        if (taken) {
            assertThat(bucket.complete("small", upload, r -> {}, first, last).key())
                    .isEqualTo("small");
        } else {
            assertRefused(() -> bucket.complete("small", upload, r -> {}, first, last), 400, "EntityTooSmall");
            bucket.client.abortMultipartUpload(
                    r -> r.bucket(Bucket.NAME).key("small").uploadId(upload));
        }
    }

    @Test
    void comparesTheSizeThatTheClientExpects() {
        String upload = bucket.createUpload("sized");
        CompletedPart part = bucket.uploadPart("sized", upload, 1, LAST);

        assertRefused(() -> bucket.complete("sized", upload, r -> r.mpuObjectSize(11L), part), 400, "InvalidRequest");
        bucket.complete("sized", upload, r -> r.mpuObjectSize(10L), part);
        assertThat(bucket.client
                        .headObject(r -> r.bucket(Bucket.NAME).key("sized"))
                        .contentLength())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001, 100_000})
    void refusesAPartNumberOutsideOneToTenThousand(int number) {
        String upload = bucket.createUpload("numbers");

        assertRefused(() -> bucket.uploadPart("numbers", upload, number, LAST), 400, "InvalidArgument");
        bucket.client.abortMultipartUpload(
                r -> r.bucket(Bucket.NAME).key("numbers").uploadId(upload));
    }

    @Test
    void listsThePartsAfterAMarker() {
        String upload = bucket.createUpload("parts");
        for (int number : new int[] {3, 1, 7, 10_000}) {
            bucket.uploadPart("parts", upload, number, LAST);
        }

        ListPartsResponse page = bucket.client.listParts(r -> r.bucket(Bucket.NAME)
                .key("parts")
                .uploadId(upload)
                .partNumberMarker(1)
                .maxParts(2));

        assertThat(page.parts()).extracting(Part::partNumber).containsExactly(3, 7);
        assertThat(page.isTruncated()).isTrue();
        assertThat(page.partNumberMarker()).isEqualTo(1);
        assertThat(page.nextPartNumberMarker()).isEqualTo(7);
        assertThat(page.maxParts()).isEqualTo(2);
        assertThat(page.bucket()).isEqualTo(Bucket.NAME);
        assertThat(page.key()).isEqualTo("parts");
        assertThat(page.uploadId()).isEqualTo(upload);
        assertThat(bucket
                        .client
                        .listPartsPaginator(r -> r.bucket(Bucket.NAME)
                                .key("parts")
                                .uploadId(upload)
                                .maxParts(1))
                        .parts()
                        .stream()
                        .map(Part::partNumber))
                .containsExactly(1, 3, 7, 10_000);
        bucket.client.abortMultipartUpload(
                r -> r.bucket(Bucket.NAME).key("parts").uploadId(upload));
        assertRefused(
                () -> bucket.client.listParts(
                        r -> r.bucket(Bucket.NAME).key("parts").uploadId(upload)),
                404,
                "NoSuchUpload");
    }

    @Test
    void listsUploadsInProgressByTheirKeys() {
        String b = bucket.createUpload("progress/b");
        String a = bucket.createUpload("progress/a");
        bucket.createUpload("other/c");

        List<MultipartUpload> uploads = bucket.client
                .listMultipartUploads(r -> r.bucket(Bucket.NAME).prefix("progress/"))
                .uploads();
        assertThat(uploads).extracting(MultipartUpload::uploadId).containsExactly(a, b);
        assertThat(bucket.client
                        .listMultipartUploads(
                                r -> r.bucket(Bucket.NAME).prefix("progress/").keyMarker("progress/a"))
                        .uploads())
                .extracting(MultipartUpload::uploadId)
                .containsExactly(b);
        bucket.client.abortMultipartUpload(
                r -> r.bucket(Bucket.NAME).key("progress/a").uploadId(a));
        assertThat(bucket.client
                        .listMultipartUploads(r -> r.bucket(Bucket.NAME).prefix("progress/"))
                        .uploads())
                .extracting(MultipartUpload::uploadId)
                .containsExactly(b);
        assertThat(bucket.client
                        .listObjectsV2(r -> r.bucket(Bucket.NAME).prefix("progress/"))
                        .contents())
                .as("an upload in progress is no object")
                .isEmpty();
    }

    /// Holds the range of a copied part, and the bytes of the source that it takes, or its status.
    @ParameterizedTest
    @CsvSource({"bytes=0-9, 0, 10", "bytes=5242870-5242889, 5242870, 20", "bytes=0-5242889, 0, 5242890"})
    void copiesARangeOfAnObjectIntoAPart(String range, int from, int length) throws Exception {
        byte[] source = concat(FIRST, LAST);
        bucket.client.putObject(r -> r.bucket(Bucket.NAME).key("source"), RequestBody.fromBytes(source));
        String upload = bucket.createUpload("copied");

        UploadPartCopyResponse copied = bucket.client.uploadPartCopy(r -> r.sourceBucket(Bucket.NAME)
                .sourceKey("source")
                .destinationBucket(Bucket.NAME)
                .destinationKey("copied")
                .uploadId(upload)
                .partNumber(1)
                .copySourceRange(range));
        bucket.complete(
                "copied",
                upload,
                r -> {},
                CompletedPart.builder()
                        .partNumber(1)
                        .eTag(copied.copyPartResult().eTag())
                        .build());

        byte[] expected = Arrays.copyOfRange(source, from, from + length);
        assertThat(copied.copyPartResult().eTag()).isEqualTo('"' + hex(md5(expected)) + '"');
        assertThat(copied.copyPartResult().lastModified()).isNotNull();
        assertThat(bucket.client
                        .getObjectAsBytes(r -> r.bucket(Bucket.NAME).key("copied"))
                        .asByteArray())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=-5", "0-9", "bytes=9-0", "bytes=a-b"})
    void refusesARangeOfACopyThatIsNotFirstToLast(String range) {
        bucket.client.putObject(r -> r.bucket(Bucket.NAME).key("source"), RequestBody.fromBytes(concat(FIRST, LAST)));
        String upload = bucket.createUpload("copied");

        assertRefused(
                () -> bucket.client.uploadPartCopy(r -> r.sourceBucket(Bucket.NAME)
                        .sourceKey("source")
                        .destinationBucket(Bucket.NAME)
                        .destinationKey("copied")
                        .uploadId(upload)
                        .partNumber(1)
                        .copySourceRange(range)),
                400,
                "InvalidArgument");
        bucket.client.abortMultipartUpload(
                r -> r.bucket(Bucket.NAME).key("copied").uploadId(upload));
    }

    /// Holds the algorithm of an upload of two parts, and whether its checksum is that of the whole or of the
    /// parts.
    @ParameterizedTest
    @CsvSource({"CRC32, COMPOSITE", "CRC32, FULL_OBJECT", "CRC32_C, COMPOSITE", "CRC32_C, FULL_OBJECT"})
    void keepsTheChecksumOfThePartsOrOfTheWhole(ChecksumAlgorithm algorithm, ChecksumType type) {
        String upload = bucket.client
                .createMultipartUpload(r -> r.bucket(Bucket.NAME)
                        .key("checked")
                        .checksumAlgorithm(algorithm)
                        .checksumType(type))
                .uploadId();
        CompletedPart first = bucket.uploadPart("checked", upload, 1, FIRST);
        CompletedPart last = bucket.uploadPart("checked", upload, 2, LAST);

        bucket.complete("checked", upload, r -> r.checksumType(type), first, last);

        HeadObjectResponse head = bucket.client.headObject(
                r -> r.bucket(Bucket.NAME).key("checked").checksumMode(ChecksumMode.ENABLED));
        String expected = type == ChecksumType.FULL_OBJECT
                ? crc(algorithm, concat(FIRST, LAST))
                : crc(algorithm, concat(decode(crc(algorithm, FIRST)), decode(crc(algorithm, LAST)))) + "-2";
        assertThat(algorithm == ChecksumAlgorithm.CRC32 ? head.checksumCRC32() : head.checksumCRC32C())
                .isEqualTo(expected);
        assertThat(head.checksumType()).isEqualTo(type);
    }

    /// Holds an algorithm and the checksum of the text "123456789" in Base64.
    @ParameterizedTest
    @CsvSource({
        "CRC32, y/Q5Jg==",
        "CRC32C, 4waSgw==",
        "CRC64NVME, rosUhgp5mIg=",
        "SHA1, 98O8HYCOBHMq32eZZczDTKeuNEE=",
        "SHA256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="
    })
    void comparesAChecksumWithTheContent(String algorithm, String checksum) {
        String header = "x-amz-checksum-" + algorithm.toLowerCase(Locale.ROOT);
        var answer = bucket.client.putObject(
                r -> r.bucket(Bucket.NAME).key("sum").overrideConfiguration(o -> o.putHeader(header, checksum)),
                RequestBody.fromString("123456789"));

        assertThat(answer.sdkHttpResponse().firstMatchingHeader(header)).contains(checksum);
        assertThat(answer.checksumTypeAsString()).isEqualTo("FULL_OBJECT");
        assertThat(bucket.send("HEAD", "/sum", "x-amz-checksum-mode", "ENABLED")
                        .headers()
                        .firstValue(header))
                .contains(checksum);
        assertThat(bucket.send("HEAD", "/sum").headers().firstValue(header)).isEmpty();
        assertRefused(
                () -> bucket.client.putObject(
                        r -> r.bucket(Bucket.NAME).key("sum").overrideConfiguration(o -> o.putHeader(header, checksum)),
                        RequestBody.fromString("123456780")),
                400,
                "BadDigest");
        assertThat(bucket.get("sum")).isEqualTo("123456789");
    }

    @Test
    void tellsWhichObjectsWereDeletedUnlessAskedToBeQuiet() {
        bucket.put("delete/a", "a");
        String etag = bucket.put("delete/b", "b");
        List<ObjectIdentifier> objects = List.of(
                identifier("delete/a", null), identifier("delete/none", null), identifier("delete/b", "\"other\""));

        var told = bucket.client.deleteObjects(r -> r.bucket(Bucket.NAME).delete(d -> d.objects(objects)));
        assertThat(told.deleted())
                .extracting(object -> object.key())
                .as("an object that is not there counts as deleted")
                .containsExactly("delete/a", "delete/none");
        assertThat(told.errors()).extracting(S3Error::key).containsExactly("delete/b");
        assertThat(told.errors()).extracting(S3Error::code).containsExactly("PreconditionFailed");
        var quiet = bucket.client.deleteObjects(
                r -> r.bucket(Bucket.NAME).delete(d -> d.objects(objects).quiet(true)));
        assertThat(quiet.deleted()).isEmpty();
        assertThat(quiet.errors()).extracting(S3Error::key).containsExactly("delete/b");
        bucket.client.deleteObjects(r -> r.bucket(Bucket.NAME)
                .delete(Delete.builder().objects(identifier("delete/b", etag)).build()));
        assertThat(bucket.client
                        .listObjectsV2(r -> r.bucket(Bucket.NAME).prefix("delete/"))
                        .contents())
                .isEmpty();
    }

    @Test
    void deletesUpToAThousandObjectsInOneCall() {
        List<ObjectIdentifier> objects = IntStream.rangeClosed(1, 1_001)
                .mapToObj(i -> identifier("many/" + i, null))
                .toList();

        assertThat(bucket.client
                        .deleteObjects(r -> r.bucket(Bucket.NAME).delete(d -> d.objects(objects.subList(0, 1_000))))
                        .deleted())
                .hasSize(1_000);
        assertRefused(
                () -> bucket.client.deleteObjects(r -> r.bucket(Bucket.NAME).delete(d -> d.objects(objects))),
                400,
                "MalformedXML");
    }

    private static ObjectIdentifier identifier(String key, String etag) {
        return ObjectIdentifier.builder().key(key).eTag(etag).build();
    }

    private static byte[] md5(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("MD5").digest(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }

    private static String crc(ChecksumAlgorithm algorithm, byte[] bytes) {
        Checksum crc = algorithm == ChecksumAlgorithm.CRC32 ? new CRC32() : new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
