package io.featurestore.steps.cost;

import io.featurestore.steps.Limits;
import io.featurestore.store.objects.PartOutput;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/// Forecasts the cost and the duration of an export from its sizes.
///
/// A converter uses one core. Lambda gives a function a whole core at 1,769 MB of memory: with less the
/// converter is slower, with more it only costs more. So 1,769 MB is its memory. A chunk is planned between
/// 32 and 128 MiB, so that the start of a call is a small part of its time, and the repeated conversion of a
/// chunk costs little.
///
/// These figures are assumed, as they can only be measured on AWS. Athena takes two seconds for planning and
/// queueing, then scans 1 GB per second and writes 50 MB of the result per second, or 13 times as much with
/// UNLOAD. A converter starts in 0.5 s. The final step takes 2 s and 20 ms per chunk. If S3 copies the
/// result, it moves 85 MB per second and request. An estimate takes 1 s and 1 ms per footer.
///
/// @param seconds duration of the export in seconds
/// @param cost cost of the export
public record Forecast(long seconds, ExportCost cost) {
    private static final double QUERY_SECONDS = 2;
    private static final double SCANNED_BYTES_A_SECOND = 1e9;
    private static final double RESULT_BYTES_A_SECOND = 50e6;
    /// Users report results 13 to 24 times faster with UNLOAD than with a SELECT.
    private static final double UNLOADED_BYTES_A_SECOND = 13 * RESULT_BYTES_A_SECOND;
    private static final double CALL_SECONDS = 0.5;
    private static final double FINAL_SECONDS = 2;
    private static final double FINAL_SECONDS_A_CHUNK = 0.02;
    private static final double COPIED_BYTES_A_SECOND = 85e6;
    /// Time for validation, resolution, planning and the transitions between them.
    private static final double CONTROL_SECONDS = 4;
    private static final long DOCUMENTS = 12;
    private static final long READS_A_CHUNK = 3;
    private static final long ESTIMATE_MILLIS = 1_000;
    private static final double MILLIS = 1_000;

    /// Holds the sizes that a forecast is made from.
    ///
    /// @param scannedBytes bytes that the query scans
    /// @param countedBytes bytes that the statement for the warnings scans; empty if there is none
    /// @param table Athena's requests for the table
    /// @param resultBytes size of its result in bytes
    /// @param outputBytes size of the output in bytes
    /// @param conversionSeconds total seconds of all converters, without their starts
    /// @param chunks number of chunks; 0 if S3 copies the result unchanged
    /// @param concurrency number of chunks that are converted at the same time
    /// @param unloaded whether all of Athena's workers write the result, and not one node
    /// @param copied whether S3 copies the result unchanged; there are chunks even so if records are observed
    /// @param observed whether every chunk writes statistics or results of checks
    /// @param estimated the reads of an estimate before the query; empty if there is none
    public record Workload(
            long scannedBytes,
            OptionalLong countedBytes,
            TableRequests table,
            long resultBytes,
            long outputBytes,
            double conversionSeconds,
            int chunks,
            int concurrency,
            boolean unloaded,
            boolean copied,
            boolean observed,
            Optional<EstimateReads> estimated) {}

    /// Holds the reads of an estimate before the query.
    ///
    /// @param files number of files that it lists
    /// @param footers number of footers that it reads
    public record EstimateReads(long files, long footers) {
        Usage.EstimateWork estimating() {
            return new Usage.EstimateWork(ESTIMATE_MILLIS + footers, files, footers);
        }
    }

    /// Returns the forecast for an export.
    public static Forecast of(Workload size) {
        double query = querySeconds(size.scannedBytes(), size.resultBytes(), size.unloaded());
        double conversion = size.chunks() == 0 ? 0 : size.conversionSeconds() + size.chunks() * CALL_SECONDS;
        double end = FINAL_SECONDS + FINAL_SECONDS_A_CHUNK * size.chunks() + copySeconds(size);
        Optional<Usage.EstimateWork> estimating = size.estimated().map(EstimateReads::estimating);
        Usage usage = new Usage(
                size.scannedBytes(),
                size.countedBytes(),
                millis(query),
                estimating,
                size.chunks(),
                millis(conversion),
                size.chunks() == 0 ? 0 : 1,
                millis(end),
                size.table(),
                writes(size),
                reads(size));
        double inTurn = size.chunks() == 0 ? 0 : Math.ceil((double) size.chunks() / size.concurrency());
        double converting = size.chunks() == 0 ? 0 : conversion / size.chunks() * inTurn;
        double estimate = estimating.map(Usage.EstimateWork::millis).orElse(0L) / MILLIS;
        return new Forecast(Math.round(CONTROL_SECONDS + estimate + query + converting + end), ExportCost.of(usage));
    }

    /// Returns the expected duration of a query in seconds.
    ///
    /// @param resultBytes size of its result as CSV
    /// @param unloaded whether all workers write the result
    public static double querySeconds(long scannedBytes, long resultBytes, boolean unloaded) {
        return QUERY_SECONDS
                + scannedBytes / SCANNED_BYTES_A_SECOND
                + resultBytes / (unloaded ? UNLOADED_BYTES_A_SECOND : RESULT_BYTES_A_SECOND);
    }

    private static long writes(Workload size) {
        long parts = size.chunks()
                + (size.copied() ? copies(size.outputBytes()) : size.outputBytes() / PartOutput.PART_BYTES);
        return DOCUMENTS + parts + size.chunks() + gatherings(size);
    }

    /// Returns the number of ranges in which S3 copies an object, without start and completion of the upload.
    private static long copies(long bytes) {
        return Math.clamp(Math.ceilDiv(bytes, Limits.COPY_RANGE), 1, Limits.MAX_UPLOAD_PARTS);
    }

    /// Returns the time in which S3 copies the result. The ranges are copied side by side.
    private static double copySeconds(Workload size) {
        if (!size.copied()) {
            return 0;
        }
        long copies = copies(size.outputBytes());
        double inTurn = Math.ceilDiv(copies, Limits.FINAL_REQUESTS);
        return inTurn * size.outputBytes() / copies / COPIED_BYTES_A_SECOND;
    }

    private static long reads(Workload size) {
        return DOCUMENTS + READS_A_CHUNK * size.chunks() + gatherings(size);
    }

    private static long gatherings(Workload size) {
        return size.observed() ? size.chunks() : 0;
    }

    /// Returns Athena's price of a scan in USD. Bytes are rounded up to whole megabytes, at least 10 MB.
    public static BigDecimal scan(long bytes) {
        return ExportCost.athena(bytes);
    }

    private static long millis(double seconds) {
        return Math.round(seconds * MILLIS);
    }
}
