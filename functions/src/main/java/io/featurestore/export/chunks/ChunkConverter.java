package io.featurestore.export.chunks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.featurestore.export.chunks.Chunk.Entry;
import io.featurestore.export.chunks.ExportPlan.Handling;
import io.featurestore.export.conversion.csv.ByteWindow;
import io.featurestore.export.objects.ObjectRef;
import io.featurestore.export.objects.ObjectStore;
import io.featurestore.export.objects.PartOutput;
import io.featurestore.export.objects.S3Uri;

/**
 * Converts a chunk to its part {@code <parts><index>}. Memory does not grow with the chunk: one window of the source
 * (as long as the longest record), one buffer of the part and what the format's writer holds.
 */
public final class ChunkConverter {
    private ChunkConverter() {}

    /**
     * Converts a chunk, or so much of it as there is time for: at least one record, and then whole ones. As far as it
     * comes, the same plan and chunk give the same part, byte for byte.
     *
     * @param deadline looked at now and then
     * @return what was found; a record that cannot be converted stands in it as its failure, and there is no part then
     * @throws io.featurestore.export.failure.ExportFailure for faults of S3; a call again is safe
     * @throws UncheckedIOException if a connection broke for good; a call again is safe
     */
    public static ChunkReport convert(ObjectStore store, ExportPlan plan, Chunk chunk, Deadline deadline) {
        long begun = System.nanoTime();
        PartOutput part = new PartOutput(store, part(plan, chunk), Map.of());
        try {
            ChunkWork.Done done = plan.handling() == Handling.BYTES
                    ? ByteWork.copy(store, plan, chunk, part, deadline)
                    : records(store, plan, chunk, part, deadline);
            Optional<ObjectRef> written = done.failure().isEmpty() ? Optional.of(part.finish()) : Optional.empty();
            return done.report(chunk, written, (System.nanoTime() - begun) / 1_000_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            part.abort();
        }
    }

    /** Returns where a chunk's part lies. */
    public static S3Uri part(ExportPlan plan, Chunk chunk) {
        return plan.parts().append(String.format(Locale.ROOT, "%05d", chunk.index()));
    }

    private static ChunkWork.Done records(ObjectStore store, ExportPlan plan, Chunk chunk, PartOutput part,
            Deadline deadline) throws IOException {
        // The byte before the chunk tells whether a record begins with the chunk's first byte.
        long from = chunk.start() - 1;
        try (RangeStream range = new RangeStream(store, chunk.object(), from, chunk.end());
                QuoteCounter quotes = new QuoteCounter(range, from, chunk.start(), chunk.end())) {
            ByteWindow window = new ByteWindow(quotes, from);
            window.ensure(1);
            Entry entry = chunk.entry() == Entry.UNKNOWN && chunk.start() < chunk.end()
                    ? EntryGuess.of(window, plan.columns().size())
                    : chunk.entry();
            ChunkWork work = plan.handling() == Handling.RAW_RECORDS
                    ? new RawWork(plan, chunk, part, deadline)
                    : new RecordWork(plan, chunk, part, deadline);
            ChunkWork.Found found = work.run(window, begins(window, entry, chunk));
            boolean odd = found.nextRecord() < chunk.end() ? quotes.oddBefore(window) : quotes.odd();
            return new ChunkWork.Done(entry, found, odd, 0, 0);
        }
    }

    /** Moves the window to the chunk's first record. */
    private static boolean begins(ByteWindow window, Entry entry, Chunk chunk) throws IOException {
        if (entry == Entry.RECORD_START) {
            window.advance(window.position() + 1);
            return chunk.start() < chunk.end();
        }
        return FirstRecord.find(window, entry == Entry.INSIDE_QUOTES, chunk.end());
    }

    static OptionalLong offset(boolean there, long offset) {
        return there ? OptionalLong.of(offset) : OptionalLong.empty();
    }
}
