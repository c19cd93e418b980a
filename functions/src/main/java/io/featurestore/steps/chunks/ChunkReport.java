package io.featurestore.steps.chunks;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import io.featurestore.failure.ErrorCode;
import io.featurestore.store.objects.ObjectRef;

/**
 * What a converter says of the chunk it converted. Reports prove together that nothing was lost: quote parities
 * tell for certain where each chunk began, and the records must tile the object.
 *
 * @param index the chunk's index
 * @param start the chunk's first byte
 * @param end the byte after the last of those it came to: the chunk's end, or before it, where time ran out, the byte at
 *        which the rest is to be continued. All that follows is said of {@code [start, end)}.
 * @param entry what the converter took {@code start} for; never {@code UNKNOWN} but for a chunk handled as bytes
 * @param firstRecord where the first record that begins in the chunk begins; empty if none does
 * @param nextRecord where the record after the chunk's last one begins (at or past {@code end}); with no record in
 *        the chunk, {@code end}
 * @param records records converted; −1 where the chunk was handled as bytes and records are counted by line ends
 * @param quotesOdd whether {@code [start, end)} holds an odd number of quote characters
 * @param lineEndsAtEvenQuotes line ends in {@code [start, end)} after an even number of the chunk's quotes
 * @param lineEndsAtOddQuotes line ends in {@code [start, end)} after an odd number of the chunk's quotes
 * @param part the part written; empty if the chunk failed or is to be repaired
 * @param bytesIn bytes read
 * @param millis time taken
 * @param failure the first record that could not be converted; empty if all were
 * @param startedAt when the conversion began
 * @param observed what was gathered of exactly these records; empty unless the plan asks for it, or where the chunk failed
 */
public record ChunkReport(int index, long start, long end, Chunk.Entry entry, OptionalLong firstRecord, long nextRecord,
        long records, boolean quotesOdd, long lineEndsAtEvenQuotes, long lineEndsAtOddQuotes, Optional<ObjectRef> part,
        long bytesIn, long millis, Optional<Failure> failure, Instant startedAt, Optional<ObjectRef> observed) {
    /**
     * A record that could not be converted. Reported, not thrown: the entry may have been guessed wrong, and
     * only the whole export knows the record's number.
     *
     * @param code what kind of failure
     * @param column the column's name; empty where the record as a whole is malformed
     * @param recordInChunk the record's number within the chunk, from 0
     * @param value the offending value, shortened
     * @param reason what is wrong with it, half a sentence
     */
    public record Failure(ErrorCode code, String column, long recordInChunk, String value, String reason) {}
}
