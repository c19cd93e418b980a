package io.featurestore.local.s3;

import static io.featurestore.local.s3.RunningS3.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Checks the bytes of requests and answers, which the SDK's client does not show.
class S3ProtocolTest {
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
    void answersErrorsAsXml() throws Exception {
        var answer = s3.send(s3.request("/bucket/a%26b"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/xml");
        assertThat(answer.body())
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>NoSuchKey</Code>"
                        + "<Message>there is no object a&amp;b</Message><Resource>/bucket/a%26b</Resource><RequestId>");
    }

    @Test
    void servesABucketOnAHostOfItsName() throws Exception {
        s3.put("a/k", "hello");

        assertThat(raw("GET /a/k HTTP/1.1", "Host: bucket.localhost:4566"))
                .startsWith("HTTP/1.1 200")
                .endsWith("\r\n\r\nhello");
        assertThat(raw("GET /?list-type=2 HTTP/1.1", "Host: bucket.localhost")).contains("<Key>a/k</Key>");
    }

    @Test
    void decodesSignedChunks() throws Exception {
        String answer = raw("PUT /bucket/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 104\r\n"
                + "Content-Encoding: aws-chunked\r\nx-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\r\n"
                + "x-amz-decoded-content-length: 8\r\nConnection: close\r\n\r\n"
                + "5;chunk-signature=0123456789abcdef\r\nhello\r\n3;chunk-signature=0\r\n\r\n!\r\n"
                + "0;chunk-signature=0123456789abc\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(s3.get("k")).isEqualTo("hello\r\n!");
        assertThat(s3.client.headObject(r -> r.bucket(BUCKET).key("k")).contentEncoding())
                .isNull();
    }

    @Test
    void refusesChunksThatDoNotAddUp() throws Exception {
        assertThat(chunked(6, "5\r\nhello\r\n0\r\n\r\n")).contains("<Code>IncompleteBody</Code>");
        assertThat(chunked(5, "5\r\nhello\r\n")).contains("<Code>IncompleteBody</Code>");
        assertThat(chunked(5, "5\r\nhelloo\r\n0\r\n\r\n")).contains("<Code>InvalidRequest</Code>");
        assertThat(chunked(5, "x\r\nhello\r\n0\r\n\r\n")).contains("<Code>InvalidRequest</Code>");
        assertThat(chunked(5, "-5\r\nhello\r\n0\r\n\r\n")).contains("<Code>InvalidRequest</Code>");
    }

    @Test
    void verifiesTheChecksumAfterTheChunks() throws Exception {
        String trailer = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:%s\r\n\r\n";

        assertThat(chunked(5, trailer.formatted("NhCmhg=="), "x-amz-trailer: x-amz-checksum-crc32"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("x-amz-checksum-crc32: NhCmhg==");
        assertThat(chunked(5, trailer.formatted("NhCmhh=="), "x-amz-trailer: x-amz-checksum-crc32"))
                .contains("<Code>BadDigest</Code>");
        assertThat(chunked(5, "5\r\nhello\r\n0\r\n\r\n", "x-amz-trailer: x-amz-checksum-crc32"))
                .contains("<Code>MalformedTrailerError</Code>");
        assertThat(chunked(5, "5\r\nhello\r\n0\r\n\r\n", "x-amz-trailer: x-amz-signature"))
                .contains("<Code>InvalidRequest</Code>");
    }

    @Test
    void refusesAnUploadOfUnknownLength() throws Exception {
        assertThat(raw("PUT /bucket/k HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                        + "Connection: close\r\n\r\n1\r\nx\r\n0\r\n\r\n"))
                .contains("<Code>MissingContentLength</Code>");
    }

    @Test
    void servesAPresignedUrlUntilItExpires() throws Exception {
        s3.put("a b", "hello");
        URI url;
        try (S3Presigner presigner = s3.presigner()) {
            url = presigner
                    .presignGetObject(p -> p.signatureDuration(Duration.ofSeconds(60))
                            .getObjectRequest(r -> r.bucket(BUCKET).key("a b").responseContentType("x/y")))
                    .url()
                    .toURI();
        }

        var answer = s3.send(HttpRequest.newBuilder(url));
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.headers().firstValue("Content-Type")).contains("x/y");
        try (RunningS3 later = RunningS3.start(folder, Clock.fixed(Instant.now().plusSeconds(62), ZoneOffset.UTC))) {
            var late = later.send(later.request(url.getRawPath() + "?" + url.getRawQuery()));
            assertThat(late.statusCode()).isEqualTo(403);
            assertThat(late.body()).contains("<Code>AccessDenied</Code>").contains("expired");
        }
    }

    @Test
    void readsNoDocumentTypes() throws Exception {
        s3.put("k", "x");
        var answer = s3.send(s3.request("/bucket?delete")
                .POST(BodyPublishers.ofString("<!DOCTYPE Delete [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                        + "<Delete><Object><Key>&e;</Key></Object></Delete>")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("<Code>MalformedXML</Code>");
    }

    @Test
    void refusesAPathThatCannotBeDecoded() throws Exception {
        assertThat(s3.send(s3.request("/bucket/%ff")).body()).contains("<Code>InvalidURI</Code>");
    }

    @Test
    void answersAKeyWithControlCharacters() throws Exception {
        s3.put("a\rb", "x");

        assertThat(s3.send(s3.request("/bucket?list-type=2")).body()).contains("<Key>a&#xd;b</Key>");
        assertThat(s3.send(s3.request("/bucket?list-type=2&encoding-type=url")).body())
                .contains("<Key>a%0Db</Key>");
    }

    private String chunked(int length, String body, String... headers) throws IOException {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return raw("PUT /bucket/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                + "\r\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nx-amz-decoded-content-length: "
                + length + "\r\n" + more + "Connection: close\r\n\r\n" + body);
    }

    private String raw(String line, String host) throws IOException {
        return raw(line + "\r\n" + host + "\r\nConnection: close\r\n\r\n");
    }

    private String raw(String request) throws IOException {
        return s3.raw(request);
    }
}
