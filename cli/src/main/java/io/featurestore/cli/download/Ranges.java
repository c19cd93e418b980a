package io.featurestore.cli.download;

/// Divides an object into ranges of one size; only the last one may be shorter.
///
/// @param bytes the size of the object
/// @param rangeBytes the size of a range
record Ranges(long bytes, long rangeBytes) {
    /// The smallest range. S3's performance guide advises ranges of 8 to 16 MB
    /// (docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance-design-patterns.html).
    static final long LEAST = 8 << 20;

    /// The most ranges, so that what must be remembered of them stays small.
    private static final long MOST = 10_000;

    /// Checks the sizes.
    Ranges {
        if (bytes < 0 || rangeBytes < 1) {
            throw new IllegalArgumentException("there are no ranges of " + rangeBytes + " in " + bytes + " bytes");
        }
    }

    /// Returns the ranges of an object of that size: 8 MiB each, and more above 80 GB.
    static Ranges of(long bytes) {
        return new Ranges(bytes, Math.max(LEAST, Math.ceilDiv(bytes, MOST)));
    }

    int count() {
        return Math.toIntExact(Math.ceilDiv(bytes, rangeBytes));
    }

    long start(int range) {
        return range * rangeBytes;
    }

    /// Returns the position after the last byte of a range.
    long end(int range) {
        return Math.min(bytes, start(range) + rangeBytes);
    }

    long length(int range) {
        return end(range) - start(range);
    }
}
