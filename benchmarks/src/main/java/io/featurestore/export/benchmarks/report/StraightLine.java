package io.featurestore.export.benchmarks.report;

import java.util.Arrays;

/// Holds the regression line with the least squares.
///
/// @param start its value at 0
/// @param slope its growth
record StraightLine(double start, double slope) {
    /// Fits a line to points with at least two different `x`.
    static StraightLine through(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            products += (x[i] - meanX) * (y[i] - meanY);
            squares += (x[i] - meanX) * (x[i] - meanX);
        }
        double slope = products / squares;
        return new StraightLine(meanY - slope * meanX, slope);
    }

    /// Returns the largest relative deviation of a point from the line, as a fraction of the point's value.
    double worst(double[] x, double[] y) {
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            worst = Math.max(worst, Math.abs(start + slope * x[i] - y[i]) / y[i]);
        }
        return worst;
    }
}
