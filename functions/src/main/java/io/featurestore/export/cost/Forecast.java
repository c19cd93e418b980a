package io.featurestore.export.cost;

import java.math.BigDecimal;

import io.featurestore.export.request.Compression;
import io.featurestore.export.request.Format;

/**
 * What an export will cost and how long it will take, by its sizes.
 *
 * <p>A converter works on one core, so its time falls with memory until Lambda gives it a whole one, at 1,769 MB, and
 * more memory only costs more. That is its memory. {@link Conversion} has the seconds each output takes there. A chunk is
 * planned between 8 and 128 MB, 0.1 to 3 s of work: a call's start then is no great part of the time, and a chunk that is
 * converted again costs little.
 *
 * <p>Assumed, because only AWS could tell: Athena scans a gigabyte and writes 50 MB of result a second after two seconds
 * of planning and queueing; a converter starts in half a second; the final step takes two seconds and 20 ms a chunk.
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
    private static final double MILLIS = 1_000;

    /**
     * The sizes of an export.
     *
     * @param scannedBytes bytes that the query scans
     * @param resultBytes size of its result
     * @param outputBytes size of the output
     * @param format the output's format
     * @param compression the output's compression
     * @param chunks how many chunks the result is cut into; 0 where S3 copies it as it is
     * @param concurrency how many are converted at once
     */
    public record Size(long scannedBytes, long resultBytes, long outputBytes, Format format, Compression compression,
            int chunks, int concurrency) {}

    /** Returns the forecast for an export. */
    public static Forecast of(Size size) {
        double query = QUERY_SECONDS + size.scannedBytes() / SCANNED_BYTES_A_SECOND + size.resultBytes()
                / RESULT_BYTES_A_SECOND;
        double conversion = size.chunks() == 0
                ? 0
                : size.resultBytes() * Conversion.secondsAByte(size.format(), size.compression()) + size.chunks()
                        * CALL_SECONDS;
        double end = FINAL_SECONDS + FINAL_SECONDS_A_CHUNK * size.chunks();
        long parts = size.chunks() + size.outputBytes() / (size.chunks() == 0 ? COPIED_BYTES : PART_REQUEST_BYTES);
        Usage usage = new Usage(size.scannedBytes(), millis(query), size.chunks(), millis(conversion), size
                .chunks() == 0 ? 0 : 1, millis(end), DOCUMENTS + parts + size.chunks(), DOCUMENTS + READS_A_CHUNK
                        * size
                                .chunks());
        double rounds = size.chunks() == 0 ? 0 : Math.ceil((double) size.chunks() / size.concurrency());
        double converting = size.chunks() == 0 ? 0 : conversion / size.chunks() * rounds;
        return new Forecast(Math.round(CONTROL_SECONDS + query + converting + end), ExportCost.of(usage));
    }

    /** Returns what Athena asks for a scan, in USD: by the started megabyte, at least 10 MB. */
    public static BigDecimal scan(long bytes) {
        return ExportCost.athena(bytes);
    }

    private static long millis(double seconds) {
        return Math.round(seconds * MILLIS);
    }
}
