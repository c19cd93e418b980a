package io.featurestore.export.benchmarks.run;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Holds the cases that a session measures.
///
/// @param sizes sizes of the file in GB, for which growth is shown
/// @param compared the size in GB at which all outputs and contestants are compared
/// @param rounds number of rounds at that size
/// @param growthRounds number of rounds at the other sizes
/// @param threads number of threads of each contestant that supports several
/// @param outputs the outputs
/// @param contestants the contestants
public record SessionPlan(
        List<Double> sizes,
        double compared,
        int rounds,
        int growthRounds,
        int threads,
        Set<ComparedOutput> outputs,
        Set<Contestant> contestants) {
    /// Outputs of peers at the other sizes: one of each format.
    private static final Set<ComparedOutput> GROWTH =
            EnumSet.of(ComparedOutput.CSV, ComparedOutput.JSON, ComparedOutput.PARQUET_ZSTD);

    /// Checks the numbers, and that the size of the comparison is one of the sizes.
    public SessionPlan {
        sizes = List.copyOf(sizes);
        if (!sizes.contains(compared) || Math.min(rounds, growthRounds) < 1 || threads < 1) {
            throw new IllegalArgumentException(compared + " GB is none of " + sizes + ", or " + rounds + " rounds or "
                    + threads + " threads are too few");
        }
        outputs = Set.copyOf(outputs);
        contestants = Set.copyOf(contestants);
    }

    /// Returns the number of rounds at a size.
    int rounds(double size) {
        return size == compared ? rounds : growthRounds;
    }

    /// Returns the cases of a round at a size. The contestants of an output follow each other, and each round
    /// begins with another contestant.
    List<BenchmarkCase> cases(double size, int round) {
        List<BenchmarkCase> cases = new ArrayList<>();
        for (ComparedOutput output : ComparedOutput.values()) {
            if (outputs.contains(output)) {
                List<BenchmarkCase> group = cases(size, output);
                java.util.Collections.rotate(group, round);
                cases.addAll(group);
            }
        }
        return cases;
    }

    private List<BenchmarkCase> cases(double size, ComparedOutput output) {
        boolean all = size == compared;
        List<BenchmarkCase> group = new ArrayList<>();
        for (Contestant contestant : Contestant.values()) {
            boolean takesPart = contestants.contains(contestant)
                    && contestant.makes(output)
                    && (all
                            || contestant == Contestant.EXPORT
                            || (contestant != Contestant.LIBRARIES && GROWTH.contains(output)));
            if (takesPart) {
                group.add(
                        new BenchmarkCase(size, output, contestant, contestant == Contestant.LIBRARIES ? 1 : threads));
            }
            if (takesPart && all && threads > 1 && contestant == Contestant.EXPORT) {
                group.add(new BenchmarkCase(size, output, contestant, 1));
            }
        }
        return group;
    }
}
