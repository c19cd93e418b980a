package io.featurestore.local.s3;

import static io.featurestore.local.s3.RunningS3.BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// A presigned URL is good for what it was signed for, and nothing else.
class PresignedUrlsTest {
    @TempDir
    Path folder;

    private RunningS3 s3;

    @BeforeEach
    void start() throws Exception {
        s3 = RunningS3.start(folder);
        s3.put("mine/a b+c~é.csv", "mine");
        s3.put("mine/other", "other");
        s3.put("k", "hello");
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    private String signed(String accessKey, String secret, String key) {
        try (S3Presigner presigner = s3.presigner(accessKey, secret)) {
            URI url = URI.create(presigner
                    .presignGetObject(p -> p.signatureDuration(Duration.ofSeconds(60))
                            .getObjectRequest(r -> r.bucket(BUCKET).key(key).responseContentType("x/y")))
                    .url()
                    .toString());
            return url.getRawPath() + "?" + url.getRawQuery();
        }
    }

    private int status(String path) throws Exception {
        return s3.send(s3.request(path)).statusCode();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mine/a b+c~é.csv", "k"})
    void servesTheKeyItWasSignedFor(String key) throws Exception {
        assertThat(status(signed("local", "local", key))).isEqualTo(200);
    }

    @Test
    void signsUploadsToo() throws Exception {
        try (S3Presigner presigner = s3.presigner()) {
            URI url = URI.create(presigner
                    .presignPutObject(p -> p.signatureDuration(Duration.ofSeconds(60))
                            .putObjectRequest(r -> r.bucket(BUCKET).key("new")))
                    .url()
                    .toString());
            String path = url.getRawPath() + "?" + url.getRawQuery();
            assertThat(s3.send(s3.request(path).PUT(BodyPublishers.ofString("x")))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(status(path)).as("read with it").isEqualTo(403);
            assertThat(s3.send(s3.request(path.replace("/new", "/k")).PUT(BodyPublishers.ofString("x")))
                            .statusCode())
                    .as("written elsewhere")
                    .isEqualTo(403);
        }
        assertThat(s3.get("k")).isEqualTo("hello");
        assertThat(s3.get("new")).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({
        "/k\\?,/mine/other?",
        "/k\\?,/mine/../k?",
        "/k\\?,/?",
        "Expires=60,Expires=600",
        "response-content-type=x%2Fy,response-content-type=text%2Fhtml",
        "Date=2\\d{3},Date=2999",
        "Signature=.,Signature=0g",
        "Credential=local,Credential=other",
        "SignedHeaders=host,SignedHeaders=",
        "AWS4-HMAC-SHA256,AWS4-HMAC-SHA1",
        "$,&x=1",
        "\\?,?uploads&"
    })
    void refusesWhatWasNotSigned(String from, String to) throws Exception {
        String url = signed("local", "local", "k");
        String changed = url.replaceFirst(from, to);

        assertThat(changed).isNotEqualTo(url);
        assertThat(status(changed)).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"local, wrong", "other, local"})
    void refusesAnotherSecret(String accessKey, String secret) throws Exception {
        var answer = s3.send(s3.request(signed(accessKey, secret, "k")));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @Test
    void refusesToWriteAndToDeleteWithAUrlForReading() throws Exception {
        String url = signed("local", "local", "k");

        assertThat(s3.send(s3.request(url).PUT(BodyPublishers.ofString("x"))).statusCode())
                .isEqualTo(403);
        assertThat(s3.send(s3.request(url).DELETE()).statusCode()).isEqualTo(403);
        assertThat(s3.get("k")).isEqualTo("hello");
    }

    @Test
    void checksTheOldSignaturesToo() throws Exception {
        long end = Instant.now().plusSeconds(60).getEpochSecond();
        long past = Instant.now().minusSeconds(1).getEpochSecond();

        assertThat(status(old("/bucket/k", "/bucket/k", end, end))).isEqualTo(200);
        assertThat(status(old("/bucket/k", "/bucket/k", past, past))).isEqualTo(403);
        assertThat(status(old("/bucket/k", "/bucket/k", past, end)))
                .as("a later end")
                .isEqualTo(403);
        assertThat(status(old("/bucket/k", "/bucket/mine/other", end, end)))
                .as("another key")
                .isEqualTo(403);
    }

    private static String old(String signedPath, String path, long signedEnd, long end) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("local".getBytes(UTF_8), "HmacSHA1"));
        String signature = Base64.getEncoder()
                .encodeToString(mac.doFinal(("GET\n\n\n" + signedEnd + "\n" + signedPath).getBytes(UTF_8)));
        return path + "?AWSAccessKeyId=local&Signature=" + URLEncoder.encode(signature, UTF_8) + "&Expires=" + end;
    }
}
