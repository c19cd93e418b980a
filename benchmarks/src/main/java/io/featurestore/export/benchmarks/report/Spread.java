package io.featurestore.export.benchmarks.report;

import java.util.Arrays;
import java.util.Locale;

/// Summarizes several measurements of the same quantity.
///
/// @param least the smallest one
/// @param median the median
/// @param greatest the largest one
record Spread(double least, double median, double greatest) {
    /// Summarizes one or more measurements.
    static Spread of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /// Returns `1.50 (1.40–1.70)`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median, least, greatest);
    }
}
