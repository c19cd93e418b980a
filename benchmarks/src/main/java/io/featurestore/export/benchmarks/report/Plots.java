package io.featurestore.export.benchmarks.report;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.report.Results.Summary;
import io.featurestore.export.benchmarks.run.BenchmarkCase;
import io.featurestore.export.benchmarks.run.Contestant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Draws the plots of a session.
///
/// @param results results of the session
record Plots(Results results) {
    /// Colours that people with colour blindness can distinguish (Okabe and Ito).
    private static String colour(Contestant contestant) {
        return switch (contestant) {
            case EXPORT -> "#0072b2";
            case DUCKDB -> "#e69f00";
            case POLARS -> "#cc79a7";
            case LIBRARIES -> "#999999";
        };
    }

    /// Returns the plots by file name.
    Map<String, String> all() {
        Map<String, String> plots = new LinkedHashMap<>();
        plots.put("cpu.svg", bars("CPU seconds", s -> s.cpu().median()));
        plots.put("memory.svg", bars("Peak of resident memory, MB", s -> s.peakBytes() / 1e6));
        if (results.sizes().size() > 1) {
            for (ComparedOutput output :
                    List.of(ComparedOutput.CSV, ComparedOutput.JSON, ComparedOutput.PARQUET_ZSTD)) {
                plots.put(
                        "growth-cpu-" + output.id() + ".svg",
                        lines(output, output.label() + ": CPU seconds by size", s -> s.cpu()
                                .median()));
                plots.put(
                        "growth-memory-" + output.id() + ".svg",
                        lines(
                                output,
                                output.label() + ": peak of resident memory by size, MB",
                                s -> s.peakBytes() / 1e6));
            }
        }
        return plots;
    }

    private String bars(String title, ToDoubleFunction<Summary> value) {
        BarChart chart = new BarChart(title + ", " + ComparisonTables.number(results.compared()) + " GB, "
                + results.threads() + " threads (Java libraries: 1)");
        for (Contestant contestant : Contestant.values()) {
            chart.legend(contestant.label(), colour(contestant));
        }
        for (ComparedOutput output : ComparedOutput.values()) {
            chart.group(output.label());
            for (Contestant contestant : Contestant.values()) {
                int threads = contestant == Contestant.LIBRARIES ? 1 : results.threads();
                results.of(new BenchmarkCase(results.compared(), output, contestant, threads))
                        .ifPresent(s -> chart.bar(
                                colour(contestant),
                                value.applyAsDouble(s),
                                String.format(Locale.ROOT, "%.1f", value.applyAsDouble(s))));
            }
        }
        return chart.svg();
    }

    private String lines(ComparedOutput output, String title, ToDoubleFunction<Summary> value) {
        LineChart chart = new LineChart(title);
        for (Contestant contestant : List.of(Contestant.EXPORT, Contestant.DUCKDB, Contestant.POLARS)) {
            chart.line(contestant.label(), colour(contestant));
            for (double size : results.sizes()) {
                results.of(new BenchmarkCase(size, output, contestant, results.threads()))
                        .ifPresent(s -> chart.point(size, value.applyAsDouble(s)));
            }
        }
        return chart.svg();
    }
}
