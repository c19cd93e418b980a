package io.featurestore.steps.chunks;

import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.Limits;
import java.nio.charset.StandardCharsets;

/// Predicts the duration of a conversion and the growth of its bytes. Plans and cost estimates use it.
///
/// The duration is that of [MeasuredSeconds], or that of the function's connection if it is slower, as for
/// conversions with little work per byte. A cost estimate uses this duration. A plan multiplies it by {@value
/// #SAFETY_FACTOR}, because other records than the measured ones, or another processor, may be slower.
public final class Throughput {
    /// The factor by which a plan multiplies measured durations.
    static final double SAFETY_FACTOR = 1.25;
    /// Bytes per second of a function's connection, about 600 Mbit/s. This is an assumption, since AWS publishes
    /// no figure.
    private static final double CONNECTION = 75e6;
    /// The minimum number of bytes of a result that become one Parquet row group.
    private static final long ROW_GROUP = 16L << 20;
    /// Bytes of a footer per column of a row group, with its statistics.
    private static final long COLUMN_CHUNK = 150;
    /// Bytes per name in JSON besides the name: two quotes, a colon, and null, for which csv has no byte.
    private static final int NAME_EXTRA = 7;
    /// Assumed bytes of a value with its quotes and comma, if the number of records is unknown.
    private static final int ASSUMED_VALUE = 8;

    private Throughput() {}

    /// Returns the measured seconds for converting a whole result: the sum over all chunks.
    public static double seconds(ResultShape result) {
        return result.bytes() * secondsPerByte(result);
    }

    private static double secondsPerByte(ResultShape result) {
        double growth = growth(result);
        double cpu = result.kind().secondsPerByte()
                * (result.kind().format() == Format.JSON ? Math.max(1, growth / MeasuredSeconds.SAMPLE_GROWTH) : 1);
        double moved = result.kind().compression() == Compression.NONE ? growth : 1;
        return Math.max(cpu, moved / CONNECTION);
    }

    /// Returns the bytes written per byte of the result, before compression. JSON repeats the names in every
    /// record, so short values with long names grow much.
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

    /// Returns the seconds that a plan assumes for the given number of bytes of the result.
    static double planned(ResultShape result, long bytes) {
        return SAFETY_FACTOR * bytes * secondsPerByte(result);
    }

    /// Returns the number of bytes of the result that can be converted in the given seconds and whose part one
    /// request can copy.
    static long most(ResultShape result, int seconds) {
        double bytes =
                Math.min(seconds / (SAFETY_FACTOR * secondsPerByte(result)), Limits.MAX_UPLOAD_PART / growth(result));
        return Math.max(1, (long) bytes);
    }

    /// Returns the size of the footer in bytes if the whole result becomes one Parquet file; 0 for any other
    /// format.
    static long footer(Plan plan) {
        return plan.format() == Format.PARQUET
                ? (plan.source().size() / ROW_GROUP + 1) * plan.columns().size() * COLUMN_CHUNK
                : 0;
    }
}
