package io.featurestore.steps.convert;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import io.featurestore.records.csv.ByteWindow;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.store.objects.ObjectRef;

/** What is done with the records of a chunk. */
interface ChunkWork {
    /**
     * What was found in a chunk's records.
     *
     * @param firstRecord see {@link ChunkReport}
     * @param nextRecord see {@link ChunkReport}; before the chunk's end where time ran out
     * @param records records converted
     * @param failure the first record that could not be converted
     */
    record Found(OptionalLong firstRecord, long nextRecord, long records, Optional<ChunkReport.Failure> failure) {}

    /** A chunk's report but for its part and time. */
    record Done(Entry entry, Found found, boolean quotesOdd, long lineEndsAtEvenQuotes, long lineEndsAtOddQuotes) {
        Optional<ChunkReport.Failure> failure() {
            return found.failure();
        }

        ChunkReport report(Chunk chunk, Optional<ObjectRef> part, Optional<ObjectRef> observed, Instant startedAt,
                long millis) {
            long end = Math.min(chunk.end(), found.nextRecord());
            return new ChunkReport(chunk.index(), chunk.start(), end, entry, found.firstRecord(), found.nextRecord(),
                    found.records(), quotesOdd, lineEndsAtEvenQuotes, lineEndsAtOddQuotes, part, end - chunk.start(),
                    millis, found.failure(), startedAt, observed);
        }
    }

    /**
     * Converts the records that begin in the chunk and ends the part.
     *
     * @param window stands at the first of them
     * @param any whether there is one
     */
    Found run(ByteWindow window, boolean any) throws IOException;
}
