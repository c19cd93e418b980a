package io.featurestore.steps.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.OutputExists;
import io.featurestore.steps.publish.ExportRun.Wish;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks what counts as an existing output, before the query and at the end.
class ExistingOutputTest {
    private static final S3Uri MANIFEST = S3Uri.parse("s3://out/_dir.manifest.json");

    private final InMemoryObjectStore store = ExportRun.newStore();

    @ParameterizedTest
    @CsvSource({
        "s3://out/data.json.gz, s3://out/data.json.gz, false, 'Set overwrite'",
        "s3://out/data.json.gz, s3://out/_data.json.gz.manifest.json, false, 'no export wrote'",
        "s3://out/data.json.gz, s3://out/_data.json.gz.report.html, false, 'no export wrote'",
        "s3://out/data.json.gz, s3://out/data.json.gz, true, 'no export wrote it'",
        "s3://out/data.json.gz, s3://out/_data.json.gz.manifest.json, true, 'no export wrote'",
        "s3://out/data.json.gz, s3://out/_data.json.gz.report.html, true, 'no export wrote'",
        "s3://out/dir/, s3://out/dir/x, false, 'Set overwrite'",
        "s3://out/dir/, s3://out/dir/x, true, 'No manifest'",
        "s3://out/dir/, s3://out/_dir.manifest.json, false, 'no export wrote'",
        "s3://out/dir/, s3://out/_dir.manifest.json, true, 'no export wrote'",
        "s3://out/, s3://out/x, false, 'Set overwrite'",
        "s3://out/, s3://out/_manifest.json, false, 'no export wrote'"
    })
    void refusesWhatItMayNotReplaceBeforeAndAfterTheQuery(
            String output, String there, boolean overwrite, String reason) {
        store.seed(S3Uri.parse(there), new byte[] {1});
        Wish wish = wish(output, overwrite).reporting();

        assertThatThrownBy(() -> check(wish))
                .isInstanceOf(OutputExists.class)
                .hasMessageContaining(there)
                .hasMessageContainingAll(reason, "ame another output");
        assertThatThrownBy(ExportRun.converted(store, wish)::finish).isInstanceOf(OutputExists.class);
        assertThat(store.content(S3Uri.parse(there))).containsExactly(1);
    }

    /// Each of these objects is foreign, and the deployment lets `overwrite` replace it.
    @ParameterizedTest
    @CsvSource({"data.json.gz", "_data.json.gz.manifest.json", "_data.json.gz.report.html"})
    void replacesWhatNoExportWroteOnlyWhereTheDeploymentAllowsIt(String key) {
        S3Uri there = new S3Uri("out", key);
        store.seed(there, new byte[] {1});
        Wish wish = wish("s3://out/data.json.gz", true).reporting();

        assertThatThrownBy(() -> ExportRun.converted(store, wish).finish()).isInstanceOf(OutputExists.class);
        assertThatCode(() -> check(wish, true)).doesNotThrowAnyException();
        ExportRun.converted(store, wish).finish(true);

        assertThat(store.content(there)).hasSizeGreaterThan(1);
    }

    @Test
    void marksEveryObjectThatItPublishes() {
        ExportRun.converted(store, wish("s3://out/dir/", false).reporting()).result();
        ExportRun.converted(
                        store,
                        wish("s3://out/data.json.gz", false).execution("run-2").reporting())
                .result();

        List<S3Uri> published =
                store.uris().stream().filter(uri -> uri.bucket().equals("out")).toList();
        assertThat(published).hasSizeGreaterThan(6).allSatisfy(uri -> assertThat(
                        store.describe(uri).orElseThrow().metadata())
                .containsKey(Ownership.KEY));
    }

    /// Exports of early versions did not mark their objects.
    @Test
    void knowsAnUnmarkedObjectOfAnEarlyExportByTheManifestBesideIt() {
        ExportRun.converted(store, wish("s3://out/data.json.gz", false)).result();
        S3Uri output = new S3Uri("out", "data.json.gz");
        S3Uri manifest = new S3Uri("out", "_data.json.gz.manifest.json");
        byte[] content = store.content(output);
        store.seed(output, content);
        store.seed(manifest, store.content(manifest));
        Wish again = wish("s3://out/data.json.gz", true).execution("run-2");
        assertThatCode(() -> check(again)).doesNotThrowAnyException();

        store.seed(output, java.util.Arrays.copyOf(content, content.length + 1));
        assertThatThrownBy(() -> check(again))
                .isInstanceOf(OutputExists.class)
                .hasMessageContaining("no export wrote it");
    }

