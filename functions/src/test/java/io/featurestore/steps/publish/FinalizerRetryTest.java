package io.featurestore.steps.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.Transient;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.publish.ExportRun.Wish;
import io.featurestore.store.objects.InMemoryObjectStore;
import io.featurestore.store.objects.InMemoryObjectStore.Operation;
import io.featurestore.store.objects.S3Uri;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lets each request of the final step fail or lose its answer. The next try must give the same output.
class FinalizerRetryTest {
    /// Fails one request of a run, and counts all of them.
    private static final class OneFault implements InMemoryObjectStore.Faults {
        private final AtomicInteger requests = new AtomicInteger();
        private final int failing;
        private final boolean answerLost;

        /// Requests run concurrently, so another request may have begun before the answer of this one.
        private final ThreadLocal<Integer> own = ThreadLocal.withInitial(() -> 0);

        OneFault(int failing, boolean answerLost) {
            this.failing = failing;
            this.answerLost = answerLost;
        }

        @Override
        public void before(Operation operation, S3Uri uri) {
            own.set(requests.incrementAndGet());
            if (own.get() == failing && !answerLost) {
                throw new Transient("request " + failing + ", " + operation, null);
            }
        }

        @Override
        public void after(Operation operation, S3Uri uri) {
            if (own.get() == failing && answerLost) {
                throw new Transient("answer " + failing + ", " + operation, null);
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
            case "files" -> Wish.partFiles().records(15);
            case "overwriting files" -> Wish.partFiles().records(15).overwriting();
            case "overwriting json" -> Wish.json().records(12).overwriting();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static InMemoryObjectStore before(Wish wish) {
        InMemoryObjectStore store = ExportRun.newStore();
        if (wish.overwrite()) {
            ExportRun.converted(store, wish.execution("run-0").records(8)).result();
        }
        return store;
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "json", "parquet", "files", "overwriting files", "overwriting json"})
    void givesTheSameBytesAfterAnyFault(String kind) {
        Wish wish = wish(kind);
        InMemoryObjectStore undisturbed = before(wish);
        OneFault count = new OneFault(-1, false);
        ExportRun run = ExportRun.converted(undisturbed, wish);
        undisturbed.inject(count);
        ExportResult expected = run.result();
        assertThat(count.requests.get()).isGreaterThan(5);
        for (int failing = 1; failing <= count.requests.get(); failing++) {
            check(wish, failing, false, expected, outputs(undisturbed));
            check(wish, failing, true, expected, outputs(undisturbed));
        }
    }

    private static void check(
            Wish wish, int failing, boolean answerLost, ExportResult expected, Map<S3Uri, String> outputs) {
        InMemoryObjectStore store = before(wish);
        ExportRun run = ExportRun.converted(store, wish);
        store.inject(new OneFault(failing, answerLost));
        assertThatThrownBy(run::finish).as("%s %s", failing, answerLost).isInstanceOf(Transient.class);
        store.heal();
        ExportResult result = run.result();
        assertThat(result.output()).isEqualTo(expected.output());
        assertThat(outputs(store)).as("%s %s", failing, answerLost).isEqualTo(outputs);
        assertThat(run.result().output()).isEqualTo(expected.output());
    }

    /// Returns the bytes of the outputs. For a manifest, whose times and costs differ, returns only that it
    /// exists.
    private static Map<S3Uri, String> outputs(InMemoryObjectStore store) {
        Map<S3Uri, String> outputs = new TreeMap<>(java.util.Comparator.comparing(S3Uri::toString));
        store.uris().stream()
                .filter(uri -> uri.bucket().equals("out"))
                .forEach(uri -> outputs.put(
                        uri,
                        uri.key().endsWith("manifest.json")
                                ? "there"
                                : java.util.HexFormat.of().formatHex(store.content(uri))));
        return outputs;
    }
}
