package io.featurestore.steps.chunks;

import java.util.ArrayList;
import java.util.List;

import io.featurestore.steps.chunks.Chunk.Entry;

/** What is left of chunks whose converters had not the time to come to their end. */
final class Rests {
    private Rests() {}

    /** Returns the byte at which what follows a chunk begins: the next chunk, be it the chunk's own rest, or nothing. */
    static long end(ExportPlan plan, List<Chunk> chunks, int i) {
        return i + 1 < chunks.size() ? chunks.get(i + 1).start() : plan.source().size();
    }

    /** Returns the rests that nobody has converted, as chunks of indexes of their own. */
    static List<Chunk> of(ExportPlan plan, List<Chunk> chunks, List<ChunkReport> reports) {
        Entry entry = plan.boundsRecords() ? Entry.RECORD_START : Entry.UNKNOWN;
        int index = chunks.stream().mapToInt(Chunk::index).max().orElse(0);
        List<Chunk> rests = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            long stopped = reports.get(i).end();
            long end = end(plan, chunks, i);
            if (stopped < end) {
                index++;
                rests.add(new Chunk(index, chunks.get(i).object(), stopped, end, entry));
            }
        }
        return rests;
    }

    /** Returns of how many chunks, from the first, it is known what stands before them: past a rest, nothing is. */
    static int known(List<Chunk> chunks, List<ChunkReport> reports) {
        int i = 0;
        while (i + 1 < chunks.size() && reports.get(i).end() == chunks.get(i + 1).start()) {
            i++;
        }
        return i + 1;
    }

    /** Returns the rests that are not of these chunks, which are converted whole. */
    static List<Chunk> outside(List<Chunk> chunks, List<Chunk> rests) {
        return rests.stream()
                .filter(rest -> chunks.stream().noneMatch(c -> c.start() <= rest.start() && rest.start() < c.end()))
                .toList();
    }
}
