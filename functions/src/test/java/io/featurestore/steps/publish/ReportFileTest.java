package io.featurestore.steps.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.steps.publish.ExportRun.Wish;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.S3Uri;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks that a report is only beside the output of its own export.
class ReportFileTest {
    private static final S3Uri OUTPUT = S3Uri.parse("s3://out/data.json.gz");
    private static final S3Uri MANIFEST = S3Uri.parse("s3://out/_data.json.gz.manifest.json");
    private static final S3Uri REPORT = S3Uri.parse("s3://out/_data.json.gz.report.html");

    private final InMemoryObjectStore store = ExportRun.newStore();

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"mine\":1}"})
    void anOlderReportGoesThoughItsManifestIsBroken(String manifest) {
        ExportRun.converted(store, Wish.json().reporting()).result();
        assertThat(store.uris()).contains(REPORT);
        store.put(
                MANIFEST,
                manifest.getBytes(StandardCharsets.UTF_8),
                "application/json",
                Map.of(Ownership.KEY, "run-1"),
                IfExists.REPLACE);

        ExportRun.converted(store, Wish.json().execution("run-2").overwriting()).result();

        assertThat(store.uris()).contains(OUTPUT, MANIFEST).doesNotContain(REPORT);
    }

    @Test
    void anOlderReportGoesThoughItsObjectIsGone() {
        ExportRun.converted(store, Wish.json().reporting()).result();
        store.delete(List.of(OUTPUT, MANIFEST));

        ExportRun.converted(store, Wish.json().execution("run-2")).result();

        assertThat(store.uris()).contains(OUTPUT, MANIFEST).doesNotContain(REPORT);
    }

    @Test
    void aPageThatNoExportWroteStays() {
        ExportRun.converted(store, Wish.json()).result();
        store.seed(REPORT, new byte[] {7});

        ExportRun.converted(store, Wish.json().execution("run-2").overwriting()).result();

        assertThat(store.content(REPORT)).containsExactly(7);
    }

    @Test
    void anOlderReportStaysWhileTheNewOutputIsNotThere() {
        ExportRun.converted(store, Wish.json().reporting()).result();
        ExportRun second =
                ExportRun.planned(store, Wish.json().execution("run-2").overwriting());
        second.convert(second.chunks().subList(0, 1), report -> report);

        assertThat(second.finish()).isNotInstanceOf(Finalizer.Answer.Done.class);

        assertThat(store.uris()).contains(OUTPUT, MANIFEST, REPORT);
    }
}
