package io.featurestore.export.benchmarks.report;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.run.BenchmarkCase;
import io.featurestore.export.benchmarks.run.Contestant;
import io.featurestore.export.benchmarks.run.Figure;
import io.featurestore.export.benchmarks.run.MeasuredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/// Reads and writes the raw figures as CSV, with one line per run.
///
/// @param file path of the file
public record FigureFile(Path file) {
    private static final String HEADER =
            "gigabytes,output,contestant,threads,round,wall_seconds,cpu_seconds,kernel_seconds,"
                    + "peak_bytes,output_bytes,content\n";

    /// Creates a new file with a header.
    public void begin() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, HEADER);
    }

    /// Adds a figure.
    public void append(Figure figure) throws IOException {
        BenchmarkCase of = figure.of();
        MeasuredRun run = figure.run();
        Files.writeString(
                file,
                String.format(
                        Locale.ROOT,
                        "%.2f,%s,%s,%d,%d,%.3f,%.2f,%.2f,%d,%d,%s%n",
                        of.gigabytes(),
                        of.output().id(),
                        of.contestant().name().toLowerCase(Locale.ROOT),
                        of.threads(),
                        figure.round(),
                        run.wallSeconds(),
                        run.cpuSeconds(),
                        run.kernelSeconds(),
                        run.peakBytes(),
                        figure.outputBytes(),
                        figure.content().name().toLowerCase(Locale.ROOT)),
                StandardOpenOption.APPEND);
    }

    /// Reads all figures.
    public List<Figure> read() throws IOException {
        return Files.readAllLines(file).stream().skip(1).map(FigureFile::figure).toList();
    }

    private static Figure figure(String line) {
        String[] v = line.split(",", -1);
        BenchmarkCase of = new BenchmarkCase(
                Double.parseDouble(v[0]),
                ComparedOutput.of(v[1]),
                Contestant.valueOf(v[2].toUpperCase(Locale.ROOT)),
                Integer.parseInt(v[3]));
        MeasuredRun run = new MeasuredRun(
                Double.parseDouble(v[5]), Double.parseDouble(v[6]), Double.parseDouble(v[7]), Long.parseLong(v[8]));
        return new Figure(
                of,
                Integer.parseInt(v[4]),
                run,
                Long.parseLong(v[9]),
                Figure.CheckResult.valueOf(v[10].toUpperCase(Locale.ROOT)));
    }
}
