package io.featurestore.steps.chunks;

import io.featurestore.store.objects.ObjectRef;

/**
 * A byte range of a result object. It owns the records that begin in {@code [start, end)}.
 *
 * @param index position in the output, from 0
 * @param object the object it is a range of
 * @param start first byte; 0 never occurs, the first chunk starts where the header record ends
 * @param end byte after the last
 * @param entry what is known about {@code start}
 */
public record Chunk(int index, ObjectRef object, long start, long end, Entry entry) {
    /** Whether {@code start} lies inside a quoted value. */
    public enum Entry {
        /** Not known: the converter finds out locally, and the result is verified globally. */
        UNKNOWN,
        /** Known to be the first byte of a record. */
        RECORD_START,
        /** Known to lie outside quotes. */
        OUTSIDE_QUOTES,
        /** Known to lie inside quotes. */
        INSIDE_QUOTES
    }

    /** Checks the range. */
    public Chunk {
        if (index < 0 || start < 0 || end < start || end > object.size()) {
            throw new IllegalArgumentException("chunk " + index + " [" + start + ", " + end + ") of " + object);
        }
    }
}
