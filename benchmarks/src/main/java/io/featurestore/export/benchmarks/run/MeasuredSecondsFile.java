package io.featurestore.export.benchmarks.run;

import io.featurestore.export.benchmarks.converter.SecondsMain;
import io.featurestore.export.benchmarks.data.SampleFile;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Measures the figures for plans and prices: the converters' CPU seconds per gigabyte of a query's result, for
/// every output and for optional work. Each figure is measured in a separate process, see [SecondsMain].
public final class MeasuredSecondsFile {
    private static final double GIGABYTE = 1e9;

    private final Path folder;
    private final Consumer<String> progress;

    /// Creates a measurement that uses a folder.
    public MeasuredSecondsFile(Path folder, Consumer<String> progress) {
        this.folder = folder.toAbsolutePath();
        this.progress = progress;
    }

    /// Measures with a sample of the given size in gigabytes.
    ///
    /// @param file the file to write, in the form of the export's resource
    public void write(double gigabytes, Path file) throws IOException, InterruptedException {
        try (SessionLock _ = SessionLock.on(folder)) {
            SampleFile sample =
                    SampleFile.make(folder.resolve("sample.csv"), Math.round(gigabytes * GIGABYTE), SampleFile.SEED);
            List<String> lines = new ArrayList<>(List.of("output,seconds"));
            measured(sample)
                    .forEach((row, seconds) ->
                            lines.add(String.format(Locale.ROOT, "%s,%.1f", row, Math.max(0, seconds))));
            Files.delete(sample.file());
            Files.write(file, lines);
        }
    }

    private Map<String, Double> measured(SampleFile sample) throws IOException, InterruptedException {
        Map<String, Double> rows = new LinkedHashMap<>();
        for (Format format : Format.values()) {
            for (Compression compression : Arrays.stream(Compression.values())
                    .filter(format.compressions()::contains)
                    .toList()) {
                rows.put(format + " " + compression, seconds(sample, format, compression));
            }
        }
        for (Format format : Format.values()) {
            Compression compression = format == Format.PARQUET ? Compression.SNAPPY : Compression.GZIP;
            double plain = Objects.requireNonNull(rows.get(format + " " + compression));
            double checked = seconds(sample, format, compression, "expect");
            rows.put("online " + format, seconds(sample, format, compression, "online") - plain);
            rows.put("statistics " + format, seconds(sample, format, compression, "statistics") - plain);
            rows.put("expect " + format, checked - plain);
            rows.put("unique " + format, seconds(sample, format, compression, "expect", "unique") - checked);
        }
        Map<String, Double> named = new LinkedHashMap<>();
        rows.forEach((row, seconds) -> named.put(row.toLowerCase(Locale.ROOT), seconds));
        return named;
    }

    /// Returns the CPU seconds per gigabyte.
    private double seconds(SampleFile sample, Format format, Compression compression, String... more)
            throws IOException, InterruptedException {
        Path work = folder.resolve("work");
        Folders.delete(work);
        Files.createDirectories(work);
        Path log = folder.resolve("run.log");
        List<String> arguments = new ArrayList<>(List.of(
                sample.file().toString(),
                String.valueOf(sample.records()),
                work.toString(),
                format.name(),
                compression.name()));
        arguments.addAll(List.of(more));
        Commands.Command command = Commands.java(
                Commands.EXPORT_FLAGS,
                System.getProperty("java.class.path"),
                SecondsMain.class,
                arguments.toArray(String[]::new));
        Processes.run(command.line(), command.environment(), log);
        double seconds = Double.parseDouble(Files.readAllLines(log).getLast()) * GIGABYTE / sample.bytes();
        progress.accept(String.format(
                Locale.ROOT, "%s %s %s: %.1f CPU s for a GB", format, compression, String.join(" ", more), seconds));
        return seconds;
    }
}
