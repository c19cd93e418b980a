package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.faults.FaultKind;
import io.featurestore.local.faults.FaultPlan;
import io.featurestore.local.faults.FaultRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Checks that an export with injected errors ends with the same bytes as without, or with no output and a
/// reason, and leaves nothing behind. `-Dsoak.plans=500` runs that many plans, `-Dsoak.first=1000` begins with
/// another seed, `-Dsoak.seed=123` repeats one.
class SoakTest {
    /// The number of plans that the build has time for.
    private static final int SLICE = 8;
    private static final int AT_ONCE = 12;
    private static final String REPEAT = "./mvnw -B -pl functions -am -Dlambda.jar.skip -Dtest=SoakTest "
            + "-Dsurefire.failIfNoSpecifiedTests=false -Dsoak.seed=%d test";

    private static Soak soak;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        soak = Soak.start(folder);
    }

    @AfterEach
    void nothingIsLeft() {
        soak.assertNothingLeft();
    }

    @AfterAll
    static void stop() {
        System.out.println(soak.figures());
        soak.close();
    }

    @Test
    void anExportIsWholeOrNotThere() throws Exception {
        ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            seeds().forEach(seed -> threads.execute(() -> {
                try {
                    soak.run(seed);
                } catch (AssertionError | RuntimeException e) {
                    String failure = e + "\n  repeat it: " + String.format(REPEAT, seed);
                    System.out.println(failure);
                    failures.add(failure);
                }
            }));
            threads.shutdown();
            assertThat(threads.awaitTermination(2, TimeUnit.HOURS)).isTrue();
        }
        assertThat(failures).isEmpty();
    }

    /// An upload whose id was lost: the function died, or the SDK retried.
    @Test
    void noUploadIsLeftWhoseStartWasNotAnswered() {
        for (FaultKind kind : List.of(FaultKind.FUNCTION_KILLED_AFTER, FaultKind.ANSWER_LOST)) {
            FaultRule lost = FaultRule.of(kind).on("s3", "CreateMultipartUpload");
            assertThat(soak.run(
                            "a lost start",
                            "lost-" + kind + "-",
                            new SoakRequest("json", "none", false, false, "all", 3, true),
                            new FaultPlan(1, List.of(lost))))
                    .isEqualTo(Map.of(kind, 1));
        }
    }

    /// Lets each request of an export be the last one of its function, with and without effect on the service.
    @Test
    @EnabledIfSystemProperty(named = "soak.plans", matches = "\\d+", disabledReason = "takes minutes")
    void aFunctionMayDieAtAnyRequest() throws Exception {
        List<FaultRule> queryFails = List.of(FaultRule.of(FaultKind.QUERY_FAILED));
        Map<String, Integer> requests = new ConcurrentSkipListMap<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (String function : List.of(
                    "ResolveTable",
                    "StartQuery",
                    "PollQuery",
                    "PlanChunks",
                    "ConvertChunk",
                    "TransformOnlineChunk",
                    "FinalizeExport",
                    "CleanUp",
                    "CleanUp of a failure")) {
                for (FaultKind kind : List.of(FaultKind.FUNCTION_KILLED, FaultKind.FUNCTION_KILLED_AFTER)) {
                    for (boolean partFiles : List.of(true, false)) {
                        SoakRequest request = new SoakRequest(
                                "json", "none", partFiles, function.startsWith("Transform"), "all", 3, true);
                        threads.execute(() -> {
                            try {
                                requests.merge(
                                        function,
                                        soak.diesAtEveryRequest(
                                                function.split(" ")[0],
                                                kind,
                                                request,
                                                function.endsWith("failure") ? queryFails : List.of()),
                                        Integer::sum);
                            } catch (AssertionError | RuntimeException e) {
                                failures.add(e);
                            }
                        });
                    }
                }
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.HOURS)).isTrue();
            System.out.println("soak: deaths at each request " + requests + "; " + soak.figures());
            assertThat(failures).isEmpty();
            assertThat(requests).hasSize(9).allSatisfy((_, n) -> assertThat(n).isPositive());
        }
    }

    private static List<Long> seeds() {
        Long one = Long.getLong("soak.seed");
        if (one != null) {
            return List.of(one);
        }
        long first = Long.getLong("soak.first", 1);
        return LongStream.range(first, first + Integer.getInteger("soak.plans", SLICE))
                .boxed()
                .toList();
    }
}
