package io.featurestore.steps.estimate.footer;

import java.util.HashMap;
import java.util.Map;

/// Totals one or more files.
///
/// @param files number of files
/// @param bytes total size in bytes
/// @param rows number of rows
/// @param selected rows that match the request's conditions, whether deleted or not
/// @param deletions deletions among the rows that the request's time conditions select
/// @param undeleted upper bound of the rows that match the conditions and are not deletions
/// @param scanned compressed bytes of the columns that the query reads
/// @param counted compressed bytes of the columns that the statement for the warnings reads
/// @param reads requests with which both statements read the files
/// @param columns totals of the exported columns, by their names in the catalog
public record FileSums(
        long files,
        long bytes,
        long rows,
        CountRange selected,
        CountRange deletions,
        long undeleted,
        long scanned,
        long counted,
        long reads,
        Map<String, ColumnSums> columns) {
    public static final FileSums NONE = new FileSums(0, 0, 0, CountRange.NONE, CountRange.NONE, 0, 0, 0, 0, Map.of());

    public FileSums plus(FileSums other) {
        Map<String, ColumnSums> sum = new HashMap<>(columns);
        other.columns.forEach((name, column) -> sum.merge(name, column, ColumnSums::plus));
        return new FileSums(
                files + other.files,
                bytes + other.bytes,
                rows + other.rows,
                selected.plus(other.selected),
                deletions.plus(other.deletions),
                undeleted + other.undeleted,
                scanned + other.scanned,
                counted + other.counted,
                reads + other.reads,
                sum);
    }

    /// Returns these totals with other totals of columns.
    FileSums with(Map<String, ColumnSums> others) {
        return new FileSums(files, bytes, rows, selected, deletions, undeleted, scanned, counted, reads, others);
    }

    /// Returns the bytes that the rows take in the query's result, without columns that are expressions.
    double resultBytes() {
        return columns.values().stream().mapToDouble(ColumnSums::resultBytes).sum();
    }
}
