package io.featurestore.steps.convert;

import io.featurestore.records.RecordWriter;
import io.featurestore.records.csv.ByteWindow;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.chunks.Plan.Handling;
import io.featurestore.steps.work.WorkFolder;
import io.featurestore.steps.work.WorkFolder.Document;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.PartOutput;
import io.featurestore.store.objects.RangeStream;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Converts a chunk to its part `<parts><index>`. Memory does not grow with the chunk: it holds one window of
/// the source (as long as the longest record), one buffer of the part, and the buffers of the format's
/// writer.
public final class ChunkConverter {
    private ChunkConverter() {}

    /// Reads the plan of a work folder, and converts a chunk as [#convert(ObjectStore,Plan,Chunk,Deadline)]
    /// does.
    public static ChunkReport convert(ObjectStore store, S3Uri work, Chunk chunk, Deadline deadline) {
        return convert(store, new WorkFolder(store, work).read(Document.PLAN, Plan.class), chunk, deadline);
    }

    /// Converts a chunk, or as many of its records as there is time for, but at least one. The same plan,
    /// chunk and number of records give the same part, byte for byte.
    ///
    /// @param deadline checked after every [Deadline#bytesBetweenChecks] bytes
    /// @return the report. If a record cannot be converted, the report names it as its failure and there is
    ///     no part
    /// @throws io.featurestore.failure.Failure for errors of S3; the call may be repeated
    /// @throws UncheckedIOException if a connection broke and could not be resumed; the call may be repeated
    public static ChunkReport convert(ObjectStore store, Plan plan, Chunk chunk, Deadline deadline) {
        Instant startedAt = Instant.now();
        long startNanos = System.nanoTime();
        PartOutput part = new PartOutput(store, part(plan, chunk), Map.of());
        Optional<Profiler> profiler =
                plan.profile().map(request -> new Profiler(request, plan.columns(), store, chunk));
        try {
            ChunkWork.Done done = plan.files().isPresent()
                    ? rows(store, plan, chunk, part, deadline, profiler)
                    : plan.findsRecordBounds()
                            ? records(store, plan, chunk, part, deadline, profiler)
                            : ByteWork.copy(store, plan, chunk, part, deadline);
            boolean failed = done.failure().isPresent();
            // Written before the part, so that a part that exists always has its profile.
            Optional<ObjectRef> profile = failed ? Optional.empty() : profiler.map(p -> p.write(store));
            Optional<ObjectRef> written = failed ? Optional.empty() : Optional.of(part.finish());
            return done.report(chunk, written, profile, startedAt, (System.nanoTime() - startNanos) / 1_000_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            part.abort();
        }
    }

    /// Returns the URI of a chunk's part.
    public static S3Uri part(Plan plan, Chunk chunk) {
        return plan.parts().append(String.format(Locale.ROOT, "%05d", chunk.index()));
    }

    private static ChunkWork.Done records(
            ObjectStore store, Plan plan, Chunk chunk, PartOutput part, Deadline deadline, Optional<Profiler> profiler)
            throws IOException {
        // The byte before the chunk shows whether a record begins with the chunk's first byte.
        long from = chunk.start() - 1;
        try (RangeStream range = new RangeStream(store, chunk.object(), from, chunk.end());
                QuoteCounter quotes = new QuoteCounter(range, from, chunk.start(), chunk.end())) {
            ByteWindow window = new ByteWindow(quotes, from);
            window.ensure(1);
            Entry entry = chunk.entry() == Entry.UNKNOWN && chunk.start() < chunk.end()
                    ? EntryGuess.of(window, plan.columns().size())
                    : chunk.entry();
            RecordWriter fromStart =
                    plan.handling() == Handling.BYTES ? RawCopy.ofBytes(plan, chunk, part, window) : new NoOutput();
            boolean hasRecord = moveToFirstRecord(window, entry, chunk);
            ChunkWork work = plan.handling() == Handling.RAW_RECORDS && profiler.isEmpty()
                    ? new RawWork(plan, chunk, part, deadline)
                    : new RecordWork(plan, chunk, writer(plan, chunk, part, window, fromStart), deadline, profiler);
            ChunkWork.Found found = work.run(window, hasRecord);
            boolean odd = found.nextRecord() < chunk.end() ? quotes.oddBefore(window) : quotes.odd();
            return new ChunkWork.Done(entry, found, odd, 0, 0);
        }
    }

    private static ChunkWork.Done rows(
            ObjectStore store, Plan plan, Chunk chunk, PartOutput part, Deadline deadline, Optional<Profiler> profiler)
            throws IOException {
        RecordWriter writer = PartWriters.create(plan, chunk.index() == 0 || plan.partFiles(), part);
        RecordWork work = new RecordWork(plan, chunk, writer, deadline, profiler);
        try (RowSource rows = new RowSource(store, plan, chunk)) {
            ChunkWork.Found found =
                    chunk.start() < chunk.end() ? work.run(rows, RowSource.ROWS_BETWEEN_CHECKS) : work.none();
            return new ChunkWork.Done(Entry.RECORD_START, found, false, 0, 0);
        }
    }

    private static RecordWriter writer(
            Plan plan, Chunk chunk, PartOutput part, ByteWindow window, RecordWriter fromStart) throws IOException {
        return switch (plan.handling()) {
            case RECORDS -> PartWriters.create(plan, chunk.index() == 0 || plan.partFiles(), part);
            case RAW_RECORDS -> RawCopy.ofRecords(plan, part, window);
            case BYTES, COPY, CARRY -> fromStart;
        };
    }

    /// Moves the window to the chunk's first record. Returns whether there is one.
    private static boolean moveToFirstRecord(ByteWindow window, Entry entry, Chunk chunk) throws IOException {
        if (entry == Entry.RECORD_START) {
            window.advance(window.position() + 1);
            return chunk.start() < chunk.end();
        }
        return FirstRecord.find(window, entry == Entry.INSIDE_QUOTES, chunk.end());
    }
}
