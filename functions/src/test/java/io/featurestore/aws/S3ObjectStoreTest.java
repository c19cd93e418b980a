package io.featurestore.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.Internal;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.failure.ResultChanged;
import io.featurestore.failure.Throttled;
import io.featurestore.failure.Transient;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore.AlreadyExists;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore.UploadedPart;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Checks the HTTP requests to S3 and the meaning of each answer.
class S3ObjectStoreTest {
    private static final S3Uri URI = S3Uri.parse("s3://bucket/dir/a b+ü.csv");
    private static final S3Uri SOURCE = S3Uri.parse("s3://other/part 1");
    private static final ObjectRef REF = new ObjectRef(URI, "\"e1\"", 100);
    private static final Map<String, String> SETTINGS =
            Map.of("aws.region", "eu-west-1", "aws.accessKeyId", "a", "aws.secretAccessKey", "b");

    record Request(String line, Map<String, String> headers, byte[] body) {
        /// Returns the body. Without TLS the SDK sends it in signed chunks; here there is one chunk.
        String content() {
            String text = new String(body, StandardCharsets.UTF_8);
            assertThat(headers).containsEntry("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
            return text.substring(text.indexOf("\r\n") + 2, text.lastIndexOf("\r\n0;"));
        }
    }

    record Answer(int status, Map<String, String> headers, String body, int declaredLength) {
        static Answer of(int status, String body) {
            return new Answer(status, Map.of(), body, body.length());
        }

