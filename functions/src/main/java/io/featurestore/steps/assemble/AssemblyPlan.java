package io.featurestore.steps.assemble;

import io.featurestore.failure.Internal;
import io.featurestore.steps.Limits;
import java.util.ArrayList;
import java.util.List;

/// Plans how segments become the parts of one multipart upload, in order. S3 copies each segment that is
/// large enough. Smaller segments are joined in memory, together with as many bytes of the next segment as
/// the minimum size of a part requires. The same segments always give the same parts.
///
/// @param parts the upload's parts, in order
public record AssemblyPlan(List<Part> parts) {
    /// Holds the limits of S3 and of the function's memory.
    ///
    /// @param minPart minimum size of every part except the last
    /// @param copyRange wanted maximum size of a copied part. It is exceeded, up to `maxPart`, only by an
    ///     object that would have too many parts otherwise
    /// @param maxPart maximum size of a part
    /// @param maxParts maximum number of parts of an upload
    /// @param maxJoined maximum size of a part that is joined in memory; at least twice `minPart`
    public record UploadLimits(long minPart, long copyRange, long maxPart, int maxParts, long maxJoined) {
        /// The limits of S3, and 16 MiB of memory per joined part.
        public static final UploadLimits S3 = new UploadLimits(
                Limits.MIN_UPLOAD_PART, Limits.COPY_RANGE, Limits.MAX_UPLOAD_PART, Limits.MAX_UPLOAD_PARTS, 16L << 20);

        /// Refuses limits for which some segments have no plan.
        public UploadLimits {
            if (minPart < 1 || maxJoined < 2 * minPart || copyRange < maxJoined || maxPart < copyRange) {
                throw new IllegalArgumentException(
                        "no parts fit " + minPart + ", " + copyRange + ", " + maxPart + ", " + maxJoined);
            }
        }
    }

    /// A part of the upload.
    public sealed interface Part {
        /// Returns the number of bytes.
        public long length();
    }

    /// A part that S3 copies.
    ///
    /// @param segment the bytes to copy
    public record Copied(Segment.OfObject segment) implements Part {
        @Override
        public long length() {
            return segment.length();
        }
    }

    /// A part that is joined in memory.
    ///
    /// @param segments the bytes to join, in order
    public record Joined(List<Segment> segments) implements Part {
        /// Makes the list immutable.
        public Joined {
            segments = List.copyOf(segments);
        }

        @Override
        public long length() {
            return segments.stream().mapToLong(Segment::length).sum();
        }
    }

    /// Makes the list immutable.
    public AssemblyPlan {
        parts = List.copyOf(parts);
    }

    /// Returns the plan. It has at least one part; only a single part may be empty. If there are too many
    /// parts, larger ranges are copied. If copying all large segments still takes too many parts, small
    /// segments are joined to larger parts.
    ///
    /// @throws Internal if there are more large segments than an upload has parts
    public static AssemblyPlan of(List<Segment> segments, UploadLimits limits) {
        long least = limits.minPart();
        long range = limits.copyRange();
        while (true) {
            AssemblyPlan plan = new AssemblyPlan(new PartBuilder(range, least).parts(segments));
            if (plan.parts().size() <= limits.maxParts()) {
                return plan;
            }
            if (range < limits.maxPart()) {
                range = Math.min(2 * range, limits.maxPart());
                continue;
            }
            if (2 * least >= limits.maxJoined()) {
                throw new Internal(segments.size() + " parts make "
                        + plan.parts().size()
                        + " upload parts, more than the " + limits.maxParts() + " of one object; ask for larger "
                        + "chunks (chunkSize), or for part files (an output that ends in '/').");
            }
            least = Math.min(least + limits.minPart(), limits.maxJoined() / 2);
        }
    }

    /// Returns the number of bytes of all parts.
    public long length() {
        return parts.stream().mapToLong(Part::length).sum();
    }

    /// Builds the parts in one pass over the segments. Segments smaller than `least` are pending until they
    /// are joined to a larger part.
    private static final class PartBuilder {
        private final long range;
        private final long least;
        private final List<Part> parts = new ArrayList<>();
        private final List<Segment> pending = new ArrayList<>();
        private long pendingBytes;

        PartBuilder(long range, long least) {
            this.range = range;
            this.least = least;
        }

        List<Part> parts(List<Segment> segments) {
            for (Segment segment : segments) {
                switch (segment) {
                    case Segment.OfObject object -> add(object);
                    case Segment.InMemory memory -> add(memory);
                }
            }
            if (pendingBytes > 0 || parts.isEmpty()) {
                joinPending();
            }
            return parts;
        }

        private void add(Segment.OfObject object) {
            long needed = pendingBytes == 0 ? 0 : least - pendingBytes;
            if (object.length() >= needed + least) {
                addPending(object.head(needed));
                joinIfEnough();
                copy(object.tail(needed));
            } else {
                addPending(object);
                joinIfEnough();
            }
        }

        private void add(Segment.InMemory memory) {
            Segment.InMemory remainder = memory;
            while (remainder.length() > 0) {
                long count = Math.min(remainder.length(), least - pendingBytes);
                addPending(remainder.head(count));
                joinIfEnough();
                remainder = remainder.tail(count);
            }
        }

        /// Copies an object in ranges of nearly equal size, so that none is below the minimum size.
        private void copy(Segment.OfObject object) {
            long ranges = Math.ceilDiv(object.length(), range);
            long done = 0;
            for (long number = 1; number <= ranges; number++) {
                long end = object.length() * number / ranges;
                parts.add(new Copied(object.tail(done).head(end - done)));
                done = end;
            }
        }

        private void addPending(Segment segment) {
            if (segment.length() > 0) {
                pending.add(segment);
                pendingBytes += segment.length();
            }
        }

        private void joinIfEnough() {
            if (pendingBytes >= least) {
                joinPending();
            }
        }

        private void joinPending() {
            parts.add(new Joined(pending));
            pending.clear();
            pendingBytes = 0;
        }
    }
}
