package io.featurestore.records.parquet.read;

/// Sets how much memory a reader takes for bytes that it has read ahead. One decompressed page and one dictionary
/// per column come on top of it; their sizes are the file's.
///
/// @param bufferBytes bytes of all columns together; each column gets at least 192 KB
public record ReadSettings(int bufferBytes) {
    /// The setting for a function with 256 MB of memory for the process.
    public static final ReadSettings DEFAULT = new ReadSettings(24 << 20);

    private static final int LEAST_BLOCK = 64 << 10;
    private static final int MOST_BLOCK = 1 << 20;
    /// A column has a block that is being used, one that is being read, and the rest of a page before them.
    private static final int BLOCKS = 3;

    /// Checks that the number is positive.
    public ReadSettings {
        if (bufferBytes <= 0) {
            throw new IllegalArgumentException("bufferBytes is " + bufferBytes);
        }
    }

    /// Returns the number of bytes that each of some columns reads at once.
    int blockBytes(int columns) {
        return Math.clamp(bufferBytes / (BLOCKS * Math.max(1, columns)), LEAST_BLOCK, MOST_BLOCK);
    }
}
