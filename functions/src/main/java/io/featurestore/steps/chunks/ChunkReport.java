package io.featurestore.steps.chunks;

import io.featurestore.failure.code.ErrorCode;
import io.featurestore.store.objects.ObjectRef;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Reports the conversion of a chunk. Together, the reports of all chunks prove that nothing was lost: the
/// parities of their quotes show whether each chunk began inside quotes, and their records must cover the object
/// without gap or overlap.
///
/// @param index the chunk's index
/// @param start the chunk's first byte
/// @param end the byte after the last converted one. This is the chunk's end, or, if time ran out, the earlier
///     byte at which the conversion is to be continued. All other components describe `[start, end)`
/// @param entry the state that the converter assumed at `start`; `UNKNOWN` only for a chunk that is handled as
///     bytes
/// @param firstRecord the first byte of the first record that begins in the chunk; empty if none does
/// @param nextRecord the first byte of the record after the chunk's last record (at or past `end`); `end` if the
///     chunk has no record
/// @param records converted records; −1 if the chunk was handled as bytes and records are counted by line ends
/// @param quotesOdd whether `[start, end)` holds an odd number of quote characters
/// @param lineEndsAtEvenQuotes line ends in `[start, end)` after an even number of the chunk's quotes
/// @param lineEndsAtOddQuotes line ends in `[start, end)` after an odd number of the chunk's quotes
/// @param part the part that was written; empty if the conversion failed
/// @param bytesIn bytes read
/// @param millis duration in milliseconds
/// @param failure the first record that could not be converted; empty if all were
/// @param startedAt the start of the conversion
/// @param profile the statistics and checks of exactly these records; empty if the plan does not request a
///     profile, or the conversion failed
public record ChunkReport(
        int index,
        long start,
        long end,
        Chunk.Entry entry,
        OptionalLong firstRecord,
        long nextRecord,
        long records,
        boolean quotesOdd,
        long lineEndsAtEvenQuotes,
        long lineEndsAtOddQuotes,
        Optional<ObjectRef> part,
        long bytesIn,
        long millis,
        Optional<BadValue> failure,
        Instant startedAt,
        Optional<ObjectRef> profile) {
    /// Describes a record that could not be converted. It is reported and not thrown, because the converter may
    /// have guessed the entry wrongly, and because only the final step knows the record's number in the output.
    ///
    /// @param code the code of the failure
    /// @param column the column's name; empty if the whole record is malformed
    /// @param recordInChunk the record's number within the chunk, from 0
    /// @param value the offending value, shortened
    /// @param reason what is wrong with the value; completes a sentence whose subject is the value
    public record BadValue(ErrorCode code, String column, long recordInChunk, String value, String reason) {}
}