    @Test
    void refusesPartFilesInWhosePlaceThereIsAnotherObject() {
        ExportRun.converted(store, wish("s3://out/dir/", false)).result();
        S3Uri part = store.uris().stream()
                .filter(uri -> uri.key().startsWith("dir/part-"))
                .findFirst()
                .orElseThrow();
        store.seed(part, new byte[] {1});

        Wish again = wish("s3://out/dir/", true).execution("run-2");
        assertThatThrownBy(() -> check(again)).isInstanceOf(OutputExists.class).hasMessageContaining(part.toString());
        assertThatThrownBy(ExportRun.converted(store, again)::finish).isInstanceOf(OutputExists.class);
        assertThat(store.content(part)).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "s3://out/dir/, s3://out/dir/",
        "s3://out/dir/, s3://out/dir.json",
        "s3://out/dir/, s3://out/directory/part",
        "s3://out/dir/, s3://out/_dir.report.html.bak",
        "s3://out/data.json.gz, s3://out/data.json.gz.manifest.json",
        "s3://out/data.json.gz, s3://out/data.json.gz/x"
    })
    void ignoresWhatIsNeitherTheOutputNorASideFile(String output, String there) {
        store.seed(S3Uri.parse(there), new byte[] {1});

        assertThatCode(() -> check(wish(output, false).reporting())).doesNotThrowAnyException();
        ExportRun.converted(store, wish(output, false).reporting()).result();

        assertThat(store.content(S3Uri.parse(there))).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "s3://out/dir/, s3://out/dir, false",
        "s3://out/dir/, s3://out/dir, true",
        "s3://out/dir, s3://out/dir/, true"
    })
    void neverReplacesTheManifestOfAnotherOutput(String first, String second, boolean overwrite) {
        ExportRun.converted(store, wish(first, false)).result();
        byte[] manifest = store.content(MANIFEST);

        Wish wish = wish(second, overwrite).execution("run-2");
        assertThatThrownBy(() -> check(wish))
                .isInstanceOf(OutputExists.class)
                .hasMessageContaining("the manifest of " + first + " already");
        assertThatThrownBy(ExportRun.converted(store, wish)::finish).isInstanceOf(OutputExists.class);
        assertThat(store.content(MANIFEST)).isEqualTo(manifest);
    }

    @ParameterizedTest
    @CsvSource({"s3://out/dir/", "s3://out/"})
    void takesAPrefixForFreeWhoseFilesAreGone(String output) {
        ExportResult first =
                ExportRun.converted(store, wish(output, false).reporting()).result();
        store.delete(
                store.uris().stream().filter(uri -> uri.key().contains("part-")).toList());

        Wish wish = wish(output, false).execution("run-2");
        assertThatCode(() -> check(wish)).doesNotThrowAnyException();
        ExportResult second = ExportRun.converted(store, wish).result();

        assertThat(second.manifest()).isEqualTo(first.manifest());
        assertThat(new String(store.content(second.manifest()), java.nio.charset.StandardCharsets.UTF_8))
                .contains("-run-2.");
        assertThat(store.uris()).doesNotContain(first.report().orElseThrow());
    }

    @Test
    void replacesOutputAndSideFilesOfAnEarlierExportOfAWholeBucket() {
        ExportRun.converted(store, wish("s3://out/", false).reporting()).result();
        assertThatThrownBy(() -> check(wish("s3://out/", false).execution("run-2")))
                .isInstanceOf(OutputExists.class)
                .hasMessageContaining("part-00000-run-1");

        ExportRun.converted(store, wish("s3://out/", true).execution("run-2").records(5))
                .result();

        List<String> keys = store.uris().stream()
                .filter(uri -> uri.bucket().equals("out"))
                .map(S3Uri::key)
                .toList();
        assertThat(keys)
                .contains("_manifest.json")
                .allMatch(key -> key.equals("_manifest.json") || key.contains("-run-2."));
    }

    private void check(Wish wish) {
        check(wish, false);
    }

    private void check(Wish wish, boolean overwriteForeign) {
        new OutputCheck(store, overwriteForeign)
                .check(
                        new io.featurestore.steps.work.Form(
                                S3Uri.parse(wish.output()),
                                wish.format(),
                                wish.compression(),
                                java.util.OptionalInt.empty(),
                                wish.overwrite()),
                        wish.report(),
                        wish.execution());
    }

    private static Wish wish(String output, boolean overwrite) {
        Wish plain = Wish.partFiles();
        return new Wish(
                output,
                plain.format(),
                plain.compression(),
                plain.handling(),
                plain.records(),
                plain.chunkBytes(),
                plain.execution(),
                overwrite,
                false);
    }
}
