package io.featurestore.export.chunks;

import java.nio.charset.StandardCharsets;

import io.featurestore.export.Limits;
import io.featurestore.export.request.Compression;
import io.featurestore.export.request.Format;

/**
 * How long a chunk takes, and how much it grows: what a plan rests on.
 *
 * <p>Bytes of text a second on one processor, as Lambda gives a function of 1,769 MB. Measured on 262 MB of a result of
 * 12 columns (csv gzip 3.9 s, json 2.3 s, json gzip 5.0 s, json zstd 5.7 s for 416 MB of JSON; parquet snappy 5.9 s,
 * zstd 6.6 s), bzip2 on 67 MB (csv 8.4 s, json 16.0 s for 107 MB of JSON), and rounded down. Without compression a
 * function's connection, of some 600 Mbit/s, is the limit.
 */
public final class Throughput {
    private static final long TEXT = 60_000_000;
    private static final long BZIP2 = 6_500_000;
    private static final long PARQUET = 39_000_000;
    /** Bytes of a result that become one row group of Parquet, at least. */
    private static final long ROW_GROUP = 16L << 20;
    /** What a footer says of a row group's column, with its statistics. */
    private static final long COLUMN_CHUNK = 150;
    /** Around a name in JSON: two quotes, a colon, and what null takes where csv has nothing. */
    private static final int NAME_EXTRA = 7;
    /** A value's bytes with its quotes and comma, where nobody counted the records. */
    private static final int ASSUMED_VALUE = 8;

    private Throughput() {}

    /** Returns the bytes that are written a second, before compression. */
    public static long bytesPerSecond(Format format, Compression compression) {
        if (format == Format.PARQUET) {
            return PARQUET;
        }
        return compression == Compression.BZIP2 ? BZIP2 : TEXT;
    }

    /**
     * Returns how many bytes are written for a byte of the result, before compression. JSON repeats the names in every
     * record, which makes much of short values under long names.
     */
    static double growth(ResultShape result) {
        if (result.format() != Format.JSON) {
            return 1;
        }
        long names = 2;
        for (String name : result.names()) {
            names += name.getBytes(StandardCharsets.UTF_8).length + NAME_EXTRA;
        }
        double record = result.records() > 0
                ? Math.max(1, (double) result.bytes() / result.records())
                : (double) ASSUMED_VALUE * Math.max(1, result.names().size());
        return 1 + names / record;
    }

    /** Returns how many seconds bytes of the result take. */
    static double seconds(ResultShape result, long bytes) {
        return bytes * growth(result) / bytesPerSecond(result.format(), result.compression());
    }

    /** Returns how many bytes of the result are converted in so many seconds, to a part that one request can copy. */
    static long most(ResultShape result, int seconds) {
        double written = Math.min(seconds * (double) bytesPerSecond(result.format(), result.compression()),
                Limits.MAX_UPLOAD_PART);
        return Math.max(1, (long) (written / growth(result)));
    }

    /** Returns the bytes of the footer where all of it becomes one Parquet file; 0 for another format. */
    static long footer(ExportPlan plan) {
        return plan.format() == Format.PARQUET
                ? (plan.source().size() / ROW_GROUP + 1) * plan.columns().size() * COLUMN_CHUNK
                : 0;
    }
}
