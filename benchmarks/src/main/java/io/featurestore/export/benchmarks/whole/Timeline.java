package io.featurestore.export.benchmarks.whole;

import java.util.List;
import java.util.Map;

/**
 * Where the time of one export went.
 *
 * @param request what was asked for
 * @param rows records of the export
 * @param resultBytes bytes of the query's result
 * @param chunks chunks it was converted in
 * @param seconds wall time of the execution
 * @param visits its states, in order
 * @param cpuSeconds CPU seconds by kind of work
 */
public record Timeline(String request, long rows, long resultBytes, int chunks, double seconds, List<Visit> visits,
        Map<String, Double> cpuSeconds) {
    /** The name in {@code cpuSeconds} of what is to be small. */
    public static final String ORCHESTRATION = CpuSampler.Work.ORCHESTRATION.label();
    /** The most of all CPU seconds that orchestration and the front of S3 may have. */
    public static final double MOST_ORCHESTRATION = 0.15;

    /** Copies the visits. */
    public Timeline {
        visits = List.copyOf(visits);
    }

    /** Returns the share of orchestration and the front of S3 in all CPU seconds. */
    public double orchestration() {
        return cpuSeconds.getOrDefault(ORCHESTRATION, 0.0) / cpuSeconds.values()
                .stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }
}
