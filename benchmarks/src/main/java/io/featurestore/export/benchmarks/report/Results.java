package io.featurestore.export.benchmarks.report;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import io.featurestore.export.benchmarks.run.BenchmarkCase;
import io.featurestore.export.benchmarks.run.Contestant;
import io.featurestore.export.benchmarks.run.Figure;
import io.featurestore.export.benchmarks.run.Figure.CheckResult;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Summarizes the measurements of a session by case.
final class Results {
    /// Summarizes the rounds of a case.
    ///
    /// @param of the case
    /// @param wall wall time in seconds
    /// @param cpu CPU time in seconds
    /// @param kernel the kernel's part of the CPU time in seconds
    /// @param peakBytes the highest peak of memory of all rounds, in bytes
    /// @param outputBytes size of the output in bytes
    /// @param same whether every output held the file's records
    record Summary(
            BenchmarkCase of, Spread wall, Spread cpu, Spread kernel, long peakBytes, long outputBytes, boolean same) {}

    private final Map<BenchmarkCase, Summary> summaries;

    Results(List<Figure> figures) {
        Map<BenchmarkCase, List<Figure>> byCase =
                figures.stream().collect(Collectors.groupingBy(Figure::of, LinkedHashMap::new, Collectors.toList()));
        summaries = new LinkedHashMap<>();
        byCase.keySet().stream()
                .sorted(Comparator.comparingDouble(BenchmarkCase::gigabytes)
                        .thenComparing(BenchmarkCase::output)
                        .thenComparing(BenchmarkCase::contestant)
                        .thenComparing(
                                Comparator.comparingInt(BenchmarkCase::threads).reversed()))
                .forEach(of -> summaries.put(of, summary(of, byCase.getOrDefault(of, List.of()))));
    }

    private static Summary summary(BenchmarkCase of, List<Figure> rounds) {
        return new Summary(
                of,
                Spread.of(
                        rounds.stream().mapToDouble(f -> f.run().wallSeconds()).toArray()),
                Spread.of(rounds.stream().mapToDouble(f -> f.run().cpuSeconds()).toArray()),
                Spread.of(rounds.stream()
                        .mapToDouble(f -> f.run().kernelSeconds())
                        .toArray()),
                rounds.stream().mapToLong(f -> f.run().peakBytes()).max().orElse(0),
                rounds.getLast().outputBytes(),
                rounds.stream().allMatch(f -> f.content() == CheckResult.SAME));
    }

    Optional<Summary> of(BenchmarkCase wanted) {
        return Optional.ofNullable(summaries.get(wanted));
    }

    /// Returns all cases, ordered by size, output, contestant, and number of threads in descending order.
    List<Summary> all() {
        return List.copyOf(summaries.values());
    }

    /// Returns the sizes in ascending order.
    List<Double> sizes() {
        return summaries.keySet().stream()
                .map(BenchmarkCase::gigabytes)
                .distinct()
                .toList();
    }

    /// Returns the size of the comparison, at which the export was also run with one thread.
    double compared() {
        return summaries.keySet().stream()
                .filter(c -> c.contestant() == Contestant.EXPORT && c.threads() == 1)
                .findFirst()
                .map(BenchmarkCase::gigabytes)
                .orElseGet(() -> sizes().getFirst());
    }

    /// Returns the highest number of threads of a case.
    int threads() {
        return summaries.keySet().stream()
                .mapToInt(BenchmarkCase::threads)
                .max()
                .orElse(1);
    }

    /// Returns the outputs that a contestant made at a size with the highest number of threads.
    List<ComparedOutput> outputs(double size, Contestant contestant) {
        return summaries.keySet().stream()
                .filter(c -> c.gigabytes() == size && c.contestant() == contestant && c.threads() == threads())
                .map(BenchmarkCase::output)
                .toList();
    }
}
