package io.featurestore.records.parquet.read.pages;

/// Counts the bytes of the decompressed pages and dictionaries that all columns of a reader hold together,
/// and refuses a file that needs more than a limit, before the memory is taken. Not thread-safe.
public final class PageMemory {
    private final long limit;
    private long used;

    /// Reports a file whose pages need more memory than allowed.
    public static final class ExceededException extends RuntimeException {
        ExceededException(long needed, long limit) {
            super("needs " + needed + " bytes of memory for one page and one dictionary per column, where the limit is "
                    + limit);
        }
    }

    /// Creates a counter with a limit in bytes.
    public PageMemory(long limit) {
        this.limit = limit;
    }

    /// Counts bytes that are taken instead of others that are given back.
    ///
    /// @throws ExceededException if all bytes together would be more than the limit
    void take(long bytes, long instead) {
        long needed = used + bytes - instead;
        if (needed > limit) {
            throw new ExceededException(needed, limit);
        }
        used = needed;
    }
}
