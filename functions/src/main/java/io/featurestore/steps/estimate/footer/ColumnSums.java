package io.featurestore.steps.estimate.footer;

import java.util.HashMap;
import java.util.Map;

/**
 * What all chunks of a column come to, as far as files were read.
 *
 * @param rows how many rows
 * @param nulls how many of them are NULL, as far as the files say
 * @param csv bytes of all values in the query's result, without the quotes around them, commas and line ends
 * @param json bytes of all values in JSON, without names, commas and NULLs
 * @param leaves the leaves of the schema that hold it, by their paths; more than one where it is nested
 */
public record ColumnSums(double rows, double nulls, double csv, double json, Map<String, LeafSums> leaves) {
    public static final ColumnSums NONE = new ColumnSums(0, 0, 0, 0, Map.of());

    ColumnSums plus(ColumnSums other) {
        Map<String, LeafSums> sum = new HashMap<>(leaves);
        other.leaves.forEach((path, leaf) -> sum.merge(path, leaf, LeafSums::plus));
        return new ColumnSums(rows + other.rows, nulls + other.nulls, csv + other.csv, json + other.json, sum);
    }

    /** Returns what so large a part of the rows comes to, if all are alike. */
    public ColumnSums share(double share) {
        Map<String, LeafSums> parts = new HashMap<>(leaves);
        parts.replaceAll((_, leaf) -> leaf.share(share));
        return new ColumnSums(rows * share, nulls * share, csv * share, json * share, parts);
    }

    /** Returns how many bytes the column takes in the query's result, with quotes and one comma or line end each. */
    public double resultBytes() {
        return csv + 2 * (rows - nulls) + rows;
    }
}
