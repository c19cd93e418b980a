package io.featurestore.steps.chunks;

import io.featurestore.store.objects.ObjectRef;
import java.util.List;

/// Describes a section of a result. Of a CSV object it is a range of bytes, and the chunk owns the records
/// that begin in `[start, end)`. Of Parquet files it is a range of rows, counted over all files from 0.
///
/// @param index position in the output, from 0
/// @param object the result's CSV object, or the manifest of its Parquet files
/// @param start first byte, never 0, because the first chunk starts after the header record; or first row
/// @param end byte or row after the last
/// @param entry what is known about the byte at `start`; a row always starts a record
/// @param pieces the rows of Parquet files, in order; empty for a CSV object
public record Chunk(int index, ObjectRef object, long start, long end, Entry entry, List<Piece> pieces) {
    /// Says whether `start` is inside a quoted value.
    public enum Entry {
        /// Not known: the converter guesses locally, and the final step verifies the guess globally.
        UNKNOWN,
        /// Known to be the first byte of a record.
        RECORD_START,
        /// Known to be outside quotes.
        OUTSIDE_QUOTES,
        /// Known to be inside quotes.
        INSIDE_QUOTES;

        /// Returns whether only a repair can have this state: the final step found that the first guess was
        /// wrong.
        public boolean isFromRepair() {
            return this == OUTSIDE_QUOTES || this == INSIDE_QUOTES;
        }
    }

    /// Refuses a range that is not within the object, or does not have the pieces' rows.
    public Chunk {
        pieces = pieces == null ? List.of() : List.copyOf(pieces);
        boolean fits = pieces.isEmpty()
                ? end <= object.size() || start == end
                : pieces.stream().mapToLong(Piece::rows).sum() == end - start;
        if (index < 0 || start < 0 || end < start || !fits) {
            throw new IllegalArgumentException("chunk " + index + " [" + start + ", " + end + ") of " + object);
        }
    }

    /// Describes a range of bytes of a CSV object.
    public Chunk(int index, ObjectRef object, long start, long end, Entry entry) {
        this(index, object, start, end, entry, List.of());
    }

    /// Returns the section of this chunk that begins at `from`, as a chunk of its own.
    ///
    /// @param newIndex its index
    /// @param from its first byte or row
    /// @param to the byte or row after its last one
    /// @param known what is known about the byte at `from`
    Chunk rest(int newIndex, long from, long to, Entry known) {
        return new Chunk(newIndex, object, from, to, known, Piece.without(pieces, from - start));
    }
}
