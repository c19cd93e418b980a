package io.featurestore.export.benchmarks.run;

import io.featurestore.export.benchmarks.check.ContentReader;
import io.featurestore.export.benchmarks.check.OutputContent;
import io.featurestore.export.benchmarks.check.OutputFolder;
import io.featurestore.export.benchmarks.converter.FromParquetMain;
import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.data.SampleFile;
import io.featurestore.export.benchmarks.peers.DuckDbMain;
import io.featurestore.export.benchmarks.peers.LibrariesMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Measures the conversion of a Parquet file to json and csv, in one thread: this project's reader and writers next to
/// DuckDB and, if a Python with polars is there, Polars. The reader's memory is measured with row groups of several
/// sizes.
public final class FromParquet {
    private static final List<ComparedOutput> OUTPUTS =
            List.of(ComparedOutput.JSON, ComparedOutput.JSON_GZIP, ComparedOutput.CSV, ComparedOutput.CSV_GZIP);
    private static final String EXPORT = "this export";
    private static final String POLARS = "Polars";
    private static final String SCRIPT = """
            import sys
            import polars as pl
            source, target, output = sys.argv[1:]
            frame = pl.scan_parquet(source)
            options = dict(maintain_order=True, check_extension=False,
                           compression='gzip' if output.endswith('gzip') else 'uncompressed')
            if output.startswith('json'):
                frame.sink_ndjson(target, **options)
            else:
                frame.sink_csv(target, include_header=True, **options)
            """;

    private final Path folder;
    private final double gigabytes;
    private final int rounds;
    private final List<Integer> groups;
    private final Consumer<String> progress;
    private final String classPath = System.getProperty("java.class.path");

    /// Creates a session that works in a folder.
    ///
    /// @param gigabytes the size of the data as CSV
    /// @param groups the sizes of row groups in MB with which the memory is measured
    /// @param progress receives a line for each run
    public FromParquet(Path folder, double gigabytes, int rounds, List<Integer> groups, Consumer<String> progress) {
        this.folder = folder.resolve("from-parquet");
        this.gigabytes = gigabytes;
        this.rounds = rounds;
        this.groups = groups;
        this.progress = progress;
    }

    /// Runs all rounds and returns the figures as a page in Markdown.
    ///
    /// @throws IllegalStateException if a contestant fails, or the export's output does not hold the file's
    ///     records
    public String run() throws IOException, InterruptedException, SQLException {
        Files.createDirectories(folder);
        SampleFile sample =
                SampleFile.make(folder.resolve("sample.csv"), (long) (gigabytes * (1 << 30)), SampleFile.SEED);
        OutputContent content = ContentReader.ofSample(sample.file(), false);
        Path file = folder.resolve("sample.parquet");
        measure(duckDb(sample.file(), file, ComparedOutput.PARQUET_ZSTD));
        Path script = Files.writeString(folder.resolve("from_parquet.py"), SCRIPT);
        Path cache = folder.resolve("export.aot");
        measure(training(file, cache));
        Map<String, List<MeasuredRun>> runs = new TreeMap<>();
        List<String> names = new ArrayList<>(List.of(EXPORT, "DuckDB"));
        if (hasPolars()) {
            names.add(POLARS);
        }
        for (int round = 0; round < rounds; round++) {
            for (ComparedOutput output : OUTPUTS) {
                for (int i = 0; i < names.size(); i++) {
                    String name = names.get((i + round) % names.size());
                    Path target = folder.resolve("output" + output.suffix());
                    MeasuredRun run = measure(
                            switch (name) {
                                case EXPORT -> export(file, target, output, cache);
                                case POLARS ->
                                    new Commands.Command(
                                            List.of(
                                                    "python3",
                                                    script.toString(),
                                                    file.toString(),
                                                    target.toString(),
                                                    output.id()),
                                            Map.of("POLARS_MAX_THREADS", "1"));
                                default -> duckDb(file, target, output);
                            });
                    runs.computeIfAbsent(output.id() + "/" + name, _ -> new ArrayList<>())
                            .add(run);
                    progress.accept("%s, %s: %.2f CPU s".formatted(output.label(), name, run.cpuSeconds()));
                    if (name.equals(EXPORT) && round == 0) {
                        check(output, target, content);
                    }
                    Files.delete(target);
                }
            }
        }
        return page(names, runs) + memory(sample, content, cache);
    }

