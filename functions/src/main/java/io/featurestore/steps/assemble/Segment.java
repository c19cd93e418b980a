package io.featurestore.steps.assemble;

import io.featurestore.store.objects.ObjectRef;

/// A sequence of bytes that becomes a section of an output.
public sealed interface Segment {
    /// Returns the number of bytes, 0 or more.
    long length();

    /// Returns the first `count` bytes; `0 ≤ count ≤ length()`.
    Segment head(long count);

    /// Returns the bytes after the first `count`.
    Segment tail(long count);

    /// The bytes `[start, end)` of an object.
    ///
    /// @param object the object, in one version
    /// @param start the first byte
    /// @param end the byte after the last
    record OfObject(ObjectRef object, long start, long end) implements Segment {
        /// Refuses a range that is not within the object.
        public OfObject {
            if (start < 0 || end < start || end > object.size()) {
                throw new IllegalArgumentException("[" + start + ", " + end + ") of " + object);
            }
        }

        /// Returns the segment of a whole object.
        public static OfObject whole(ObjectRef object) {
            return new OfObject(object, 0, object.size());
        }

        /// Returns whether the segment is the whole object.
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

    /// The bytes `[start, end)` of an array in memory, which must not be modified.
    ///
    /// @param content the array
    /// @param start the first byte
    /// @param end the byte after the last
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy would double the memory of a Parquet footer
    record InMemory(byte[] content, int start, int end) implements Segment {
        /// Returns the segment of a whole array.
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
