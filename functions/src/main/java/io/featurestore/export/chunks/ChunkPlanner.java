package io.featurestore.export.chunks;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import io.featurestore.export.Limits;
import io.featurestore.export.chunks.Chunk.Entry;

/** Cuts a result into byte ranges. */
public final class ChunkPlanner {
    private ChunkPlanner() {}

    /**
     * Returns the chunks of a result, in order: they tile it from its header to its end, and there is at least one, so
     * that an empty result becomes an empty output. All but the last are of one size.
     *
     * @param plan the export's plan
     * @param chunkSize wished records a chunk; turned into bytes by the result's mean record
     */
    public static List<Chunk> chunks(ExportPlan plan, OptionalInt chunkSize) {
        long start = plan.headerEnd();
        long size = plan.source().size();
        long step = bytes(size - start, plan.resultRows(), chunkSize);
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

    /**
     * Returns how many chunks a result is cut into.
     *
     * @param size the result's bytes
     * @param records its records
     * @param chunkSize as for {@link #chunks}
     */
    public static int count(long size, long records, OptionalInt chunkSize) {
        return Math.toIntExact(Math.max(1, Math.ceilDiv(size, bytes(size, records, chunkSize))));
    }

    /** Returns the bytes of a chunk, at least 1. */
    static long bytes(long size, long records, OptionalInt chunkSize) {
        long wished = chunkSize.isPresent() && records > 0
                ? wished(size, records, chunkSize.getAsInt())
                : Math.clamp(size / Limits.PLANNED_CHUNKS, Limits.MIN_PLANNED_CHUNK, Limits.MAX_PLANNED_CHUNK);
        long least = Math.ceilDiv(size, (long) Limits.MAX_CHUNKS);
        return Math.max(1, Math.max(least, Math.min(wished, Limits.MAX_CHUNK)));
    }

    private static long wished(long size, long records, int chunkSize) {
        return chunkSize >= records ? size : (long) Math.ceil((double) size / records * chunkSize);
    }
}
