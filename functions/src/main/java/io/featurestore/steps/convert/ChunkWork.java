package io.featurestore.steps.convert;

import io.featurestore.records.csv.ByteWindow;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.Chunk.Entry;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.store.objects.ObjectRef;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Processes the records of a chunk in one of several ways.
interface ChunkWork {
    /// Holds the outcome for the records of a chunk.
    ///
    /// @param firstRecord see [ChunkReport]
    /// @param nextRecord see [ChunkReport]; before the chunk's end if time ran out
    /// @param records the number of converted records
    /// @param failure the first record that could not be converted
    record Found(OptionalLong firstRecord, long nextRecord, long records, Optional<ChunkReport.BadValue> failure) {}

    /// Holds a chunk's report without its part and duration.
    record Done(Entry entry, Found found, boolean quotesOdd, long lineEndsAtEvenQuotes, long lineEndsAtOddQuotes) {
        Optional<ChunkReport.BadValue> failure() {
            return found.failure();
        }

        ChunkReport report(
                Chunk chunk, Optional<ObjectRef> part, Optional<ObjectRef> profile, Instant startedAt, long millis) {
            long end = Math.min(chunk.end(), found.nextRecord());
            return new ChunkReport(
                    chunk.index(),
                    chunk.start(),
                    end,
                    entry,
                    found.firstRecord(),
                    found.nextRecord(),
                    found.records(),
                    quotesOdd,
                    lineEndsAtEvenQuotes,
                    lineEndsAtOddQuotes,
                    part,
                    end - chunk.start(),
                    millis,
                    found.failure(),
                    startedAt,
                    profile);
        }
    }

    /// Converts the records that begin in the chunk, and finishes the part.
    ///
    /// @param window its position is at the first of them
    /// @param hasRecord whether there is one
    Found run(ByteWindow window, boolean hasRecord) throws IOException;
}
