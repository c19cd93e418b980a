package io.featurestore.steps.assemble;

import java.util.ArrayList;
import java.util.List;

import io.featurestore.failure.Internal;

/**
 * How segments become the parts of one multipart upload, in order: whatever is large enough is copied on the server
 * side, the rest is gathered through memory, together with as much of the next segment as the least size of a part
 * takes. A pure function: the same segments give the same parts.
 *
 * @param parts the upload's parts, in order
 */
public record AssemblyPlan(List<Part> parts) {
    /**
     * What S3 and the function's memory allow.
     *
     * @param minPart least size of every part but the last
     * @param maxPart largest size of a part
     * @param maxParts most parts of an upload
     * @param maxGathered largest size of a part that goes through memory; at least twice {@code minPart}
     */
    public record Limits(long minPart, long maxPart, int maxParts, long maxGathered) {
        /** The limits of S3, and 16 MiB of memory for a gathered part. */
        public static final Limits S3 = new Limits(io.featurestore.steps.Limits.MIN_UPLOAD_PART,
                io.featurestore.steps.Limits.MAX_UPLOAD_PART, io.featurestore.steps.Limits.MAX_UPLOAD_PARTS, 16L << 20);

        /** Checks that any segments can be parted. */
        public Limits {
            if (minPart < 1 || maxGathered < 2 * minPart || maxPart < maxGathered) {
                throw new IllegalArgumentException("no parts fit " + minPart + ", " + maxPart + ", " + maxGathered);
            }
        }
    }

    /** A part of the upload. */
    public sealed interface Part {
        /** Returns the number of bytes. */
        public long length();
    }

    /**
     * A part that S3 copies.
     *
     * @param segment what is copied
     */
    public record Copied(Segment.OfObject segment) implements Part {
        @Override
        public long length() {
            return segment.length();
        }
    }

    /**
     * A part that goes through memory.
     *
     * @param segments what it is joined from, in order
     */
    public record Gathered(List<Segment> segments) implements Part {
        /** Copies the list. */
        public Gathered {
            segments = List.copyOf(segments);
        }

        @Override
        public long length() {
            return segments.stream().mapToLong(Segment::length).sum();
        }
    }

    /** Copies the list. */
    public AssemblyPlan {
        parts = List.copyOf(parts);
    }

    /**
     * Returns the plan: at least one part, the only one that may be empty. Where copying all that is large enough
     * takes too many parts, small segments are gathered to larger parts.
     *
     * @throws Internal if there are more large segments than an upload has parts
     */
    public static AssemblyPlan of(List<Segment> segments, Limits limits) {
        long least = limits.minPart();
        while (true) {
            AssemblyPlan plan = new AssemblyPlan(new Gathering(limits, least).parts(segments));
            if (plan.parts().size() <= limits.maxParts()) {
                return plan;
            }
            if (2 * least >= limits.maxGathered()) {
                throw new Internal(segments.size() + " parts make " + plan.parts().size()
                        + " upload parts, more than the " + limits.maxParts() + " of one object; ask for larger "
                        + "chunks (chunkSize), or for part files (an output that ends in '/').");
            }
            least = Math.min(least + limits.minPart(), limits.maxGathered() / 2);
        }
    }

    /** Returns the number of bytes of the whole. */
    public long length() {
        return parts.stream().mapToLong(Part::length).sum();
    }

    /** One pass over the segments: what is smaller than {@code least} waits until it is part of something larger. */
    private static final class Gathering {
        private final Limits limits;
        private final long least;
        private final List<Part> parts = new ArrayList<>();
        private final List<Segment> waiting = new ArrayList<>();
        private long waitingBytes;

        Gathering(Limits limits, long least) {
            this.limits = limits;
            this.least = least;
        }

        List<Part> parts(List<Segment> segments) {
            for (Segment segment : segments) {
                switch (segment) {
                    case Segment.OfObject object -> add(object);
                    case Segment.InMemory memory -> add(memory);
                }
            }
            if (waitingBytes > 0 || parts.isEmpty()) {
                gather();
            }
            return parts;
        }

        private void add(Segment.OfObject object) {
            long wanted = waitingBytes == 0 ? 0 : least - waitingBytes;
            if (object.length() >= wanted + least) {
                await(object.head(wanted));
                gatherIfEnough();
                copy(object.tail(wanted));
            } else {
                await(object);
                gatherIfEnough();
            }
        }

        private void add(Segment.InMemory memory) {
            Segment.InMemory rest = memory;
            while (rest.length() > 0) {
                long count = Math.min(rest.length(), least - waitingBytes);
                await(rest.head(count));
                gatherIfEnough();
                rest = rest.tail(count);
            }
        }

        /** Ranges as equal as can be, so that none is below the least size. */
        private void copy(Segment.OfObject object) {
            long ranges = Math.ceilDiv(object.length(), limits.maxPart());
            long done = 0;
            for (long range = 1; range <= ranges; range++) {
                long end = object.length() * range / ranges;
                parts.add(new Copied(object.tail(done).head(end - done)));
                done = end;
            }
        }

        private void await(Segment segment) {
            if (segment.length() > 0) {
                waiting.add(segment);
                waitingBytes += segment.length();
            }
        }

        private void gatherIfEnough() {
            if (waitingBytes >= least) {
                gather();
            }
        }

        private void gather() {
            parts.add(new Gathered(waiting));
            waiting.clear();
            waitingBytes = 0;
        }
    }
}
