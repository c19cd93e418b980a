package io.featurestore.steps.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.failure.Failure;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.publish.ExportRun.Wish;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.InMemoryObjectStore.Operation;
import io.featurestore.store.objects.S3Uri;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stops an execution while its final step continues to run. At whatever point the clean-up runs, the output must
/// be complete with its manifest, or not exist.
class StoppedFinalizerTest {
    private static final S3Uri WORK = S3Uri.parse("s3://work/work/run-1/");

    /// Runs an action once, before or after the request with the given number.
    private static final class Between implements InMemoryObjectStore.Faults {
        private final AtomicInteger requests = new AtomicInteger();
        private final int number;
        private final boolean afterwards;
        private final Runnable what;
        private final AtomicBoolean done = new AtomicBoolean();

        Between(int number, boolean afterwards, Runnable what) {
            this.number = number;
            this.afterwards = afterwards;
            this.what = what;
        }

        @Override
        public void before(Operation operation, S3Uri uri) {
            if (requests.incrementAndGet() >= number && !afterwards) {
                once();
            }
        }

        @Override
        public void after(Operation operation, S3Uri uri) {
            if (requests.get() >= number && afterwards) {
                once();
            }
        }

        private void once() {
            if (done.compareAndSet(false, true)) {
                what.run();
            }
        }
    }

    private static Wish wish(String kind) {
        return switch (kind) {
            case "copy" -> Wish.csv();
            case "json" -> Wish.json().records(12);
            case "parquet" ->
                new Wish(
                        "s3://out/data.parquet",
                        Format.PARQUET,
                        Compression.ZSTD,
                        Handling.RECORDS,
                        12,
                        200,
                        "run-1",
                        false);
            case "copy with a report" -> Wish.csv().reporting();
            case "files with a report" -> Wish.partFiles().records(15).reporting();
            case "files" -> Wish.partFiles().records(15);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "json", "parquet", "files", "copy with a report", "files with a report"})
    void isWholeOrNothing(String kind) {
        Set<Boolean> outcomes = new HashSet<>();
        int number = 1;
        while (stoppedAt(number, false, kind, outcomes) && stoppedAt(number, true, kind, outcomes)) {
            number++;
        }
        assertThat(number).isGreaterThan(8);
        assertThat(outcomes).containsExactlyInAnyOrder(true, false);
    }

    /// Returns whether there were that many requests.
    private static boolean stoppedAt(int number, boolean afterwards, String kind, Set<Boolean> outcomes) {
        InMemoryObjectStore store = ExportRun.newStore();
        ExportRun run = ExportRun.converted(store, wish(kind));
        Between stop = new Between(
                number, afterwards, () -> new CleanUp(store, _ -> {}).afterFailure(WORK, "run-1", "", "Stopped."));
        store.inject(stop);
        boolean finished = finished(run);
        store.heal();
        if (!stop.done.get()) {
            return false;
        }
        if (finished) {
            assertThat(store.uris())
                    .as("%s of %s", number, kind)
                    .hasSize(1
                            + (kind.startsWith("files") ? run.chunks().size() : 1)
                            + (kind.endsWith("report") ? 1 : 0))
                    .anyMatch(uri -> uri.key().endsWith("manifest.json"))
                    .allMatch(uri -> uri.bucket().equals("out"));
        } else {
            assertThat(store.uris()).as("%s of %s", number, kind).isEmpty();
        }
        assertThat(store.openUploads()).isEmpty();
        outcomes.add(finished);
        return true;
    }

    private static boolean finished(ExportRun run) {
        try {
            run.finish();
            return true;
        } catch (Failure e) {
            return false;
        }
    }
}
