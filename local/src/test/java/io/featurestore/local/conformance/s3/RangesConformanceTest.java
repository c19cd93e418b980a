package io.featurestore.local.conformance.s3;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks ranged reads and the headers of an answer against
/// [GetObject](https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html),
/// [HeadObject](https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html), and
/// [RFC 9110, section 14](https://www.rfc-editor.org/rfc/rfc9110.html#name-range), to which they refer.
class RangesConformanceTest {
    @TempDir
    static Path folder;

    private static Bucket bucket;
    private static String etag;

    @BeforeAll
    static void open() throws IOException {
        bucket = new Bucket(folder);
        etag = bucket.put("digits", "0123456789");
    }

    @AfterAll
    static void close() {
        bucket.close();
    }

    /// Holds a range, the content, and the range that the answer names.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "bytes=0-4, 01234, bytes 0-4/10",
        "bytes=9-9, 9, bytes 9-9/10",
        "bytes=5-, 56789, bytes 5-9/10",
        "bytes=-1, 9, bytes 9-9/10",
        "bytes=-10, 0123456789, bytes 0-9/10",
        "bytes=-11, 0123456789, bytes 0-9/10",
        "bytes=0-9, 0123456789, bytes 0-9/10",
        "bytes=0-10, 0123456789, bytes 0-9/10",
        "bytes=3-999999999999, 3456789, bytes 3-9/10"
    })
    void answersARangeWith206(String range, String content, String contentRange) {
        HttpResponse<String> get = bucket.send("GET", "/digits", "Range", range);
        HttpResponse<String> head = bucket.send("HEAD", "/digits", "Range", range);

        assertThat(get.statusCode()).isEqualTo(206);
        assertThat(get.body()).isEqualTo(content);
        assertThat(get.headers().firstValue("Content-Range")).contains(contentRange);
        assertThat(get.headers().firstValue("Content-Length")).contains(Integer.toString(content.length()));
        assertThat(get.headers().firstValue("ETag"))
                .as("the ETag is that of the object")
                .contains(etag);
        assertThat(head.statusCode()).isEqualTo(206);
        assertThat(head.headers().firstValue("Content-Length")).contains(Integer.toString(content.length()));
    }

    /// Holds ranges of which no byte is in the object.
    @ParameterizedTest
    @CsvSource({"bytes=10-", "bytes=10-20", "bytes=1000-2000", "bytes=-0"})
    void answersARangeBehindTheEndWith416(String range) {
        assertRefused(
                () -> bucket.client.getObject(
                        r -> r.bucket(Bucket.NAME).key("digits").range(range)),
                416,
                "InvalidRange");
        assertThat(bucket.send("HEAD", "/digits", "Range", range).statusCode()).isEqualTo(416);
    }

    /// Holds what is no range of one piece; RFC 9110 lets a server ignore it, and S3 reads no several ranges.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"bytes=0-1,3-4", "bytes=5-2", "bytes=", "bytes=a-b", "items=0-1", "bytes 0-1"})
    void ignoresWhatIsNoSingleRange(String range) {
        HttpResponse<String> get = bucket.send("GET", "/digits", "Range", range);

        assertThat(get.statusCode()).isEqualTo(200);
        assertThat(get.body()).isEqualTo("0123456789");
        assertThat(get.headers().firstValue("Content-Range")).isEmpty();
    }

    @Test
    void checksTheConditionsBeforeTheRange() {
        assertThat(bucket.send("GET", "/digits", "Range", "bytes=20-", "If-Match", "\"other\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(bucket.send("GET", "/digits", "Range", "bytes=0-1", "If-None-Match", etag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(bucket.send("GET", "/digits", "Range", "bytes=0-1", "If-Match", etag)
                        .body())
                .isEqualTo("01");
    }

    /// Holds a parameter of the request, the header of the answer that it replaces, and its value.
    @ParameterizedTest
    @CsvSource({
        "response-content-type, Content-Type, text/csv",
        "response-cache-control, Cache-Control, no-cache",
        "response-content-disposition, Content-Disposition, inline",
        "response-content-encoding, Content-Encoding, identity",
        "response-content-language, Content-Language, ko",
        "response-expires, Expires, 'Thu, 01 Jan 2026 00:00:00 GMT'"
    })
    void replacesAHeaderOfTheAnswer(String parameter, String header, String value) {
        String query = "?" + parameter + "="
                + value.replace(" ", "%20").replace(",", "%2C").replace("/", "%2F");

        assertThat(bucket.send("GET", "/digits" + query).headers().firstValue(header))
                .contains(value);
        assertThat(bucket.send("GET", "/digits").headers().firstValue(header).filter(value::equals))
                .isEmpty();
    }

    @Test
    void answersAnEmptyObjectAndNoRangeOfIt() {
        bucket.put("empty", "");

        assertThat(bucket.send("GET", "/empty").statusCode()).isEqualTo(200);
        assertThat(bucket.send("GET", "/empty", "Range", "bytes=0-0").statusCode())
                .isEqualTo(416);
    }
}
