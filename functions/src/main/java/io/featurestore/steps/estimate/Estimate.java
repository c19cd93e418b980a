package io.featurestore.steps.estimate;

import io.featurestore.steps.cost.ExportCost;
import java.util.ArrayList;
import java.util.List;

/// Holds the expected output, time and cost of an export.
///
/// @param columns names of the output's columns, in order
/// @param records number of exported records
/// @param scannedBytes bytes that the query scans: the columns that it reads, in the files that the request
///     selects
/// @param resultBytes size of the query's result in bytes
/// @param outputBytes size of the output in bytes
/// @param cost expected cost in USD; Athena charges at least 10 MB per query
/// @param chunks number of chunks that the result is cut into; 0 if S3 copies the result unchanged
/// @param concurrency number of chunks that are converted at the same time
/// @param seconds duration of the export in seconds
/// @param files the table's files that the request selects
/// @param basis the basis of each figure
/// @param warnings sentences to read before the export runs
public record Estimate(
        List<String> columns,
        long records,
        long scannedBytes,
        long resultBytes,
        long outputBytes,
        ExportCost cost,
        int chunks,
        int concurrency,
        long seconds,
        Files files,
        BasisPerFigure basis,
        List<String> warnings) {
    /// Counts the table's files that the request selects.
    ///
    /// @param count number of files
    /// @param bytes total size in bytes
    /// @param read number of footers that were read
    /// @param lists number of LIST requests that Athena makes for them, one per partition and statement
    /// @param gets number of GET requests that Athena makes for them
    public record Files(long count, long bytes, long read, long lists, long gets) {}

    /// Holds the basis of each figure.
    ///
    /// @param records basis of `records`
    /// @param scannedBytes basis of `scannedBytes`
    /// @param resultBytes basis of `resultBytes`
    /// @param outputBytes basis of `outputBytes`
    /// @param cost basis of `cost`
    /// @param seconds basis of `seconds`
    public record BasisPerFigure(
            EstimateBasis records,
            EstimateBasis scannedBytes,
            EstimateBasis resultBytes,
            EstimateBasis outputBytes,
            EstimateBasis cost,
            EstimateBasis seconds) {}

    /// Returns this estimate with the final names of the output's columns.
    public Estimate named(List<String> names) {
        return new Estimate(
                names,
                records,
                scannedBytes,
                resultBytes,
                outputBytes,
                cost,
                chunks,
                concurrency,
                seconds,
                files,
                basis,
                warnings);
    }

    /// Returns this estimate with `more` added to its warnings.
    public Estimate warned(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new Estimate(
                columns,
                records,
                scannedBytes,
                resultBytes,
                outputBytes,
                cost,
                chunks,
                concurrency,
                seconds,
                files,
                basis,
                all);
    }

    public Estimate {
        columns = List.copyOf(columns);
        warnings = List.copyOf(warnings);
    }
}
