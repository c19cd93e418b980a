package io.featurestore.records.parquet.read;

/// Sets how much memory a reader takes.
///
/// @param bufferBytes bytes of the file that are read ahead for all columns together; each column gets at
///     least 192 KB
/// @param pageBytes the largest number of bytes of one decompressed page and one dictionary per column, which
///     the file decides; a file that needs more is refused
public record ReadSettings(int bufferBytes, long pageBytes) {
    /// The settings for a process of 256 MB. Writers end pages at about 1 MB, and dictionaries at 1 or 2 MB.
    public static final ReadSettings DEFAULT = new ReadSettings(24 << 20, 72L << 20);

    private static final int LEAST_BLOCK = 64 << 10;
    private static final int MOST_BLOCK = 1 << 20;
    /// A column has a block that is being used, one that is being read, and the rest of a page before them.
    private static final int BLOCKS = 3;

    /// Checks that the numbers are positive.
    public ReadSettings {
        if (bufferBytes <= 0 || pageBytes <= 0) {
            throw new IllegalArgumentException(bufferBytes + " and " + pageBytes + " must be positive");
        }
    }

    /// Returns the number of bytes that each of some columns reads at once.
    int blockBytes(int columns) {
        return Math.clamp(bufferBytes / (BLOCKS * Math.max(1, columns)), LEAST_BLOCK, MOST_BLOCK);
    }
}