        static Answer error(int status, String code) {
            return of(status, "<Error><Code>" + code + "</Code><Message>The " + code + "</Message></Error>");
        }
    }

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Request> requests = new ArrayList<>();
    private final S3ObjectStore store = new S3ObjectStore(new AwsClients());
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        SETTINGS.forEach(System::setProperty);
        System.setProperty(
                "aws.endpointUrl", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        Answer answer;
        synchronized (this) {
            requests.add(new Request(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    headers,
                    exchange.getRequestBody().readAllBytes()));
            answer = answers.isEmpty() ? Answer.error(400, "Unexpected") : answers.poll();
        }
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), answer.declaredLength() == 0 ? -1 : answer.declaredLength());
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }

    private Request request(int index) {
        return requests.get(index);
    }

    @Test
    void addressesBucketsByPathAtAnAddress() {
        answers.add(new Answer(200, Map.of("ETag", "\"e1\"", "Content-Length", "100", "x-amz-meta-k", "v"), "", 0));
        assertThat(store.describe(URI)).hasValueSatisfying(described -> {
            assertThat(described.ref()).isEqualTo(REF);
            assertThat(described.metadata()).containsExactly(Map.entry("k", "v"));
        });
        assertThat(request(0).line()).isEqualTo("HEAD /bucket/dir/a%20b%2B%C3%BC.csv");
    }

    @Test
    void tellsAMissingObjectFromAMissingBucket() {
        answers.add(Answer.of(404, ""));
        answers.add(Answer.of(200, ""));
        assertThat(store.describe(URI)).isEmpty();
        answers.add(Answer.of(404, ""));
        answers.add(Answer.of(404, ""));
        assertThatThrownBy(() -> store.describe(URI))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("'bucket'");
        answers.add(Answer.error(404, "NoSuchBucket"));
        assertThatThrownBy(() -> store.put(URI, new byte[1], "t", Map.of(), IfExists.REPLACE))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("'bucket'");
        answers.add(Answer.error(404, "NoSuchBucket"));
        assertThatThrownBy(() -> store.read(URI, 1)).isInstanceOf(InvalidRequest.class);
        answers.add(Answer.error(404, "NoSuchKey"));
        assertThat(store.read(URI, 1)).isEmpty();
    }

    @Test
    void takesAnUnreadableBucketForOneThatIsThere() {
        answers.add(Answer.of(404, ""));
        answers.add(Answer.of(403, ""));
        assertThat(store.describe(URI)).isEmpty();
    }

    @Test
    void saysWhereABucketOfAnotherRegionLies() {
        answers.add(Answer.error(301, "PermanentRedirect"));
        assertThatThrownBy(() -> store.read(URI, 1))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("another region");
    }

    @Test
    void readsARangeOfExactlyThisVersion() throws IOException {
        answers.add(Answer.of(206, "0123456789"));
        try (InputStream in = store.open(REF, 5, 15)) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("0123456789");
        }
        assertThat(request(0).headers()).containsEntry("Range", "bytes=5-14").containsEntry("If-Match", "\"e1\"");
    }

    @Test
    void opensAnEmptyRangeWithoutARequest() throws IOException {
        try (InputStream in = store.open(REF, 7, 7)) {
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void neverEndsABrokenStreamQuietly() {
        answers.add(new Answer(206, Map.of(), "0123", 10));
        assertThatThrownBy(() -> {
                    try (InputStream in = store.open(REF, 0, 10)) {
                        in.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class);
        answers.add(Answer.of(206, "0123"));
        assertThatThrownBy(() -> {
                    try (InputStream in = store.open(REF, 0, 10)) {
                        in.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("6 bytes before the end");
    }

    @Test
    void noticesAChangedObject() {
        answers.add(Answer.error(412, "PreconditionFailed"));
        assertThatThrownBy(() -> store.open(REF, 0, 1)).isInstanceOf(ResultChanged.class);
        answers.add(Answer.error(404, "NoSuchKey"));
        assertThatThrownBy(() -> store.open(REF, 0, 1)).isInstanceOf(ResultChanged.class);
        answers.add(Answer.error(412, "PreconditionFailed"));
        assertThatThrownBy(() -> store.copyPart(SOURCE, "u", 1, REF, 0, 1)).isInstanceOf(ResultChanged.class);
        answers.add(Answer.error(412, "PreconditionFailed"));
        assertThatThrownBy(() -> store.copy(REF, SOURCE, "t", Map.of(), IfExists.REPLACE))
                .isInstanceOf(ResultChanged.class);
    }

    @Test
    void readsNoMoreThanAllowed() {
        answers.add(Answer.of(200, "12345"));
        assertThat(store.read(URI, 5))
                .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(5));
        answers.add(Answer.of(200, "12345"));
        assertThatThrownBy(() -> store.read(URI, 4)).isInstanceOf(Internal.class);
    }

    @Test
    void takesAWholeObjectThatArrivesDamagedForAFault() {
        answers.add(new Answer(200, Map.of("x-amz-checksum-crc32", "NhCmhg=="), "hello", 5));
        assertThat(store.read(URI, 5))
                .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("hello"));
        assertThat(request(0).headers()).containsEntry("x-amz-checksum-mode", "ENABLED");
        for (String damaged : List.of("hallo", "hel")) {
            Answer answer = new Answer(200, Map.of("x-amz-checksum-crc32", "NhCmhg=="), damaged, damaged.length());
            answers.addAll(Collections.nCopies(3, answer));
            answers.add(Answer.of(200, "hello"));
            assertThat(store.read(URI, 5))
                    .as("asked again for " + damaged)
                    .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("hello"));
            answers.addAll(Collections.nCopies(4, answer));
            assertThatThrownBy(() -> store.read(URI, 5))
                    .as(damaged)
                    .isInstanceOf(Transient.class)
                    .hasMessageContaining("arrived damaged");
            assertThat(answers).isEmpty();
        }
    }

    @Test
    void writesWithTheContentsSumAndMetadata() {
        answers.add(new Answer(200, Map.of("ETag", "\"e2\""), "", 0));
        assertThat(store.put(
                        URI,
                        "hello".getBytes(StandardCharsets.UTF_8),
                        "text/csv",
                        Map.of("export-execution", "r"),
                        IfExists.REFUSE))
                .isEqualTo(new ObjectRef(URI, "\"e2\"", 5));
        assertThat(request(0).content()).isEqualTo("hello");
        assertThat(request(0).headers())
                .containsEntry("If-None-Match", "*")
                .containsEntry("Content-Type", "text/csv")
                .containsEntry("Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==")
                .containsEntry("x-amz-checksum-crc32", "NhCmhg==")
                .containsEntry("x-amz-meta-export-execution", "r");
    }

    @Test
    void replacesWhereThatIsAllowed() {
        answers.add(new Answer(200, Map.of("ETag", "\"e2\""), "", 0));
        store.put(URI, new byte[1], "t", Map.of(), IfExists.REPLACE);
        assertThat(request(0).headers()).doesNotContainKey("If-None-Match");
    }

    @Test
    void tellsARefusedWriteFromARace() {
        answers.add(Answer.error(412, "PreconditionFailed"));
        assertThatThrownBy(() -> store.put(URI, new byte[1], "t", Map.of(), IfExists.REFUSE))
                .isInstanceOf(AlreadyExists.class);
        answers.add(Answer.error(412, "PreconditionFailed"));
        assertThatThrownBy(() -> store.completeUpload(URI, "u", List.of(new UploadedPart(1, "\"p\"")), IfExists.REFUSE))
                .isInstanceOf(AlreadyExists.class);
        answers.add(Answer.error(409, "ConditionalRequestConflict"));
        assertThatThrownBy(() -> store.completeUpload(URI, "u", List.of(new UploadedPart(1, "\"p\"")), IfExists.REFUSE))
                .isInstanceOf(Transient.class);
    }

    @Test
    void copiesExactlyThisVersionWithNewMetadata() {
        answers.add(Answer.of(200, "<CopyObjectResult><ETag>\"e3\"</ETag></CopyObjectResult>"));
        assertThat(store.copy(REF, SOURCE, "text/csv", Map.of("k", "v"), IfExists.REFUSE))
                .isEqualTo(new ObjectRef(SOURCE, "\"e3\"", 100));
        assertThat(request(0).line()).isEqualTo("PUT /other/part%201");
        assertThat(request(0).headers())
                .containsEntry("x-amz-copy-source", "bucket/dir/a%20b%2B%C3%BC.csv")
                .containsEntry("x-amz-copy-source-if-match", "\"e1\"")
                .containsEntry("x-amz-metadata-directive", "REPLACE")
                .containsEntry("x-amz-meta-k", "v")
                .containsEntry("Content-Type", "text/csv")
                .containsEntry("If-None-Match", "*");
    }

    @Test
    void tellsAnExistingTargetFromAChangedSource() {
        answers.add(Answer.error(412, "PreconditionFailed"));
        answers.add(new Answer(200, Map.of("ETag", "\"x\"", "Content-Length", "1"), "", 0));
        assertThatThrownBy(() -> store.copy(REF, SOURCE, "t", Map.of(), IfExists.REFUSE))
                .isInstanceOf(AlreadyExists.class);
        answers.add(Answer.error(412, "PreconditionFailed"));
        answers.add(Answer.of(404, ""));
        answers.add(Answer.of(200, ""));
        assertThatThrownBy(() -> store.copy(REF, SOURCE, "t", Map.of(), IfExists.REFUSE))
                .isInstanceOf(ResultChanged.class);
    }

    @Test
    void uploadsInPartsAndCompletesThem() {
        answers.add(Answer.of(
                200, "<InitiateMultipartUploadResult><UploadId>u1</UploadId>" + "</InitiateMultipartUploadResult>"));
        answers.add(new Answer(200, Map.of("ETag", "\"p1\""), "", 0));
        answers.add(Answer.of(200, "<CopyPartResult><ETag>\"p2\"</ETag></CopyPartResult>"));
        answers.add(
                Answer.of(200, "<CompleteMultipartUploadResult><ETag>\"e-2\"</ETag></CompleteMultipartUploadResult>"));
        answers.add(new Answer(200, Map.of("ETag", "\"e-2\"", "Content-Length", "12"), "", 0));
        assertThat(store.startUpload(URI, "text/csv", Map.of("k", "v"))).isEqualTo("u1");
        UploadedPart first = store.uploadPart(URI, "u1", 1, "0123456789".getBytes(StandardCharsets.UTF_8), 2, 3);
        UploadedPart second = store.copyPart(URI, "u1", 2, new ObjectRef(SOURCE, "\"s\"", 100), 10, 19);
        assertThat(store.completeUpload(URI, "u1", List.of(first, second), IfExists.REFUSE))
                .isEqualTo(new ObjectRef(URI, "\"e-2\"", 12));
        assertThat(request(0).headers())
                .containsEntry("x-amz-meta-k", "v")
                .containsEntry("Content-Type", "text/csv")
                .doesNotContainKey("x-amz-checksum-algorithm");
        assertThat(request(1).content()).isEqualTo("234");
        assertThat(request(1).line()).contains("partNumber=1").contains("uploadId=u1");
        assertThat(request(1).headers()).containsKey("Content-MD5").doesNotContainKey("x-amz-checksum-crc32");
        assertThat(request(2).headers())
                .containsEntry("x-amz-copy-source-range", "bytes=10-18")
                .containsEntry("x-amz-copy-source-if-match", "\"s\"");
        assertThat(new String(request(3).body(), StandardCharsets.UTF_8)).contains("<PartNumber>2</PartNumber>");
        assertThat(request(3).headers()).containsEntry("If-None-Match", "*");
    }

    @Test
    void copiesAWholeSmallObjectAsAPartWithoutARange() {
        answers.add(Answer.of(200, "<CopyPartResult><ETag>\"p2\"</ETag></CopyPartResult>"));
        store.copyPart(URI, "u1", 2, new ObjectRef(SOURCE, "\"s\"", 100), 0, 100);
        assertThat(request(0).headers()).doesNotContainKey("x-amz-copy-source-range");
    }

    @Test
    void takesALostUploadForAFaultAndAnAbortedOneForDone() {
        answers.add(Answer.error(404, "NoSuchUpload"));
        assertThatThrownBy(
                        () -> store.completeUpload(URI, "u", List.of(new UploadedPart(1, "\"p\"")), IfExists.REPLACE))
                .isInstanceOf(Transient.class);
        answers.add(Answer.error(404, "NoSuchUpload"));
        store.abortUpload(URI, "u");
        answers.add(Answer.error(403, "AccessDenied"));
        assertThatThrownBy(() -> store.abortUpload(URI, "u"))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("s3:AbortMultipartUpload")
                .hasMessageContaining(URI.toString());
    }

    @Test
    void listsPageByPage() {
        answers.add(Answer.of(
                200,
                "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t/1"
                        + "</NextContinuationToken><Contents><Key>dir/a</Key><ETag>\"1\"</ETag><Size>3</Size></Contents>"
                        + "</ListBucketResult>"));
        assertThat(store.list(S3Uri.parse("s3://bucket/dir/")).findFirst())
                .hasValue(new ObjectRef(S3Uri.parse("s3://bucket/dir/a"), "\"1\"", 3));
        assertThat(requests).hasSize(1);
        answers.add(Answer.of(
                200,
                "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t/1"
                        + "</NextContinuationToken><Contents><Key>dir/a</Key><ETag>\"1\"</ETag><Size>3</Size></Contents>"
                        + "</ListBucketResult>"));
        answers.add(Answer.of(
                200,
                "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>dir/b</Key>"
                        + "<ETag>\"2\"</ETag><Size>4</Size></Contents></ListBucketResult>"));
        assertThat(store.list(S3Uri.parse("s3://bucket/dir/"))).hasSize(2);
        assertThat(request(2).line()).contains("continuation-token=t%2F1").contains("prefix=dir%2F");
    }

    @Test
    void abortsTheUploadsBelowAPrefixPageByPage() {
        answers.add(Answer.of(
                200,
                "<ListMultipartUploadsResult><IsTruncated>true</IsTruncated><NextKeyMarker>dir/a"
                        + "</NextKeyMarker><NextUploadIdMarker>u1</NextUploadIdMarker><Upload><Key>dir/a</Key><UploadId>u1"
                        + "</UploadId></Upload></ListMultipartUploadsResult>"));
        answers.add(Answer.of(204, ""));
        answers.add(Answer.of(
                200,
                "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated><Upload><Key>dir/b"
                        + "</Key><UploadId>u2</UploadId></Upload></ListMultipartUploadsResult>"));
        answers.add(Answer.error(404, "NoSuchUpload"));
        store.abortUploads(S3Uri.parse("s3://bucket/dir/"));
        assertThat(request(0).line())
                .startsWith("GET")
                .contains("prefix=dir%2F")
                .contains("uploads");
        assertThat(request(1).line()).startsWith("DELETE").contains("dir/a").contains("uploadId=u1");
        assertThat(request(2).line()).contains("key-marker=dir%2Fa").contains("upload-id-marker=u1");
        assertThat(request(3).line()).startsWith("DELETE").contains("dir/b").contains("uploadId=u2");
    }

    @Test
    void abortsTheUploadsToATargetThatHaveNoPart() {
        String target = "<Key>dir/a</Key>";
        answers.add(Answer.of(
                200,
                "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>"
                        + "<Upload>" + target + "<UploadId>empty</UploadId></Upload>"
                        + "<Upload>" + target + "<UploadId>begun</UploadId></Upload>"
                        + "<Upload>" + target + "<UploadId>gone</UploadId></Upload>"
                        + "<Upload><Key>dir/ab</Key><UploadId>other</UploadId></Upload></ListMultipartUploadsResult>"));
        answers.add(Answer.of(200, "<ListPartsResult></ListPartsResult>"));
        answers.add(Answer.of(204, ""));
        answers.add(Answer.of(200, "<ListPartsResult><Part><PartNumber>1</PartNumber></Part></ListPartsResult>"));
        answers.add(Answer.error(404, "NoSuchUpload"));
        store.abortEmptyUploads(S3Uri.parse("s3://bucket/dir/a"));
        assertThat(requests)
                .extracting(Request::line)
                .filteredOn(line -> line.startsWith("DELETE"))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("uploadId=empty"));
        assertThat(requests).hasSize(5);
    }

    @Test
    void refusesAListedKeyItCannotWorkWith() {
        answers.add(Answer.of(
                200,
                "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>dir//b</Key>"
                        + "<ETag>\"2\"</ETag><Size>4</Size></Contents></ListBucketResult>"));
        assertThatThrownBy(() -> store.list(S3Uri.parse("s3://bucket/dir/")).toList())
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("dir//b");
    }

    @Test
    void deletesInBatchesOfAThousand() {
        answers.add(Answer.of(200, "<DeleteResult></DeleteResult>"));
        answers.add(Answer.of(200, "<DeleteResult></DeleteResult>"));
        store.delete(IntStream.range(0, 1_001)
                .mapToObj(i -> S3Uri.parse("s3://bucket/k" + i))
                .toList());
        assertThat(requests).hasSize(2);
        assertThat(new String(request(0).body(), StandardCharsets.UTF_8)).contains("<Key>k999</Key>");
        assertThat(new String(request(1).body(), StandardCharsets.UTF_8))
                .contains("<Key>k1000</Key>")
                .doesNotContain("k999");
        store.delete(List.of());
        assertThat(requests).hasSize(2);
    }

    @Test
    void reportsWhatCouldNotBeDeleted() {
        answers.add(Answer.of(
                200,
                "<DeleteResult><Error><Key>a</Key><Code>SlowDown</Code><Message>m</Message></Error>"
                        + "<Error><Key>b</Key><Code>AccessDenied</Code><Message>m</Message></Error></DeleteResult>"));
        assertThatThrownBy(() -> store.delete(List.of(S3Uri.parse("s3://bucket/a"), S3Uri.parse("s3://bucket/b"))))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("s3://bucket/b");
        answers.add(Answer.of(
                200,
                "<DeleteResult><Error><Key>a</Key><Code>SlowDown</Code><Message>m</Message></Error>"
                        + "</DeleteResult>"));
        assertThatThrownBy(() -> store.delete(List.of(S3Uri.parse("s3://bucket/a"))))
                .isInstanceOf(Throttled.class);
    }

    @Test
    void translatesDenialsAndThrottling() {
        answers.add(Answer.error(403, "AccessDenied"));
        assertThatThrownBy(() -> store.put(URI, new byte[1], "t", Map.of(), IfExists.REPLACE))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("s3:PutObject")
                .hasMessageContaining(URI.toString());
        IntStream.range(0, 4).forEach(_ -> answers.add(Answer.error(503, "SlowDown")));
        assertThatThrownBy(() -> store.read(URI, 1)).isInstanceOf(Throttled.class);
    }
}
