package io.featurestore.steps.estimate.footer;

import java.util.HashMap;
import java.util.Map;

/**
 * What one or more files come to.
 *
 * @param files how many
 * @param bytes their length
 * @param rows their rows
 * @param selected rows that meet the request's conditions, deletions aside
 * @param deletions rows, of those that the request looks at, that are deletions
 * @param undeleted at most so many rows meet the conditions and are no deletions
 * @param scanned bytes of the columns that the query reads
 * @param columns the columns that go out, by the catalog's names
 */
public record FileSums(long files, long bytes, long rows, CountRange selected, CountRange deletions, long undeleted, long scanned,
        Map<String, ColumnSums> columns) {
    public static final FileSums NONE = new FileSums(0, 0, 0, CountRange.NONE, CountRange.NONE, 0, 0, Map.of());

    public FileSums plus(FileSums other) {
        Map<String, ColumnSums> sum = new HashMap<>(columns);
        other.columns.forEach((name, column) -> sum.merge(name, column, ColumnSums::plus));
        return new FileSums(files + other.files, bytes + other.bytes, rows + other.rows, selected.plus(other.selected),
                deletions.plus(other.deletions), undeleted + other.undeleted, scanned + other.scanned, sum);
    }

    /** Returns how many bytes the rows take in the query's result, columns that are expressions not among them. */
    double resultBytes() {
        return columns.values().stream().mapToDouble(ColumnSums::resultBytes).sum();
    }
}
