package io.featurestore.steps.chunks;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import io.featurestore.failure.ExportFailure;
import io.featurestore.steps.Limits;
import io.featurestore.steps.chunks.Chunk.Entry;

/** Cuts a result into byte ranges. */
public final class ChunkPlanner {
    private ChunkPlanner() {}

    /**
     * Returns the chunks of a result, in order: they tile it from its header to its end, and there is at least one, so
     * that an empty result becomes an empty output. All but the last are of one size.
     *
     * @param plan the export's plan
     * @param chunkSize wished records a chunk; turned into bytes by the result's mean record
     * @throws ExportFailure.InvalidRequest if no chunks of this output keep to the services' limits
     */
    public static List<Chunk> chunks(ExportPlan plan, OptionalInt chunkSize) {
        long start = plan.headerEnd();
        long size = plan.source().size();
        long step = bytes(ResultShape.of(plan), chunkSize);
        demandFits(plan, step);
        List<Chunk> chunks = new ArrayList<>();
        do {
            long end = size - start <= step ? size : start + step;
            chunks.add(new Chunk(chunks.size(), plan.source(), start, end, chunks.isEmpty()
                    ? Entry.RECORD_START
                    : Entry.UNKNOWN));
            start = end;
        } while (start < size);
        return chunks;
    }

    /** Returns how many chunks a result of this shape is cut into; chunkSize as for {@link #chunks}. */
    public static int count(ResultShape result, OptionalInt chunkSize) {
        return Math.toIntExact(Math.max(1, Math.ceilDiv(result.bytes(), bytes(result, chunkSize))));
    }

    /** Returns the bytes of a chunk, at least 1. */
    private static long bytes(ResultShape result, OptionalInt chunkSize) {
        long size = result.bytes();
        long wished = chunkSize.isPresent() && result.records() > 0
                ? wished(size, result.records(), chunkSize.getAsInt())
                : Math.clamp(size / Limits.PLANNED_CHUNKS, Limits.MIN_PLANNED_CHUNK, Limits.MAX_PLANNED_CHUNK);
        long most = Math.min(Limits.MAX_CHUNK, Throughput.most(result, Limits.PLANNED_CONVERSION_SECONDS));
        long least = Math.ceilDiv(size, (long) Limits.MAX_CHUNKS);
        return Math.max(1, Math.max(least, Math.min(wished, most)));
    }

    /** Converters that do not come to their end are continued, but a plan does not count on that. */
    private static void demandFits(ExportPlan plan, long step) {
        if (step > Throughput.most(ResultShape.of(plan), Limits.CONVERSION_SECONDS)) {
            throw new ExportFailure.InvalidRequest("The query's result of " + plan.source().size() + " bytes is too "
                    + "large for one export as " + plan.format().extension() + " with compression "
                    + plan.compression().label() + ": " + Limits.MAX_CHUNKS + " chunks of it would take longer than a "
                    + "function may run, or make parts that S3 does not copy. Export it in several, by eventTimeRange "
                    + "or where, or in another format or compression.");
        }
        if (!plan.partFiles() && Throughput.footer(plan) > Limits.MAX_FOOTER) {
            throw new ExportFailure.InvalidRequest("The query's result of " + plan.source().size() + " bytes in "
                    + plan.columns().size() + " columns would take more than " + Limits.MAX_FOOTER
                    + " bytes of footer in "
                    + "one Parquet file. Ask for part files (an output that ends in '/').");
        }
    }

    private static long wished(long size, long records, int chunkSize) {
        return chunkSize >= records ? size : (long) Math.ceil((double) size / records * chunkSize);
    }
}
