package io.featurestore.records.parquet.pages;

/// Decides whether a dictionary saves space: as long as it has few values, or the values repeat often enough.
final class DictionaryPolicy {
    /// Number of different values up to which every value is accepted.
    private static final int TRIAL = 1_000;

    private DictionaryPolicy() {}

    /// Returns whether one more value may be added.
    ///
    /// @param size number of different values so far
    /// @param seen number of all values so far
    static boolean pays(int size, int seen) {
        return size < TRIAL || seen / 2 > size;
    }
}
