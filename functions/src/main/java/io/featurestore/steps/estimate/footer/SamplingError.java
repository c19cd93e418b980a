package io.featurestore.steps.estimate.footer;

/** The sums that a figure's error is worked out from, when it is drawn from some files by their length. */
final class SamplingError {
    /** A normal figure lies within so many standard errors with 95 % probability. */
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

    /**
     * Returns the error of the ratio estimate of the figure for all files (W. G. Cochran, Sampling Techniques, 3rd ed.,
     * chapter 6): the total length, which the listing tells, times figure by length of the files read.
     */
    double error(long allFiles) {
        if (files < 2 || lengths == 0) {
            return 0;
        }
        double ratio = figures / lengths;
        double variance = Math.max(0, figureSquares - 2 * ratio * products + ratio * ratio * lengthSquares)
                / (files - 1);
        return CONFIDENCE * allFiles * Math.sqrt((1 - (double) files / allFiles) * variance / files);
    }
}
