package io.featurestore.export.benchmarks.check;

import io.featurestore.export.benchmarks.data.SampleColumn;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Identifies the content of an output independently of its format, by sums of hashes. The order of records and
/// the spelling of numbers do not matter. Every value matters, and NULL differs from the empty string.
///
/// @param records number of records
/// @param rows the sum of the hashes of whole records
/// @param columns the sums of the hashes of single columns, in order
public record OutputContent(long records, BigInteger rows, List<BigInteger> columns) {
    public OutputContent {
        columns = List.copyOf(columns);
    }

    /// Returns the names of the columns whose values differ; "nothing" if there are none.
    public String differences(OutputContent other) {
        if (records != other.records) {
            return records + " records instead of " + other.records;
        }
        List<String> different = IntStream.range(0, columns.size())
                .filter(i -> !columns.get(i).equals(other.columns.get(i)))
                .mapToObj(i -> Arrays.asList(SampleColumn.values()).get(i).label())
                .toList();
        if (different.isEmpty()) {
            return rows.equals(other.rows) ? "nothing" : "which values are together in a record";
        }
        return "values of " + String.join(", ", different);
    }
}
