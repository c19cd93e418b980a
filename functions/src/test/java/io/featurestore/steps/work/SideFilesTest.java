package io.featurestore.steps.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SideFilesTest {
    private static final List<String> SEGMENTS = List.of(
            "a", "run", "_a", "data.json.gz", "_run", "é 😀", "a.manifest.json", "_", "year=2022", "manifest.json");

    @ParameterizedTest
    @CsvSource({
        "s3://bucket/p/data.json.gz, s3://bucket/p/_data.json.gz.manifest.json, s3://bucket/p/_data.json.gz.report.html",
        "s3://bucket/data, s3://bucket/_data.manifest.json, s3://bucket/_data.report.html",
        "s3://bucket/p/run/, s3://bucket/p/_run.manifest.json, s3://bucket/p/_run.report.html",
        "s3://bucket/run/, s3://bucket/_run.manifest.json, s3://bucket/_run.report.html",
        "s3://bucket/, s3://bucket/_manifest.json, s3://bucket/_report.html",
        "s3://bucket/_run/, s3://bucket/__run.manifest.json, s3://bucket/__run.report.html"
    })
    void liesBesideTheOutput(String output, String manifest, String report) {
        assertThat(SideFiles.of(S3Uri.parse(output)))
                .isEqualTo(new SideFiles(S3Uri.parse(manifest), S3Uri.parse(report)));
    }

    /// A reader lists by a prefix: the output's own name, the folder of the part files, or a glob in it.
    @RepeatedTest(200)
    void noListingOfTheOutputFindsIt(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String key = random.ints(1 + random.nextInt(3), 0, SEGMENTS.size())
                        .mapToObj(SEGMENTS::get)
                        .collect(Collectors.joining("/"))
                + (random.nextBoolean() ? "/" : "");
        if (key.matches("(.*/)?_+")) {
            assertThatThrownBy(() -> SideFiles.of(new S3Uri("bucket", key)))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        SideFiles files = SideFiles.of(new S3Uri("bucket", key));
        for (S3Uri file : List.of(files.manifest(), files.report())) {
            String name = file.key().substring(file.key().lastIndexOf('/') + 1);
            assertThat(file.key()).as(key).doesNotStartWith(key);
            assertThat(name).as(key).startsWith("_");
            assertThat(file.key().split("/", -1))
                    .as(key)
                    .hasSize(key.replaceFirst("/$", "").split("/", -1).length);
        }
        assertThat(files.manifest()).isNotEqualTo(files.report());
    }
}
