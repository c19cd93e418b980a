package io.featurestore.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checks exports of random tables against a plain reading of their rows. `-Dmodel.tables=2000` checks that many,
/// `-Dmodel.first=1000` begins with another seed, `-Dmodel.seed=123` repeats one.
class ModelTest {
    /// The number of tables that the build has time for.
    private static final int SLICE = 10;
    private static final int AT_ONCE = 8;
    private static final int SHOWN = 10;

    @Test
    void exportsWhatTheRulesChoose(@TempDir Path folder) throws Exception {
        Queue<String> faults = new ConcurrentLinkedQueue<>();
        try (Model model = Model.start(folder)) {
            try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
                seeds().forEach(seed -> threads.execute(() -> {
                    try {
                        model.check(seed);
                    } catch (AssertionError fault) {
                        System.out.println(fault.getMessage());
                        faults.add(String.valueOf(fault.getMessage()));
                    }
                }));
                threads.shutdown();
                assertThat(threads.awaitTermination(3, TimeUnit.HOURS)).isTrue();
            }
            System.out.println(
                    "model: " + seeds().count() + " tables, " + model.figures() + ", " + faults.size() + " faults");
        }
        assertThat(faults.stream().limit(SHOWN)).isEmpty();
    }

    private static LongStream seeds() {
        Long one = Long.getLong("model.seed");
        if (one != null) {
            return LongStream.of(one);
        }
        long first = Long.getLong("model.first", 1);
        return LongStream.range(first, first + Integer.getInteger("model.tables", SLICE));
    }
}
