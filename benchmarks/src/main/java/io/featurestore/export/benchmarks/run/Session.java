package io.featurestore.export.benchmarks.run;

import io.featurestore.export.benchmarks.check.ContentReader;
import io.featurestore.export.benchmarks.check.OutputContent;
import io.featurestore.export.benchmarks.check.OutputFolder;
import io.featurestore.export.benchmarks.data.SampleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Measures contestants in turn, one process at a time, so that disturbances of the machine affect all of them
/// equally.
public final class Session {
    private static final long TRAINING_BYTES = 30 << 20;

    private final Path folder;
    private final SessionPlan wish;
    private final Consumer<Figure> figures;
    private final Consumer<String> progress;
    /// Holds the size and the checked content of a case's first output.
    private final Map<BenchmarkCase, Checked> checked = new HashMap<>();

    private record Checked(long bytes, Figure.CheckResult content) {}

    /// Creates a session that works in a folder.
    ///
    /// @param figures receives every figure as soon as it is measured
    /// @param progress receives a line for each start and end
    public Session(Path folder, SessionPlan wish, Consumer<Figure> figures, Consumer<String> progress) {
        this.folder = folder.toAbsolutePath();
        this.wish = wish;
        this.figures = figures;
        this.progress = progress;
    }

    /// Runs all rounds.
    ///
    /// @throws IllegalStateException if a contestant fails, or the export's output does not hold the file's
    ///     records
    public void run() throws IOException, InterruptedException, SQLException {
        try (SessionLock _ = SessionLock.on(folder)) {
            measureAll();
        }
    }

    private void measureAll() throws IOException, InterruptedException, SQLException {
        Commands commands = new Commands(
                System.getProperty("java.class.path"),
                folder.resolve("export.aot"),
                Polars.install(folder.resolve("node")));
        train(commands);
        for (double size : wish.sizes()) {
            progress.accept("making the file of " + size + " GB");
            SampleFile sample =
                    SampleFile.make(folder.resolve("sample.csv"), Math.round(size * 1000) << 20, SampleFile.SEED);
            Map<Boolean, OutputContent> expected = Map.of(
                    false,
                    ContentReader.ofSample(sample.file(), false),
                    true,
                    ContentReader.ofSample(sample.file(), true));
            for (int round = 1; round <= wish.rounds(size); round++) {
                for (BenchmarkCase of : wish.cases(size, round)) {
                    if (of.contestant() != Contestant.POLARS
                            || commands.polars().isPresent()) {
                        measure(commands, of, round, sample, expected);
                    }
                }
            }
            Files.delete(sample.file());
        }
    }

    private void train(Commands commands) throws IOException, InterruptedException {
        progress.accept("making Java's ahead-of-time cache");
        Files.deleteIfExists(commands.archive());
        SampleFile small = SampleFile.make(folder.resolve("training.csv"), TRAINING_BYTES, SampleFile.SEED);
        Commands.Command training = commands.training(small, emptied());
        Processes.run(training.line(), training.environment(), folder.resolve("training.log"));
        Files.delete(small.file());
    }

    private void measure(
            Commands commands, BenchmarkCase of, int round, SampleFile sample, Map<Boolean, OutputContent> expected)
            throws IOException, InterruptedException, SQLException {
        Path work = emptied();
        Files.createDirectories(work.resolve("output"));
        // Writes the unwritten data of an earlier run to the disk first, so that it does not count for this run.
        Processes.run(List.of("sync"), Map.of(), folder.resolve("sync.log"));
        Commands.Command command = commands.of(of, sample, work);
        MeasuredRun run = Processes.run(command.line(), command.environment(), folder.resolve("run.log"));
        OutputFolder output = OutputFolder.in(work.resolve("output"), of.output());
        Figure figure = new Figure(
                of,
                round,
                run,
                output.bytes(),
                content(of, output, expected.get(of.output().online())));
        figures.accept(figure);
        progress.accept(String.format(
                Locale.ROOT,
                "%.2f GB %s, %s, %d threads, round %d: %.2f s, %.2f CPU s, %d MB %s",
                of.gigabytes(),
                of.output().label(),
                of.contestant().label(),
                of.threads(),
                round,
                run.wallSeconds(),
                run.cpuSeconds(),
                run.peakBytes() >> 20,
                figure.content()));
    }

    private Figure.CheckResult content(BenchmarkCase of, OutputFolder output, @Nullable OutputContent expected)
            throws SQLException {
        Checked before = checked.get(of);
        if (before != null && before.bytes() == output.bytes()) {
            return before.content();
        }
        String differences =
                ContentReader.of(of.output(), output).differences(java.util.Objects.requireNonNull(expected));
        Figure.CheckResult content =
                differences.equals("nothing") ? Figure.CheckResult.SAME : Figure.CheckResult.DIFFERENT;
        if (content == Figure.CheckResult.DIFFERENT) {
            String found = of + " made another output than the file's: " + differences;
            if (of.contestant() == Contestant.EXPORT) {
                throw new IllegalStateException(found);
            }
            progress.accept(found);
        }
        checked.putIfAbsent(of, new Checked(output.bytes(), content));
        return content;
    }

    private Path emptied() throws IOException {
        Path work = folder.resolve("work");
        Folders.delete(work);
        return Files.createDirectories(work);
    }

    /// Returns the JVM flags of the export's process for the page.
    public static List<String> exportFlags() {
        return Commands.EXPORT_FLAGS;
    }
}
