package io.featurestore.steps.chunks;

import java.nio.charset.StandardCharsets;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.Limits;

/**
 * How long a conversion takes, and how much it grows: what a plan and a price rest on.
 *
 * <p>The seconds of {@link MeasuredSeconds}, or those of the function's connection where that is slower, as it is where
 * little is done to the bytes. A price takes them as they are. A plan takes them {@value #CARE} times: other records than
 * the measured ones may be slower, and so may a processor.
 */
public final class Throughput {
    /** How many times longer than measured a plan lets a conversion be. */
    static final double CARE = 1.25;
    /** Bytes a second of a function's connection, some 600 Mbit/s: assumed, as AWS states none. */
    private static final double CONNECTION = 75e6;
    /** Bytes of a result that become one row group of Parquet, at least. */
    private static final long ROW_GROUP = 16L << 20;
    /** What a footer says of a row group's column, with its statistics. */
    private static final long COLUMN_CHUNK = 150;
    /** Around a name in JSON: two quotes, a colon, and what null takes where csv has nothing. */
    private static final int NAME_EXTRA = 7;
    /** A value's bytes with its quotes and comma, where nobody counted the records. */
    private static final int ASSUMED_VALUE = 8;

    private Throughput() {}

    /** Returns the seconds that converting all of a result takes, as measured: those of all chunks together. */
    public static double seconds(ResultShape result) {
        return result.bytes() * secondsAByte(result);
    }

    private static double secondsAByte(ResultShape result) {
        double growth = growth(result);
        double cpu = result.kind().secondsAByte() * (result.kind().format() == Format.JSON
                ? Math.max(1, growth / MeasuredSeconds.SAMPLE_GROWTH)
                : 1);
        double moved = result.kind().compression() == Compression.NONE ? growth : 1;
        return Math.max(cpu, moved / CONNECTION);
    }

    /**
     * Returns how many bytes are written for a byte of the result, before compression. JSON repeats the names in every
     * record, which makes much of short values under long names.
     */
    static double growth(ResultShape result) {
        if (result.kind().format() != Format.JSON) {
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

    /** Returns how many seconds a plan reckons with for bytes of the result. */
    static double planned(ResultShape result, long bytes) {
        return CARE * bytes * secondsAByte(result);
    }

    /** Returns how many bytes of the result are converted in so many seconds, to a part that one request can copy. */
    static long most(ResultShape result, int seconds) {
        double bytes = Math.min(seconds / (CARE * secondsAByte(result)), Limits.MAX_UPLOAD_PART / growth(result));
        return Math.max(1, (long) bytes);
    }

    /** Returns the bytes of the footer where all of it becomes one Parquet file; 0 for another format. */
    static long footer(ExportPlan plan) {
        return plan.format() == Format.PARQUET
                ? (plan.source().size() / ROW_GROUP + 1) * plan.columns().size() * COLUMN_CHUNK
                : 0;
    }
}
