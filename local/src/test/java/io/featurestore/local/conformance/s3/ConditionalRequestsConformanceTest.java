package io.featurestore.local.conformance.s3;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Checks requests with conditions against Add preconditions to S3 operations with conditional requests
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html), How to prevent object overwrites
/// with conditional writes (docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html) and the pages
/// [GetObject](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html) and
/// [CopyObject](https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html) of the API reference.
class ConditionalRequestsConformanceTest {
    @TempDir
    static Path folder;

    private static Bucket bucket;
    private static String etag;
    private static Instant modified;

    @BeforeAll
    static void open() throws IOException {
        bucket = new Bucket(folder);
        etag = bucket.put("there", "hello");
        modified = bucket.client
                .headObject(r -> r.bucket(Bucket.NAME).key("there"))
                .lastModified();
    }

    @AfterAll
    static void close() {
        bucket.close();
    }

    /// Holds the conditions of a read and its status. ETAG stands for the object's ETag; a time is counted in
    /// seconds from the object's last modification.
    @ParameterizedTest(name = "match {0}, none {1}, modified since {2}, unmodified since {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "ETAG, -, -, -, 200",
                "OTHER, -, -, -, 412",
                "*, -, -, -, 200",
                "-, ETAG, -, -, 304",
                "-, OTHER, -, -, 200",
                "-, *, -, -, 304",
                "-, -, -60, -, 200",
                "-, -, 0, -, 304",
                "-, -, 60, -, 304",
                "-, -, -, -60, 412",
                "-, -, -, 0, 200",
                "-, -, -, 60, 200",
                // The page gives these two combinations in words.
                "ETAG, -, -, -60, 200",
                "-, ETAG, -60, -, 304",
                // RFC 9110, section 13.2.2: an ETag outweighs a time.
                "OTHER, -, -, 60, 412",
                "-, OTHER, 60, -, 200",
                "ETAG, ETAG, -, -, 304",
                "OTHER, ETAG, -, -, 412",
                "ETAG, OTHER, -, -, 200"
            })
    void readsByTheConditions(String match, String noneMatch, String since, String unmodified, int status) {
        List<String> headers = new ArrayList<>();
        add(headers, "If-Match", tag(match));
        add(headers, "If-None-Match", tag(noneMatch));
        add(headers, "If-Modified-Since", time(since));
        add(headers, "If-Unmodified-Since", time(unmodified));

        for (String method : new String[] {"GET", "HEAD"}) {
            HttpResponse<String> answer = bucket.send(method, "/there", headers.toArray(String[]::new));
            assertThat(answer.statusCode()).as(method).isEqualTo(status);
            assertThat(answer.body())
                    .hasSize(
                            method.equals("GET") && status == 200
                                    ? 5
                                    : status == 412 && method.equals("GET")
                                            ? answer.body().length()
                                            : 0);
            if (status != 412) {
                assertThat(answer.headers().firstValue("ETag")).contains(etag);
            }
        }
    }

    /// Holds the conditions on the source of a copy, as above, and the status.
    @ParameterizedTest(name = "match {0}, none {1}, modified since {2}, unmodified since {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "ETAG, -, -, -, 200",
                "OTHER, -, -, -, 412",
                "-, ETAG, -, -, 412",
                "-, OTHER, -, -, 200",
                "-, -, -60, -, 200",
                "-, -, 0, -, 412",
                "-, -, -, -60, 412",
                "-, -, -, 60, 200",
                "ETAG, -, -, -60, 200",
                "-, ETAG, -60, -, 412"
            })
    void copiesByTheConditionsOnTheSource(String match, String noneMatch, String since, String unmodified, int status) {
        List<String> headers = new ArrayList<>(List.of("x-amz-copy-source", Bucket.NAME + "/there"));
        add(headers, "x-amz-copy-source-if-match", tag(match));
        add(headers, "x-amz-copy-source-if-none-match", tag(noneMatch));
        add(headers, "x-amz-copy-source-if-modified-since", time(since));
        add(headers, "x-amz-copy-source-if-unmodified-since", time(unmodified));

        HttpResponse<String> answer = bucket.send("PUT", "/copy", headers.toArray(String[]::new));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(status == 200 ? "<CopyObjectResult" : "<Code>PreconditionFailed</Code>");
    }

    @Test
    void writesOnlyWhereThereIsNoObject() {
        bucket.client.putObject(r -> r.bucket(Bucket.NAME).key("new").ifNoneMatch("*"), RequestBody.fromString("1"));

        assertRefused(
                () -> bucket.client.putObject(
                        r -> r.bucket(Bucket.NAME).key("new").ifNoneMatch("*"), RequestBody.fromString("2")),
                412,
                "PreconditionFailed");
        bucket.client.deleteObject(r -> r.bucket(Bucket.NAME).key("new"));
        bucket.client.putObject(r -> r.bucket(Bucket.NAME).key("new").ifNoneMatch("*"), RequestBody.fromString("3"));
        assertThat(bucket.get("new")).isEqualTo("3");
    }

    @Test
    void overwritesOnlyTheContentThatIsMeant() {
        String first = bucket.put("versioned", "1");
        String second = bucket.client
                .putObject(r -> r.bucket(Bucket.NAME).key("versioned").ifMatch(first), RequestBody.fromString("2"))
                .eTag();

        assertRefused(
                () -> bucket.client.putObject(
                        r -> r.bucket(Bucket.NAME).key("versioned").ifMatch(first), RequestBody.fromString("3")),
                412,
                "PreconditionFailed");
        assertThat(bucket.get("versioned")).isEqualTo("2");
        bucket.client.deleteObject(r -> r.bucket(Bucket.NAME).key("versioned"));
        assertRefused(
                () -> bucket.client.putObject(
                        r -> r.bucket(Bucket.NAME).key("versioned").ifMatch(second), RequestBody.fromString("4")),
                404,
                "NoSuchKey");
    }

    @Test
    void letsOneOfManyWritersWin() throws Exception {
        List<Future<Integer>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 24; i++) {
                String content = Integer.toString(i);
                writers.add(threads.submit(() -> {
                    try {
                        bucket.client.putObject(
                                r -> r.bucket(Bucket.NAME).key("raced").ifNoneMatch("*"),
                                RequestBody.fromString(content));
                        return 200;
                    } catch (S3Exception e) {
                        return e.statusCode();
                    }
                }));
            }
        }

        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> writer : writers) {
            statuses.add(writer.get());
        }
        assertThat(statuses)
                .as("the others get 412, or 409 while the object is being written")
                .allMatch(status -> status == 200 || status == 412 || status == 409);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(bucket.get("raced")).isEqualTo(Integer.toString(statuses.indexOf(200)));
    }

    @Test
    void completesAnUploadByTheConditionsOnTheObject() {
        String old = bucket.put("assembled", "old");
        String upload = bucket.createUpload("assembled");
        CompletedPart part = bucket.uploadPart("assembled", upload, 1, new byte[] {1, 2, 3});

        assertRefused(
                () -> bucket.complete("assembled", upload, r -> r.ifNoneMatch("*"), part), 412, "PreconditionFailed");
        assertRefused(
                () -> bucket.complete("assembled", upload, r -> r.ifMatch("\"other\""), part),
                412,
                "PreconditionFailed");
        assertThat(bucket.get("assembled")).isEqualTo("old");
        bucket.complete("assembled", upload, r -> r.ifMatch(old), part);
        assertThat(bucket.client
                        .headObject(r -> r.bucket(Bucket.NAME).key("assembled"))
                        .contentLength())
                .isEqualTo(3);
    }

    @Test
    void copiesByTheConditionsOnTheTarget() {
        String old = bucket.put("target", "old");

        assertRefused(
                () -> bucket.client.copyObject(r -> r.sourceBucket(Bucket.NAME)
                        .sourceKey("there")
                        .destinationBucket(Bucket.NAME)
                        .destinationKey("target")
                        .ifNoneMatch("*")),
                412,
                "PreconditionFailed");
        assertRefused(
                () -> bucket.client.copyObject(r -> r.sourceBucket(Bucket.NAME)
                        .sourceKey("there")
                        .destinationBucket(Bucket.NAME)
                        .destinationKey("target")
                        .ifMatch("\"other\"")),
                412,
                "PreconditionFailed");
        bucket.client.copyObject(r -> r.sourceBucket(Bucket.NAME)
                .sourceKey("there")
                .destinationBucket(Bucket.NAME)
                .destinationKey("target")
                .ifMatch(old)
                .metadataDirective(MetadataDirective.COPY));
        assertThat(bucket.get("target")).isEqualTo("hello");
    }

    @Test
    void deletesOnlyTheContentThatIsMeant() {
        String old = bucket.put("gone", "old");

        assertRefused(
                () -> bucket.client.deleteObject(
                        r -> r.bucket(Bucket.NAME).key("gone").ifMatch("\"other\"")),
                412,
                "PreconditionFailed");
        assertThat(bucket.get("gone")).isEqualTo("old");
        bucket.client.deleteObject(r -> r.bucket(Bucket.NAME).key("gone").ifMatch(old));
        bucket.put("gone", "new");
        bucket.client.deleteObject(r -> r.bucket(Bucket.NAME).key("gone").ifMatch("*"));
        assertRefused(() -> bucket.client.getObject(r -> r.bucket(Bucket.NAME).key("gone")), 404, "NoSuchKey");
    }

    private static void add(List<String> headers, String name, String value) {
        if (value != null) {
            headers.add(name);
            headers.add(value);
        }
    }

    private static String tag(String value) {
        return "ETAG".equals(value) ? etag : "OTHER".equals(value) ? "\"0123456789abcdef0123456789abcdef\"" : value;
    }

    private static String time(String seconds) {
        return seconds == null
                ? null
                : DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        modified.plusSeconds(Long.parseLong(seconds)).atOffset(ZoneOffset.UTC));
    }
}
