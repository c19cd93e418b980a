package io.featurestore.export.benchmarks.converter;

import io.featurestore.export.benchmarks.run.CpuTime;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.chunks.ConversionKind;
import io.featurestore.steps.chunks.Planner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/// Converts one file {@value #PASSES} times with one thread and prints the CPU seconds of the faster of the last
/// two passes. By then Java has compiled the hot code, and disturbances can only add time. The arguments are the
/// file, its number of records, a work folder, format, compression, and any of `online`, `statistics`, `expect`
/// and `unique`.
public final class SecondsMain {
    private static final int PASSES = 4;
    private static final int WORDS = 5;

    private SecondsMain() {}

    /// Measures and prints the seconds.
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Path source = Path.of(args[0]).toAbsolutePath();
        Set<String> more = Set.copyOf(Arrays.asList(args).subList(WORDS, args.length));
        ConversionKind kind = new ConversionKind(
                Format.valueOf(args[3].toUpperCase(Locale.ROOT)),
                Compression.valueOf(args[4].toUpperCase(Locale.ROOT)),
                more.contains("online"),
                more.contains("statistics"),
                more.contains("expect"),
                more.contains("unique"));
        LocalExport export = new LocalExport(
                LocalObjects.in(source, Path.of(args[2])),
                kind,
                Objects.requireNonNull(source.getFileName()),
                Long.parseLong(args[1]));
        double seconds = Double.MAX_VALUE;
        for (int pass = 0; pass < PASSES; pass++) {
            Planner.Planned planned = export.plan();
            double before = CpuTime.now().process();
            export.convert(planned.plan(), planned.chunks(), 1, 1);
            double taken = CpuTime.now().process() - before;
            seconds = pass < PASSES - 2 ? seconds : Math.min(seconds, taken);
        }
        System.out.println(seconds);
    }
}
