package io.featurestore.steps.estimate.footer;

import java.util.HashMap;
import java.util.Map;

/// Totals one column over all column chunks of the files that were read.
///
/// @param rows number of rows
/// @param nulls number of NULLs; NULLs that the files do not count are not included
/// @param csv bytes of all values in the query's result, without enclosing quotes, commas and line ends
/// @param json bytes of all values in JSON, without names, commas and NULLs
/// @param leaves the leaves of the schema that store the column, by path; more than one for a nested column
public record ColumnSums(double rows, double nulls, double csv, double json, Map<String, LeafSums> leaves) {
    public static final ColumnSums NONE = new ColumnSums(0, 0, 0, 0, Map.of());

    ColumnSums plus(ColumnSums other) {
        Map<String, LeafSums> sum = new HashMap<>(leaves);
        other.leaves.forEach((path, leaf) -> sum.merge(path, leaf, LeafSums::plus));
        return new ColumnSums(rows + other.rows, nulls + other.nulls, csv + other.csv, json + other.json, sum);
    }

    /// Returns the totals for a share of the rows, assuming that all rows are alike.
    public ColumnSums share(double share) {
        Map<String, LeafSums> parts = new HashMap<>(leaves);
        parts.replaceAll((_, leaf) -> leaf.share(share));
        return new ColumnSums(rows * share, nulls * share, csv * share, json * share, parts);
    }

    /// Returns the bytes that the column takes in the query's result, with quotes and one comma or line end per
    /// value.
    public double resultBytes() {
        return csv + 2 * (rows - nulls) + rows;
    }
}
