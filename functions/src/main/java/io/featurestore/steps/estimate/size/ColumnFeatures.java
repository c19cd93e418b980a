package io.featurestore.steps.estimate.size;

import io.featurestore.steps.estimate.footer.LeafSums;
import java.util.List;

/// Computes the feature vector of a leaf column from its footer statistics, scaled so that distances between
/// vectors are comparable: a difference of 1 means about as much in each feature. Sizes and counts are logarithms
/// to the base of 2.
final class ColumnFeatures {
    /// Names of the features, in the order of the vector.
    ///
    /// - `stored`, `plain`, `text`: bytes per slot, compressed in the file, before compression, and as text
    /// - `dictionary`: 1 if most bytes are in dictionary-encoded chunks, else 0
    /// - `nulls`: share of NULLs, from 0 to 1
    /// - `slots`, `chunk`: number of slots, in all and per column chunk
    /// - `spare_bits`: bits of the value range beyond those that numbering the values takes, damped to at most
    ///   {@value #WIDE} in size
    /// - `dense`: 1 if most bytes are in chunks whose codec leaves little to gain, else 0
    /// - `columns`: number of output columns
    ///
    static final List<String> NAMES = List.of(
            "stored", "plain", "text", "dictionary", "nulls", "slots", "chunk", "spare_bits", "dense", "columns");
    private static final int STORED = 0;
    private static final int PLAIN = 1;
    private static final int TEXT = 2;
    private static final int OUTPUT_COLUMNS = 9;
    /// Weights of the features for Parquet, which stores each column on its own.
    private static final double[] COLUMNAR_WEIGHTS = {1.5, 1, 0.3, 1, 1, 0.5, 0.15, 0.5, 3, 0};
    /// Weights of the features for CSV and JSON, which store record by record.
    private static final double[] ROW_WEIGHTS = {1.5, 0.3, 1.5, 0.7, 1.5, 0.4, 0.1, 0.4, 3, 0.3};
    /// Bytes per slot that are added before the logarithm, so that very small sizes stay comparable.
    private static final double SMALL_SIZE = 0.02;
    /// Characters per slot that are added before the logarithm of a text's length.
    private static final double SMALL_TEXT = 0.1;
    /// The limit that `spare_bits` approaches.
    private static final double WIDE = 8;

    private ColumnFeatures() {}

    /// Returns the feature vector, in the order of [#NAMES].
    static double[] of(LeafSums leaf, int columns) {
        double slots = leaf.bounds().rows();
        double values = leaf.values();
        double spareBits = values > 0 ? ValueRange.bits(leaf.bounds(), leaf.text() / values) - log2(values) : 0;
        return new double[] {
            log2(leaf.compressed() / slots + SMALL_SIZE),
            log2(leaf.plain() / slots + SMALL_SIZE),
            log2(leaf.text() / slots + SMALL_TEXT),
            leaf.dictionary() * 2 > leaf.compressed() ? 1 : 0,
            Math.max(0, leaf.bounds().nulls()) / slots,
            log2(slots),
            log2(slots / leaf.chunks()),
            WIDE * Math.tanh(spareBits / WIDE),
            leaf.dense() * 2 > leaf.compressed() ? 1 : 0,
            log2(columns)
        };
    }

    /// Returns the weight of each feature.
    ///
    /// @param columnar whether the output is Parquet
    /// @param uncompressed whether the stored bytes are not compressed; their number then gets the weight 0
    static double[] weights(boolean columnar, boolean uncompressed) {
        double[] weights = (columnar ? COLUMNAR_WEIGHTS : ROW_WEIGHTS).clone();
        weights[STORED] = uncompressed ? 0 : weights[STORED];
        return weights;
    }

    /// Returns the Euclidean distance of two vectors whose differences are weighted.
    static double distance(double[] one, double[] other, double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double difference = (one[i] - other[i]) * weights[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /// Returns the correction from a measured column to a similar one: the logarithm (base 2) of the factor
    /// between their output sizes. It is a weighted mean of the differences in stored size and in size before
    /// compression.
    ///
    /// @param storedShare weight of the stored size, from 0 to 1
    static double growth(double[] to, double[] from, boolean columnar, double storedShare) {
        int base = columnar ? PLAIN : TEXT;
        return storedShare * (to[STORED] - from[STORED]) + (1 - storedShare) * (to[base] - from[base]);
    }

    /// Returns the logarithm (base 2) of the ratio between the numbers of output columns.
    static double columnDoublings(double[] to, double[] from) {
        return to[OUTPUT_COLUMNS] - from[OUTPUT_COLUMNS];
    }

    private static double log2(double number) {
        return Math.log(number) / Math.log(2);
    }
}
