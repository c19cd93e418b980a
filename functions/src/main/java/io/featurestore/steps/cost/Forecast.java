package io.featurestore.steps.cost;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What an export will cost and how long it will take, by its sizes.
 *
 * <p>A converter works on one core, so its time falls with memory until Lambda gives it a whole one, at 1,769 MB, and
 * more memory only costs more. That is its memory. A chunk is planned between 8 and 128 MB, 0.1 to 3 s of work: a call's
 * start then is no great part of the time, and a chunk that is converted again costs little.
 *
 * <p>Assumed, because only AWS could tell: Athena scans a gigabyte and writes 50 MB of result a second after two seconds
 * of planning and queueing; a converter starts in half a second; the final step takes two seconds and 20 ms a chunk; an
 * estimate takes a second and a millisecond a footer.
 *
 * @param seconds how long the export takes
 * @param cost what it costs
 */
public record Forecast(long seconds, ExportCost cost) {
    private static final double QUERY_SECONDS = 2;
    private static final double SCANNED_BYTES_A_SECOND = 1e9;
    private static final double RESULT_BYTES_A_SECOND = 50e6;
    private static final double CALL_SECONDS = 0.5;
    private static final double FINAL_SECONDS = 2;
    private static final double FINAL_SECONDS_A_CHUNK = 0.02;
    /** Validation, resolution, planning and the transitions between them. */
    private static final double CONTROL_SECONDS = 4;
    private static final long DOCUMENTS = 12;
    private static final long PART_REQUEST_BYTES = 8 << 20;
    /** S3 copies so much in one request. */
    private static final long COPIED_BYTES = 5L << 30;
    private static final long READS_A_CHUNK = 3;
    private static final long ESTIMATE_MILLIS = 1_000;
    private static final double MILLIS = 1_000;

    /**
     * The sizes of an export.
     *
     * @param scannedBytes bytes that the query scans
     * @param resultBytes size of its result
     * @param outputBytes size of the output
     * @param conversionSeconds seconds that all converters work together, their starts not counted
     * @param chunks how many chunks the result is cut into; 0 where S3 copies it as it is
     * @param concurrency how many are converted at once
     * @param copied whether S3 copies the result as it is; there are chunks then where records are looked at
     * @param observed whether every chunk leaves what it gathered or checked
     * @param estimated what an estimate before the query reads; empty where none is made
     */
    public record Workload(long scannedBytes, long resultBytes, long outputBytes, double conversionSeconds, int chunks,
            int concurrency, boolean copied, boolean observed, Optional<EstimateReads> estimated) {}

    /**
     * What an estimate before the query reads.
     *
     * @param files the files it lists
     * @param footers the footers it reads
     */
    public record EstimateReads(long files, long footers) {
        Usage.EstimateWork estimating() {
            return new Usage.EstimateWork(ESTIMATE_MILLIS + footers, files, footers);
        }
    }

    /** Returns the forecast for an export. */
    public static Forecast of(Workload size) {
        double query = QUERY_SECONDS + size.scannedBytes() / SCANNED_BYTES_A_SECOND + size.resultBytes()
                / RESULT_BYTES_A_SECOND;
        double conversion = size.chunks() == 0 ? 0 : size.conversionSeconds() + size.chunks() * CALL_SECONDS;
        double end = FINAL_SECONDS + FINAL_SECONDS_A_CHUNK * size.chunks();
        Optional<Usage.EstimateWork> estimating = size.estimated().map(EstimateReads::estimating);
        Usage usage = new Usage(size.scannedBytes(), millis(query), estimating, size.chunks(), millis(conversion),
                size.chunks() == 0 ? 0 : 1, millis(end), writes(size), reads(size));
        double inTurn = size.chunks() == 0 ? 0 : Math.ceil((double) size.chunks() / size.concurrency());
        double converting = size.chunks() == 0 ? 0 : conversion / size.chunks() * inTurn;
        double estimate = estimating.map(Usage.EstimateWork::millis).orElse(0L) / MILLIS;
        return new Forecast(Math.round(CONTROL_SECONDS + estimate + query + converting + end), ExportCost.of(usage));
    }

    private static long writes(Workload size) {
        long parts = size.chunks() + size.outputBytes() / (size.copied() ? COPIED_BYTES : PART_REQUEST_BYTES);
        return DOCUMENTS + parts + size.chunks() + gatherings(size);
    }

    private static long reads(Workload size) {
        return DOCUMENTS + READS_A_CHUNK * size.chunks() + gatherings(size);
    }

    private static long gatherings(Workload size) {
        return size.observed() ? size.chunks() : 0;
    }

    /** Returns what Athena asks for a scan, in USD: by the started megabyte, at least 10 MB. */
    public static BigDecimal scan(long bytes) {
        return ExportCost.athena(bytes);
    }

    private static long millis(double seconds) {
        return Math.round(seconds * MILLIS);
    }
}
