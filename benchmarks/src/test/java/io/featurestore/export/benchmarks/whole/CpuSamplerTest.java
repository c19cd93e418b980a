package io.featurestore.export.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.featurestore.export.benchmarks.whole.CpuSampler.Work;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
final class CpuSamplerTest {
    private static final long NANOS = 300_000_000;

    @Test
    void countsWhatAThreadTakes() throws Exception {
        CountDownLatch worked = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        Map<Work, Double> cpu;
        try (CpuSampler sampler = new CpuSampler()) {
            Thread.ofPlatform().name("lambda-ConvertChunk-1").start(() -> {
                work();
                worked.countDown();
                // The last sample must find the thread alive.
                await(looked);
            });
            worked.await();
            cpu = sampler.end();
        } finally {
            looked.countDown();
        }

        assertThat(cpu.get(Work.CONVERT)).isCloseTo(NANOS / 1e9, within(0.1));
    }

    @ParameterizedTest
    @CsvSource({
        "lambda-ConvertC, CONVERT",
        "lambda-Transfor, CONVERT",
        "lambda-PlanChun, CONTROL",
        "ForkJoinPool-1-, ORCHESTRATION",
        "athena-0, QUERY",
        "java, QUERY",
        "C2 CompilerThre, JVM",
        "main, OTHER"
    })
    void tellsThreadsApartByTheBeginningsOfTheirNames(String name, Work work) {
        assertThat(Work.of(name)).isEqualTo(work);
    }

    private static void work() {
        while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < NANOS) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
