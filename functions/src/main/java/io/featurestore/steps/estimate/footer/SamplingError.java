package io.featurestore.steps.estimate.footer;

/// Computes the sampling error of a ratio estimate from the sums of the sampled files' sizes and figures.
final class SamplingError {
    /// Standard errors on each side of a 95 % confidence interval of a normal distribution.
    private static final double CONFIDENCE = 1.96;

    private long files;
    private double lengths;
    private double lengthSquares;
    private double figures;
    private double figureSquares;
    private double products;

    void add(double length, double figure) {
        files++;
        lengths += length;
        lengthSquares += length * length;
        figures += figure;
        figureSquares += figure * figure;
        products += length * figure;
    }

    /// Returns the half-width of the 95 % confidence interval of the ratio estimate for all files (W. G. Cochran,
    /// Sampling Techniques, 3rd ed., chapter 6). The ratio estimate is the figure per byte of the sampled files
    /// times the size of all files, which the listing gives.
    double error(long allFiles) {
        if (files < 2 || lengths == 0) {
            return 0;
        }
        double ratio = figures / lengths;
        double variance =
                Math.max(0, figureSquares - 2 * ratio * products + ratio * ratio * lengthSquares) / (files - 1);
        return CONFIDENCE * allFiles * Math.sqrt((1 - (double) files / allFiles) * variance / files);
    }
}
