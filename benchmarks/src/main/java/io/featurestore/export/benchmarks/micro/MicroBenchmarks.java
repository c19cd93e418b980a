package io.featurestore.export.benchmarks.micro;

import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks of the parts.
public final class MicroBenchmarks {
    private static final int WARMUPS = 3;
    private static final int MEASUREMENTS = 5;

    private MicroBenchmarks() {}

    /// Runs the benchmarks with JMH.
    ///
    /// @param jmh options of JMH, which override those that are set here
    /// @return the results
    public static List<PartFigure> run(List<String> jmh) {
        try {
            CommandLineOptions given = new CommandLineOptions(jmh.toArray(String[]::new));
            OptionsBuilder options = new OptionsBuilder();
            options.parent(given);
            options.forks(given.getForkCount().orElse(1));
            options.warmupIterations(given.getWarmupIterations().orElse(WARMUPS));
            options.warmupTime(given.getWarmupTime().orElse(TimeValue.seconds(1)));
            options.measurementIterations(given.getMeasurementIterations().orElse(MEASUREMENTS));
            options.measurementTime(given.getMeasurementTime().orElse(TimeValue.seconds(1)));
            options.shouldFailOnError(true);
            options.jvmArgsAppend(
                    "-XX:+UseSerialGC",
                    "-Xmx512m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");
            return new Runner(options.build())
                    .run().stream().map(MicroBenchmarks::figure).toList();
        } catch (CommandLineOptionException | RunnerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PartFigure figure(RunResult run) {
        BenchmarkParams params = run.getParams();
        String[] name = params.getBenchmark().split("\\.", -1);
        List<String> of = params.getParamsKeys().stream().map(params::getParam).toList();
        Result<?> result = run.getPrimaryResult();
        return new PartFigure(
                name[name.length - 2].replace("Benchmark", "") + "." + name[name.length - 1],
                String.join(" ", of),
                result.getScore(),
                result.getScoreError(),
                unit(result.getScoreUnit()));
    }

    /// Converts a score. An operation is one byte of CSV for a throughput, and one value for a time.
    private static String unit(String unit) {
        return switch (unit) {
            case "ops/us" -> "MB/s of csv";
            case "ns/op" -> "ns a value";
            default -> throw new IllegalArgumentException(unit + " is no unit of these benchmarks");
        };
    }
}
