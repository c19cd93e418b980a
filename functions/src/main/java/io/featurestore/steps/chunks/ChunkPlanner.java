package io.featurestore.steps.chunks;

import io.featurestore.failure.InvalidRequest;
import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.Chunk.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Splits a result into chunks.
public final class ChunkPlanner {
    private ChunkPlanner() {}

    /// Returns the chunks of a result, in order. They cover it from the end of its header to its end without gap
    /// or overlap. There is at least one chunk, so that an empty result becomes an empty output. All chunks
    /// except the last have the same size.
    ///
    /// @param plan the export's plan
    /// @param chunkSize the requested number of records per chunk, converted to bytes by the mean record size of
    ///     the result
    /// @throws InvalidRequest if no chunks of this output fit the services' limits
    public static List<Chunk> chunks(Plan plan, OptionalInt chunkSize) {
        long start = plan.headerEnd();
        long size = plan.source().size();
        long step = bytes(ResultShape.of(plan), chunkSize);
        checkFits(plan, step);
        List<Chunk> chunks = new ArrayList<>();
        do {
            long end = size - start <= step ? size : start + step;
            chunks.add(new Chunk(
                    chunks.size(), plan.source(), start, end, chunks.isEmpty() ? Entry.RECORD_START : Entry.UNKNOWN));
            start = end;
        } while (start < size);
        return chunks;
    }

    /// Returns the number of chunks of a result with this shape. `chunkSize` is as in [#chunks].
    public static int count(ResultShape result, OptionalInt chunkSize) {
        return Math.toIntExact(Math.max(1, Math.ceilDiv(result.bytes(), bytes(result, chunkSize))));
    }

    /// Returns the size of a chunk in bytes, at least 1.
    private static long bytes(ResultShape result, OptionalInt chunkSize) {
        long size = result.bytes();
        long requested = chunkSize.isPresent() && result.records() > 0
                ? requested(size, result.records(), chunkSize.getAsInt())
                : Math.clamp(size / Limits.PLANNED_CHUNKS, Limits.MIN_PLANNED_CHUNK, Limits.MAX_PLANNED_CHUNK);
        long most = Math.min(Limits.MAX_CHUNK, Throughput.most(result, Limits.PLANNED_CONVERSION_SECONDS));
        long least = Math.ceilDiv(size, (long) Limits.MAX_CHUNKS);
        return Math.max(1, Math.max(least, Math.min(requested, most)));
    }

    /// Refuses chunks that take too long. Chunks whose converter runs out of time are continued, but a plan must
    /// not rely on that.
    private static void checkFits(Plan plan, long step) {
        if (step > Throughput.most(ResultShape.of(plan), Limits.CONVERSION_SECONDS)) {
            throw new InvalidRequest("The query's result of " + plan.source().size() + " bytes is too "
                    + "large for one export as " + plan.format().extension() + " with compression "
                    + plan.compression().label() + ": " + Limits.MAX_CHUNKS + " chunks of it would take longer than a "
                    + "function may run, or make parts that S3 does not copy. Export it in several, by eventTimeRange "
                    + "or where, or in another format or compression.");
        }
        if (!plan.partFiles() && Throughput.footer(plan) > Limits.MAX_FOOTER) {
            throw new InvalidRequest("The query's result of " + plan.source().size() + " bytes in "
                    + plan.columns().size() + " columns would take more than " + Limits.MAX_FOOTER
                    + " bytes of footer in "
                    + "one Parquet file. Ask for part files (an output that ends in '/').");
        }
    }

    private static long requested(long size, long records, int chunkSize) {
        return chunkSize >= records ? size : (long) Math.ceil((double) size / records * chunkSize);
    }
}