    private static void check(ComparedOutput output, Path target, OutputContent expected) throws SQLException {
        String differences =
                ContentReader.of(output, new OutputFolder(List.of(target))).differences(expected);
        if (!differences.equals("nothing")) {
            throw new IllegalStateException(output.label() + " differs in " + differences);
        }
    }

    private String page(List<String> names, Map<String, List<MeasuredRun>> runs) {
        StringBuilder text = new StringBuilder("""
                | output | by | CPU s | wall s | peak MiB | CPU of it / of the export |
                | --- | --- | ---: | ---: | ---: | ---: |
                """);
        for (ComparedOutput output : OUTPUTS) {
            double own = median(runs.getOrDefault(output.id() + "/" + EXPORT, List.of()));
            for (String name : names) {
                List<MeasuredRun> all = runs.getOrDefault(output.id() + "/" + name, List.of());
                double cpu = median(all);
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %.2f (%.2f–%.2f) | %.2f | %d | %.2f |%n",
                        output.label(),
                        name,
                        cpu,
                        all.stream().mapToDouble(MeasuredRun::cpuSeconds).min().orElseThrow(),
                        all.stream().mapToDouble(MeasuredRun::cpuSeconds).max().orElseThrow(),
                        all.stream().mapToDouble(MeasuredRun::wallSeconds).min().orElseThrow(),
                        all.stream().mapToLong(MeasuredRun::peakBytes).max().orElseThrow() >> 20,
                        cpu / own));
            }
        }
        return text.toString();
    }

    private static double median(List<MeasuredRun> runs) {
        double[] sorted =
                runs.stream().mapToDouble(MeasuredRun::cpuSeconds).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /// Measures the peak memory with row groups of several sizes.
    private String memory(SampleFile sample, OutputContent content, Path cache)
            throws IOException, InterruptedException, SQLException {
        StringBuilder text = new StringBuilder("""

                | row groups, MB at most | file, MB | CPU s | peak MiB |
                | ---: | ---: | ---: | ---: |
                """);
        for (int megabytes : groups) {
            Path file = folder.resolve("groups.parquet");
            Files.deleteIfExists(file);
            measure(Commands.java(
                    List.of("-Xmx4g"),
                    classPath,
                    LibrariesMain.class,
                    sample.file().toString(),
                    file.toString(),
                    ComparedOutput.PARQUET_SNAPPY.id(),
                    Long.toString((long) megabytes << 20)));
            Path target = folder.resolve("output" + ComparedOutput.JSON_GZIP.suffix());
            MeasuredRun run = measure(export(file, target, ComparedOutput.JSON_GZIP, cache));
            progress.accept("row groups of %d MB: %d MiB".formatted(megabytes, run.peakBytes() >> 20));
            check(ComparedOutput.JSON_GZIP, target, content);
            text.append(String.format(
                    Locale.ROOT,
                    "| %d | %d | %.2f | %d |%n",
                    megabytes,
                    Files.size(file) / 1_000_000,
                    run.cpuSeconds(),
                    run.peakBytes() >> 20));
            Files.delete(target);
            Files.delete(file);
        }
        return text.toString();
    }

    private MeasuredRun measure(Commands.Command command) throws IOException, InterruptedException {
        return Processes.run(command.line(), command.environment(), folder.resolve("log.txt"));
    }

    private Commands.Command duckDb(Path source, Path target, ComparedOutput output) {
        return Commands.java(
                List.of(), classPath, DuckDbMain.class, source.toString(), target.toString(), output.id(), "1");
    }

    private Commands.Command export(Path file, Path target, ComparedOutput output, Path cache) {
        return Commands.java(
                flags("-XX:AOTCache=" + cache),
                Commands.exportJars(classPath),
                FromParquetMain.class,
                file.toString(),
                output.id(),
                target.toString());
    }

    private Commands.Command training(Path file, Path cache) {
        List<String> arguments = new ArrayList<>(List.of(file.toString()));
        OUTPUTS.forEach(output -> arguments.addAll(List.of(output.id(), "/dev/null")));
        return Commands.java(
                flags("-XX:AOTCacheOutput=" + cache),
                Commands.exportJars(classPath),
                FromParquetMain.class,
                arguments.toArray(String[]::new));
    }

    private static List<String> flags(String cache) {
        List<String> flags = new ArrayList<>(Commands.EXPORT_FLAGS);
        flags.add("-Xlog:aot*=off");
        flags.add(cache);
        return flags;
    }

    private static boolean hasPolars() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import polars").start().waitFor() == 0;
        } catch (IOException _) {
            // There is no Python.
            return false;
        }
    }
}
