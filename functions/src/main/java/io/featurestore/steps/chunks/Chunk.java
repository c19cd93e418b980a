package io.featurestore.steps.chunks;

import io.featurestore.store.objects.ObjectRef;

/// Describes a byte range of a result object. The chunk owns the records that begin in `[start, end)`.
///
/// @param index position in the output, from 0
/// @param object the result object
/// @param start first byte; never 0, because the first chunk starts after the header record
/// @param end byte after the last
/// @param entry what is known about the byte at `start`
public record Chunk(int index, ObjectRef object, long start, long end, Entry entry) {
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

    /// Refuses a range that is not within the object.
    public Chunk {
        if (index < 0 || start < 0 || end < start || end > object.size()) {
            throw new IllegalArgumentException("chunk " + index + " [" + start + ", " + end + ") of " + object);
        }
    }
}
