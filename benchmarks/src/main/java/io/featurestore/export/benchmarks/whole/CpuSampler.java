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

/**
 * Adds up what the threads of this process take, by what they do. Threads come and go, so they are looked at every
 * {@value #LOOK_MILLIS} ms; what a thread takes after the last look is lost, and goes to {@link Work#OTHER} where Linux
 * counts it for the process.
 */
final class CpuSampler implements AutoCloseable {
    private static final int LOOK_MILLIS = 10;
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final double TICKS = 100;
    /** Fields 14 and 15 of a thread's stat, counted from the end of its name. */
    private static final int UTIME = 11;

    /** What threads do. */
    enum Work {
        /** Functions that convert chunks. */
        CONVERT("convert chunks"),
        /** All other functions. */
        CONTROL("control functions"),
        /** Virtual threads: the interpreter of Step Functions, and the front of S3 and of all other services. */
        ORCHESTRATION("Step Functions and the front of S3"),
        /** The query: the writer of its result, and DuckDB's own threads, which have the process's name. */
        QUERY("query"),
        /** Compilers and collector. */
        JVM("JVM: compilers, collector"),
        /** The rest of the process. */
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
            if (thread.startsWith("ForkJoinPool") || thread.startsWith("states-") || thread.startsWith("VirtualThread")
                    || thread.startsWith("HTTP-")) {
                return ORCHESTRATION;
            }
            if (thread.startsWith("athena-") || thread.equals("java")) {
                return QUERY;
            }
            boolean jvm = List.of("C1 ", "C2 ", "VM ", "G1 ", "GC ", "Sweeper", "Signal", "Reference", "Finalizer")
                    .stream()
                    .anyMatch(thread::startsWith);
            return jvm ? JVM : OTHER;
        }
    }

    /** A thread's time when it was first and last seen. */
    private record Seen(Work work, double first, double last) {}

    private final Map<String, Seen> threads = new HashMap<>();
    private final double processBefore;
    private final Thread looker;
    private volatile boolean ended;

    /** Begins to look. */
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
            // The thread ended while it was looked at: its files are gone, or cannot be read any more.
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

    /** Ends looking, and returns the CPU seconds of each kind of work since the beginning. */
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
