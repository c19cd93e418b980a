package io.featurestore.records.parquet.pages;

/** When a dictionary is worth its place: while its values are few, or come again often enough. */
final class DictionaryPolicy {
    /** Up to so many different values nothing is asked. */
    private static final int TRIAL = 1_000;

    private DictionaryPolicy() {}

    /**
     * Returns whether one more value may be taken.
     *
     * @param size different values so far
     * @param seen all values so far
     */
    static boolean pays(int size, int seen) {
        return size < TRIAL || seen / 2 > size;
    }
}
