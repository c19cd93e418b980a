package io.featurestore.export.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class ProcessesTest {
    @TempDir
    private Path folder;

    @Test
    void countsCpuTimeOfAProcessAndOfWhatItStarted() throws Exception {
        // What the process starts works ten times as long, so that no load of the machine hides it.
        MeasuredRun run = run("i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done; "
                + "sh -c 'i=0; while [ $i -lt 500000 ]; do i=$((i+1)); done'");

        MeasuredRun alone = run("i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done");

        assertThat(alone.cpuSeconds()).isPositive();
        assertThat(run.cpuSeconds()).isGreaterThan(2 * alone.cpuSeconds());
    }

    @Test
    void countsNoCpuTimeWhileAProcessSleeps() throws Exception {
        MeasuredRun run = run("sleep 0.5");

        assertThat(run.wallSeconds()).isBetween(0.5, 20.0);
        assertThat(run.cpuSeconds()).isLessThan(0.3);
    }

    @Test
    void seesThePeakOfMemoryNotItsEnd() throws Exception {
        MeasuredRun run = run("x=$(head -c 30000000 /dev/zero | tr '\\0' 'x'); x=; sleep 0.3");

        assertThat(run.peakBytes()).isBetween(30_000_000L, 300_000_000L);
    }

    @Test
    void saysWhyAProcessFailed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> run("echo no such file; exit 3"))
                .withMessageContaining("ended with 3")
                .withMessageContaining("no such file");
    }

    private MeasuredRun run(String script) throws Exception {
        return Processes.run(List.of("sh", "-c", script), Map.of(), folder.resolve("log"));
    }
}
