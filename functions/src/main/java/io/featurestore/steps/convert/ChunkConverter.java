package io.featurestore.steps.convert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.featurestore.records.RecordWriter;
import io.featurestore.records.csv.ByteWindow;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.ExportPlan.Handling;
import io.featurestore.steps.chunks.ExportPlan;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.PartOutput;
import io.featurestore.store.objects.RangeStream;
import io.featurestore.store.objects.S3Uri;

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
     * @throws io.featurestore.failure.ExportFailure for faults of S3; a call again is safe
     * @throws UncheckedIOException if a connection broke for good; a call again is safe
     */
    public static ChunkReport convert(ObjectStore store, ExportPlan plan, Chunk chunk, Deadline deadline) {
        Instant startedAt = Instant.now();
        long begun = System.nanoTime();
        PartOutput part = new PartOutput(store, part(plan, chunk), Map.of());
        Optional<Observer> observer = plan.observed().map(observed -> new Observer(observed, plan.columns(),
                store, chunk));
        try {
            ChunkWork.Done done = plan.boundsRecords()
                    ? records(store, plan, chunk, part, deadline, observer)
                    : ByteWork.copy(store, plan, chunk, part, deadline);
            boolean failed = done.failure().isPresent();
            // Written before the part: a part that is there has all that belongs to it.
            Optional<ObjectRef> gathered = failed ? Optional.empty() : observer.map(o -> o.write(store));
            Optional<ObjectRef> written = failed ? Optional.empty() : Optional.of(part.finish());
            return done.report(chunk, written, gathered, startedAt, (System.nanoTime() - begun) / 1_000_000);
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
            Deadline deadline, Optional<Observer> observer) throws IOException {
        // The byte before the chunk tells whether a record begins with the chunk's first byte.
        long from = chunk.start() - 1;
        try (RangeStream range = new RangeStream(store, chunk.object(), from, chunk.end());
                QuoteCounter quotes = new QuoteCounter(range, from, chunk.start(), chunk.end())) {
            ByteWindow window = new ByteWindow(quotes, from);
            window.ensure(1);
            Entry entry = chunk.entry() == Entry.UNKNOWN && chunk.start() < chunk.end()
                    ? EntryGuess.of(window, plan.columns().size())
                    : chunk.entry();
            RecordWriter fromStart = plan.handling() == Handling.BYTES
                    ? RawCopy.ofBytes(plan, chunk, part, window)
                    : new NoOutput();
            boolean any = begins(window, entry, chunk);
            ChunkWork work = plan.handling() == Handling.RAW_RECORDS && observer.isEmpty()
                    ? new RawWork(plan, chunk, part, deadline)
                    : new RecordWork(plan, chunk, writer(plan, chunk, part, window, fromStart), deadline, observer);
            ChunkWork.Found found = work.run(window, any);
            boolean odd = found.nextRecord() < chunk.end() ? quotes.oddBefore(window) : quotes.odd();
            return new ChunkWork.Done(entry, found, odd, 0, 0);
        }
    }

    private static RecordWriter writer(ExportPlan plan, Chunk chunk, PartOutput part, ByteWindow window,
            RecordWriter fromStart) throws IOException {
        return switch (plan.handling()) {
            case RECORDS -> PartWriters.create(plan, chunk.index() == 0 || plan.partFiles(), part);
            case RAW_RECORDS -> RawCopy.ofRecords(plan, part, window);
            case BYTES, COPY -> fromStart;
        };
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
