package io.featurestore.export.benchmarks.run;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.featurestore.export.benchmarks.data.ComparedOutput;

/**
 * What a session measures.
 *
 * @param sizes sizes of the file in GB; growth is shown over them
 * @param compared the size at which everything is compared with everything
 * @param rounds rounds at that size
 * @param growthRounds rounds at the others
 * @param threads threads of everyone who can have several
 * @param outputs the outputs
 * @param contestants who takes part
 */
public record SessionPlan(List<Double> sizes, double compared, int rounds, int growthRounds, int threads,
        Set<ComparedOutput> outputs, Set<Contestant> contestants) {
    /** What peers make at the other sizes: one output of each format. */
    private static final Set<ComparedOutput> GROWTH = EnumSet.of(ComparedOutput.CSV, ComparedOutput.JSON, ComparedOutput.PARQUET_ZSTD);

    /** Copies the collections; the size of the comparison is one of the sizes. */
    public SessionPlan {
        sizes = List.copyOf(sizes);
        if (!sizes.contains(compared) || Math.min(rounds, growthRounds) < 1 || threads < 1) {
            throw new IllegalArgumentException(compared + " GB is none of " + sizes + ", or " + rounds + " rounds or "
                    + threads + " threads are too few");
        }
        outputs = Set.copyOf(outputs);
        contestants = Set.copyOf(contestants);
    }

    /** Returns how many rounds a size has. */
    int rounds(double size) {
        return size == compared ? rounds : growthRounds;
    }

    /** Returns a round's cases at a size: an output's contestants one after another, each round another one first. */
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
            boolean takesPart = contestants.contains(contestant) && contestant.makes(output) && (all
                    || contestant == Contestant.EXPORT
                    || (contestant != Contestant.LIBRARIES && GROWTH.contains(output)));
            if (takesPart) {
                group.add(new BenchmarkCase(size, output, contestant, contestant == Contestant.LIBRARIES ? 1 : threads));
            }
            if (takesPart && all && threads > 1 && contestant == Contestant.EXPORT) {
                group.add(new BenchmarkCase(size, output, contestant, 1));
            }
        }
        return group;
    }
}
