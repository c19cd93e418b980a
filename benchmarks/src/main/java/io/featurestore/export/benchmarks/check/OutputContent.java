package io.featurestore.export.benchmarks.check;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.featurestore.export.benchmarks.data.SampleColumn;

/**
 * What an output holds, whatever its format: sums of hashes, in which neither the order of the records nor the spelling
 * of a number matters, but every value does, and NULL is not the empty string.
 *
 * @param records how many records
 * @param rows the sum of the hashes of whole records
 * @param columns the sums of the hashes of single columns, in order
 */
public record OutputContent(long records, BigInteger rows, List<BigInteger> columns) {
    /** Copies the sums. */
    public OutputContent {
        columns = List.copyOf(columns);
    }

    /** Returns the columns that hold other values than another's, in words; "nothing" where all are the same. */
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
