package io.featurestore.local.conformance.s3;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectStorageClass;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Checks ListObjectsV2 against its page of the API reference
/// (docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html) and Organizing objects using prefixes
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html). The bucket holds the keys of that page
/// and some more.
class ListingConformanceTest {
    private static final List<String> KEYS = List.of(
            "Development/Projects1.xls",
            "Finance/statement1.pdf",
            "Private/taxdocument.pdf",
            "photos/2006/February/sample2.jpg",
            "photos/2006/January/sample.jpg",
            "photos/2006/February/sample3.jpg",
            "photos/2006/March/sample.jpg",
            "s3-dg.pdf",
            "sample.jpg",
            "test_file(3).png",
            "ü b+c&d.txt");

    @TempDir
    static Path folder;

    private static Bucket bucket;

    @BeforeAll
    static void open() throws IOException {
        bucket = new Bucket(folder);
        KEYS.forEach(key -> bucket.put(key, "content"));
    }

    @AfterAll
    static void close() {
        bucket.close();
    }

    /// Holds prefix, delimiter and start, and the keys and the common prefixes that are listed.
    @ParameterizedTest(name = "prefix {0}, delimiter {1}, after {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        - | / | -                  | s3-dg.pdf,sample.jpg,test_file(3).png,ü b+c&d.txt | Development/,Finance/,Private/,photos/
        photos/2006/ | / | -       | - | photos/2006/February/,photos/2006/January/,photos/2006/March/
        photos/2006/February/ | / | - | photos/2006/February/sample2.jpg,photos/2006/February/sample3.jpg | -
        photos/2006 | / | -        | - | photos/2006/
        photos/2006/J | - | -      | photos/2006/January/sample.jpg | -
        s | / | -                  | s3-dg.pdf,sample.jpg | -
        s | . | -                  | - | s3-dg.,sample.
        - | /2006/ | photos        | s3-dg.pdf,sample.jpg,test_file(3).png,ü b+c&d.txt | photos/2006/
        none | / | -               | - | -
        - | - | s3-dg.pdf          | sample.jpg,test_file(3).png,ü b+c&d.txt | -
        - | - | s4                 | sample.jpg,test_file(3).png,ü b+c&d.txt | -
        - | / | Finance/           | s3-dg.pdf,sample.jpg,test_file(3).png,ü b+c&d.txt | Private/,photos/
        - | / | Finance/statement1.pdf | s3-dg.pdf,sample.jpg,test_file(3).png,ü b+c&d.txt | Private/,photos/
        - | / | Finance/a          | s3-dg.pdf,sample.jpg,test_file(3).png,ü b+c&d.txt | Private/,photos/
        photos/2006/ | / | photos/2006/February/sample2.jpg | - | photos/2006/January/,photos/2006/March/
        - | / | zzz                | ü b+c&d.txt | -
        """)
    void listsKeysAndCommonPrefixes(String prefix, String delimiter, String after, String keys, String prefixes) {
        ListObjectsV2Request.Builder request = ListObjectsV2Request.builder()
                .bucket(Bucket.NAME)
                .prefix(prefix)
                .delimiter(delimiter)
                .startAfter(after);

        ListObjectsV2Response all = bucket.client.listObjectsV2(request.build());
        assertThat(all.contents()).extracting(S3Object::key).containsExactlyInAnyOrderElementsOf(parts(keys));
        assertThat(all.commonPrefixes()).extracting(CommonPrefix::prefix).isEqualTo(parts(prefixes));
        assertThat(all.keyCount())
                .as("a common prefix counts as one key")
                .isEqualTo(parts(keys).size() + parts(prefixes).size());
        assertThat(all.isTruncated()).isFalse();
        List<String> paged = new ArrayList<>();
        bucket.client.listObjectsV2Paginator(request.maxKeys(1).build()).forEach(page -> {
            assertThat(page.keyCount()).isLessThanOrEqualTo(1);
            page.contents().forEach(object -> paged.add(object.key()));
            page.commonPrefixes().forEach(common -> paged.add(common.prefix()));
        });
        List<String> expected = new ArrayList<>(parts(keys));
        expected.addAll(parts(prefixes));
        assertThat(paged).as("pages of one entry give the same").containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void repeatsTheRequestInTheAnswer() {
        ListObjectsV2Response page = bucket.client.listObjectsV2(r -> r.bucket(Bucket.NAME)
                .prefix("photos/")
                .delimiter(".")
                .startAfter("photos/2006/")
                .maxKeys(2));

        assertThat(page.name()).isEqualTo(Bucket.NAME);
        assertThat(page.prefix()).isEqualTo("photos/");
        assertThat(page.delimiter()).isEqualTo(".");
        assertThat(page.startAfter()).isEqualTo("photos/2006/");
        assertThat(page.maxKeys()).isEqualTo(2);
        assertThat(page.isTruncated()).isTrue();
        assertThat(page.nextContinuationToken()).isNotBlank();
        assertThat(page.continuationToken()).isNull();
        ListObjectsV2Response next = bucket.client.listObjectsV2(r -> r.bucket(Bucket.NAME)
                .prefix("photos/")
                .delimiter(".")
                .maxKeys(2)
                .continuationToken(page.nextContinuationToken()));
        assertThat(next.continuationToken()).isEqualTo(page.nextContinuationToken());
        assertThat(next.isTruncated()).isFalse();
        assertThat(next.nextContinuationToken()).isNull();
    }

    @Test
    void describesEachObject() {
        S3Object object = bucket.client
                .listObjectsV2(r -> r.bucket(Bucket.NAME).prefix("sample.jpg"))
                .contents()
                .getFirst();

        assertThat(object.size()).isEqualTo(7);
        assertThat(object.eTag()).isEqualTo("\"9a0364b9e99bb480dd25e1f0284c8555\"");
        assertThat(object.storageClass()).isEqualTo(ObjectStorageClass.STANDARD);
        assertThat(object.owner()).as("the owner is not present by default").isNull();
        assertThat(object.lastModified().truncatedTo(ChronoUnit.SECONDS))
                .isEqualTo(bucket.client
                        .headObject(r -> r.bucket(Bucket.NAME).key("sample.jpg"))
                        .lastModified());
    }

    @Test
    void givesNoMoreThanAThousandKeys() throws IOException {
        try (Bucket many = new Bucket(folder.resolve("many"))) {
            for (int i = 0; i < 1_001; i++) {
                many.put("%04d".formatted(i), "");
            }

            for (int asked : new int[] {1_000, 1_001, 5_000}) {
                ListObjectsV2Response page =
                        many.client.listObjectsV2(r -> r.bucket(Bucket.NAME).maxKeys(asked));
                assertThat(page.contents()).hasSize(1_000);
                assertThat(page.isTruncated()).isTrue();
            }
            assertThat(many.client.listObjectsV2(r -> r.bucket(Bucket.NAME)).contents())
                    .hasSize(1_000);
            assertThat(many.client
                            .listObjectsV2Paginator(r -> r.bucket(Bucket.NAME))
                            .contents())
                    .hasSize(1_001);
        }
    }

    /// Holds the request, and a part of the answer as it is sent. The key is the reference's example.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ?list-type=2&encoding-type=url&prefix=test_file%28                   | <Key>test_file%283%29.png</Key>
        ?list-type=2&encoding-type=url&prefix=test_file%28                   | <Prefix>test_file%28</Prefix>
        ?list-type=2&encoding-type=url&prefix=test_file%28                   | <EncodingType>url</EncodingType>
        ?list-type=2&encoding-type=url&prefix=%C3%BC                         | <Prefix>%C3%BC</Prefix>
        ?list-type=2&encoding-type=url&delimiter=%28                         | <Delimiter>%28</Delimiter>
        ?list-type=2&encoding-type=url&start-after=%C3%BB                    | <StartAfter>%C3%BB</StartAfter>
        ?list-type=2&prefix=test_file%28                                     | <Key>test_file(3).png</Key>
        ?list-type=2&prefix=%C3%BC                                           | <Key>ü b+c&amp;d.txt</Key>
        """)
    void encodesKeysOnlyIfAsked(String query, String part) {
        assertThat(bucket.send("GET", query).body()).contains(part);
    }

    @Test
    void refusesAnythingButAUrlEncodingAndAWholeNumber() {
        assertThat(bucket.send("GET", "?list-type=2&encoding-type=xml").statusCode())
                .isEqualTo(400);
        assertThat(bucket.send("GET", "?list-type=2&max-keys=many").body()).contains("<Code>InvalidArgument</Code>");
        assertRefused(() -> bucket.client.listObjectsV2(r -> r.bucket("no-such-bucket")), 404, "NoSuchBucket");
    }

    private static List<String> parts(String list) {
        return list == null ? List.of() : Arrays.asList(list.split(","));
    }
}
