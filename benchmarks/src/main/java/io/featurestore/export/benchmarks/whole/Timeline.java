package io.featurestore.export.benchmarks.whole;

import java.util.List;
import java.util.Map;

/// Holds the measured times of one export.
///
/// @param request the request
/// @param rows number of exported records
/// @param resultBytes size of the query's result in bytes
/// @param chunks number of chunks
/// @param seconds wall time of the execution
/// @param visits its states, in order
/// @param cpuSeconds CPU seconds by kind of work
public record Timeline(
        String request,
        long rows,
        long resultBytes,
        int chunks,
        double seconds,
        List<Visit> visits,
        Map<String, Double> cpuSeconds) {
    /// The key in `cpuSeconds` for orchestration and the front of S3, whose share is limited.
    public static final String ORCHESTRATION = CpuSampler.Work.ORCHESTRATION.label();
    /// The largest accepted share of orchestration and the front of S3 in all CPU seconds.
    public static final double MOST_ORCHESTRATION = 0.15;

    public Timeline {
        visits = List.copyOf(visits);
    }

    /// Returns the share of orchestration and the front of S3 in all CPU seconds.
    public double orchestration() {
        return cpuSeconds.getOrDefault(ORCHESTRATION, 0.0)
                / cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
