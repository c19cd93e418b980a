package io.featurestore.steps.estimate.size;

import java.util.List;

import io.featurestore.steps.estimate.footer.LeafSums;

/**
 * What footers say of a leaf, as numbers of which a difference of 1 means about as much in each: bytes of a slot and
 * counts as logarithms to the base of 2.
 */
final class ColumnFeatures {
    /** Stored and plain bytes and bytes of text of a slot; whether most is in dictionaries; part of NULLs; slots in all
     * and in a chunk; bits of room for values beyond those of their number; whether the codec leaves little to gain; columns
     * of the output. */
    static final List<String> NAMES = List.of("stored", "plain", "text", "dictionary", "nulls", "slots", "chunk",
            "room",
            "dense", "columns");
    private static final int STORED = 0;
    private static final int PLAIN = 1;
    private static final int TEXT = 2;
    private static final int OUTPUT_COLUMNS = 9;

    /** How much a difference tells of Parquet, where each column stands alone, and of rows of text. */
    private static final double[] COLUMNS = {1.5, 1, 0.3, 1, 1, 0.5, 0.15, 0.5, 3, 0};
    private static final double[] ROWS = {1.5, 0.3, 1.5, 0.7, 1.5, 0.4, 0.1, 0.4, 3, 0.3};

    /** Fewer bytes of a slot look alike. */
    private static final double FEW = 0.02;
    private static final double FEW_CHARACTERS = 0.1;
    /** More room than that looks alike. */
    private static final double WIDE = 8;

    private ColumnFeatures() {}

    /** Returns the numbers, in the order of the names. */
    static double[] of(LeafSums leaf, int columns) {
        double slots = leaf.bounds().rows();
        double values = leaf.values();
        double room = values > 0 ? ValueRange.bits(leaf.bounds(), leaf.text() / values) - log2(values) : 0;
        return new double[]{log2(leaf.compressed() / slots + FEW), log2(leaf.plain() / slots + FEW), log2(leaf.text()
                / slots + FEW_CHARACTERS), leaf.dictionary() * 2 > leaf.compressed() ? 1 : 0, Math.max(0,
                        leaf.bounds()
                                .nulls())
                        / slots,
                log2(slots), log2(slots / leaf.chunks()), WIDE * Math.tanh(room / WIDE), leaf
                        .dense() * 2 > leaf.compressed() ? 1 : 0,
                log2(columns)};
    }

    /**
     * Returns how much each number counts.
     *
     * @param columnar whether for Parquet
     * @param loose whether the stored bytes are not compressed, so that they say nothing
     */
    static double[] weights(boolean columnar, boolean loose) {
        double[] weights = (columnar ? COLUMNS : ROWS).clone();
        weights[STORED] = loose ? 0 : weights[STORED];
        return weights;
    }

    static double distance(double[] one, double[] other, double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double difference = (one[i] - other[i]) * weights[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /**
     * Returns by how much an output grows from one look to another that is near, as a logarithm: in part as what is
     * stored, in part as what stands there before compression.
     *
     * @param stored how much as what is stored
     */
    static double growth(double[] to, double[] from, boolean columnar, double stored) {
        int base = columnar ? PLAIN : TEXT;
        return stored * (to[STORED] - from[STORED]) + (1 - stored) * (to[base] - from[base]);
    }

    /** Returns by how many doublings there are more columns. */
    static double farther(double[] to, double[] from) {
        return to[OUTPUT_COLUMNS] - from[OUTPUT_COLUMNS];
    }

    private static double log2(double number) {
        return Math.log(number) / Math.log(2);
    }
}
