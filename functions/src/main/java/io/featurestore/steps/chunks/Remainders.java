package io.featurestore.steps.chunks;

import io.featurestore.steps.chunks.Chunk.Entry;
import java.util.ArrayList;
import java.util.List;

/// Computes the remainders of chunks: the bytes that a converter had no time for.
final class Remainders {
    private Remainders() {}

    /// Returns the first byte after chunk `i`: the start of the next chunk, which may be the chunk's own
    /// remainder, or the end of the result.
    static long end(Plan plan, List<Chunk> chunks, int i) {
        return i + 1 < chunks.size() ? chunks.get(i + 1).start() : plan.extent();
    }

    /// Returns the remainders that are not converted yet, as chunks with new indexes.
    static List<Chunk> of(Plan plan, List<Chunk> chunks, List<ChunkReport> reports) {
        Entry entry = plan.findsRecordBounds() ? Entry.RECORD_START : Entry.UNKNOWN;
        int index = chunks.stream().mapToInt(Chunk::index).max().orElse(0);
        List<Chunk> remainders = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            long stopped = reports.get(i).end();
            long end = end(plan, chunks, i);
            if (stopped < end) {
                index++;
                remainders.add(chunks.get(i).rest(index, stopped, end, entry));
            }
        }
        return remainders;
    }

    /// Returns the number of chunks, from the first, that all bytes before them are converted. Past an
    /// unconverted remainder the parity of quotes is unknown.
    static int countWithKnownPrefix(List<Chunk> chunks, List<ChunkReport> reports) {
        int i = 0;
        while (i + 1 < chunks.size()
                && reports.get(i).end() == chunks.get(i + 1).start()) {
            i++;
        }
        return i + 1;
    }

    /// Returns the remainders that are not part of the given chunks. The given chunks are converted again as
    /// a whole.
    static List<Chunk> outside(List<Chunk> chunks, List<Chunk> remainders) {
        return remainders.stream()
                .filter(remainder ->
                        chunks.stream().noneMatch(c -> c.start() <= remainder.start() && remainder.start() < c.end()))
                .toList();
    }
}
