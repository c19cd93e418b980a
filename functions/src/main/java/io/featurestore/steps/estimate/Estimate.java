package io.featurestore.steps.estimate;

import java.util.ArrayList;
import java.util.List;

import io.featurestore.steps.cost.ExportCost;

/**
 * What would come out of an export, and what it would cost.
 *
 * @param columns names of the output's columns, in order
 * @param records records that go out
 * @param scannedBytes bytes that the query scans: the columns it reads of the files that the request leaves in
 * @param resultBytes size of the query's result
 * @param outputBytes size of the output
 * @param cost what it would cost, in USD; at least 10 MB of the scan are charged
 * @param chunks how many chunks the result is cut into; 0 where S3 copies it as it is
 * @param concurrency how many chunks are converted at once
 * @param seconds how long the export takes
 * @param files the table's files
 * @param basis what the figures rest on
 * @param warnings what to know before running it
 */
public record Estimate(List<String> columns, long records, long scannedBytes, long resultBytes, long outputBytes,
        ExportCost cost, int chunks, int concurrency, long seconds, Files files, BasisPerFigure basis, List<String> warnings) {
    /**
     * The table's files that the request leaves in.
     *
     * @param count how many there are
     * @param bytes their length
     * @param read how many footers were read
     */
    public record Files(long count, long bytes, long read) {}

    /**
     * What the figures rest on.
     *
     * @param records of {@code records}
     * @param scannedBytes of {@code scannedBytes}
     * @param resultBytes of {@code resultBytes}
     * @param outputBytes of {@code outputBytes}
     * @param cost of {@code cost}
     * @param seconds of {@code seconds}
     */
    public record BasisPerFigure(EstimateBasis records, EstimateBasis scannedBytes, EstimateBasis resultBytes, EstimateBasis outputBytes, EstimateBasis cost,
            EstimateBasis seconds) {}

    /** Returns the estimate with the names that the output's columns have in the end. */
    public Estimate named(List<String> names) {
        return new Estimate(names, records, scannedBytes, resultBytes, outputBytes, cost, chunks, concurrency, seconds,
                files, basis, warnings);
    }

    /** Returns the estimate with more warnings. */
    Estimate warned(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new Estimate(columns, records, scannedBytes, resultBytes, outputBytes, cost, chunks, concurrency,
                seconds, files, basis, all);
    }

    /** Copies the lists. */
    public Estimate {
        columns = List.copyOf(columns);
        warnings = List.copyOf(warnings);
    }
}
