package io.featurestore.steps.assemble;

import io.featurestore.store.objects.ObjectRef;

/** A run of bytes that an output is joined from. */
public sealed interface Segment {
    /** Returns the number of bytes, 0 or more. */
    long length();

    /** Returns the first {@code count} bytes; {@code 0 ≤ count ≤ length()}. */
    Segment head(long count);

    /** Returns what follows the first {@code count} bytes. */
    Segment tail(long count);

    /**
     * The bytes {@code [start, end)} of an object.
     *
     * @param object the object, in one version
     * @param start the first byte
     * @param end the byte after the last
     */
    record OfObject(ObjectRef object, long start, long end) implements Segment {
        /** Checks the range. */
        public OfObject {
            if (start < 0 || end < start || end > object.size()) {
                throw new IllegalArgumentException("[" + start + ", " + end + ") of " + object);
            }
        }

        /** Returns an object as a whole. */
        public static OfObject whole(ObjectRef object) {
            return new OfObject(object, 0, object.size());
        }

        public boolean isWhole() {
            return start == 0 && end == object.size();
        }

        @Override
        public long length() {
            return end - start;
        }

        @Override
        public OfObject head(long count) {
            return new OfObject(object, start, start + count);
        }

        @Override
        public OfObject tail(long count) {
            return new OfObject(object, start + count, end);
        }
    }

    /**
     * Bytes in memory: {@code [start, end)} of an array that nobody changes.
     *
     * @param content the array
     * @param start the first byte
     * @param end the byte after the last
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy would double a Parquet footer in memory
    record InMemory(byte[] content, int start, int end) implements Segment {
        /** Returns an array as a whole. */
        public static InMemory whole(byte[] content) {
            return new InMemory(content, 0, content.length);
        }

        @Override
        public long length() {
            return (long) end - start;
        }

        @Override
        public InMemory head(long count) {
            return new InMemory(content, start, start + (int) count);
        }

        @Override
        public InMemory tail(long count) {
            return new InMemory(content, start + (int) count, end);
        }
    }
}
