package io.featurestore.export.benchmarks.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Adds up the CPU time of this process's threads by kind of work. Threads start and end, so they are sampled
/// every {@value #LOOK_MILLIS} ms. The time of a thread after its last sample is missed. Linux counts it for the
/// process, and it is added to [Work#OTHER].
final class CpuSampler implements AutoCloseable {
    private static final int LOOK_MILLIS = 10;
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final double TICKS = 100;
    /// Indexes of fields 14 and 15 of a thread's stat, counted from the end of its name.
    private static final int UTIME = 11;

    /// Lists the kinds of work.
    enum Work {
        /// Functions that convert chunks.
        CONVERT("convert chunks"),
        /// All other functions.
        CONTROL("control functions"),
        /// Virtual threads: the interpreter of Step Functions, and the HTTP interface of S3 and all other
        /// services.
        ORCHESTRATION("Step Functions and the front of S3"),
        /// The query: the writer of its result, and DuckDB's threads, which have the name of the process.
        QUERY("query"),
        /// Compilers and garbage collector.
        JVM("JVM: compilers, collector"),
        /// The rest of the process.
        OTHER("other, and what was missed");

        private final String label;

        Work(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        static Work of(String thread) {
            if (thread.startsWith("lambda-Convert") || thread.startsWith("lambda-Transf")) {
                return CONVERT;
            }
            if (thread.startsWith("lambda-")) {
                return CONTROL;
            }
            if (thread.startsWith("ForkJoinPool")
                    || thread.startsWith("states-")
                    || thread.startsWith("VirtualThread")
                    || thread.startsWith("HTTP-")) {
                return ORCHESTRATION;
            }
            if (thread.startsWith("athena-") || thread.equals("java")) {
                return QUERY;
            }
            boolean jvm =
                    List.of("C1 ", "C2 ", "VM ", "G1 ", "GC ", "Sweeper", "Signal", "Reference", "Finalizer").stream()
                            .anyMatch(thread::startsWith);
            return jvm ? JVM : OTHER;
        }
    }

    /// Holds a thread's CPU time at its first and last sample.
    private record Seen(Work work, double first, double last) {}

    private final Map<String, Seen> threads = new HashMap<>();
    private final double processBefore;
    private final Thread looker;
    private volatile boolean ended;

    /// Starts sampling.
    CpuSampler() throws IOException {
        processBefore = seconds(Path.of("/proc/self/stat"));
        look(true);
        looker = Thread.ofPlatform().daemon().name("sampler").start(this::lookOn);
    }

    private void lookOn() {
        try {
            while (!ended) {
                Thread.sleep(LOOK_MILLIS);
                look(false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void look(boolean first) throws IOException {
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (Path task : tasks.toList()) {
                see(task, first);
            }
        }
    }

    private void see(Path task, boolean first) {
        String name;
        double now;
        try {
            name = Files.readString(task.resolve("comm")).strip();
            now = seconds(task.resolve("stat"));
        } catch (IOException e) {
            // The thread ended during the sample, so its files are gone or can no longer be read.
            return;
        }
        if (name.equals("sampler")) {
            return;
        }
        String key = task.getFileName() + " " + name;
        Seen before = threads.get(key);
        threads.put(key, new Seen(Work.of(name), before == null ? (first ? now : 0) : before.first(), now));
    }

    private static double seconds(Path stat) throws IOException {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) / TICKS;
    }

    /// Stops sampling and returns the CPU seconds of each kind of work since the start.
    Map<Work, Double> end() throws IOException, InterruptedException {
        ended = true;
        looker.join();
        look(false);
        Map<Work, Double> sums = new EnumMap<>(Work.class);
        threads.values().forEach(seen -> sums.merge(seen.work(), seen.last() - seen.first(), Double::sum));
        double all = seconds(Path.of("/proc/self/stat")) - processBefore;
        double seen = sums.values().stream().mapToDouble(Double::doubleValue).sum();
        sums.merge(Work.OTHER, Math.max(0, all - seen), Double::sum);
        return sums;
    }

    @Override
    public void close() {
        ended = true;
    }
}
