package io.featurestore.records.parquet.read.values;

/// A place for values in the JSON text of a nested column. The converter of a value calls it around each
/// value, so that the enclosing array, map or row can write what stands between values. It is not called for
/// NULL.
interface JsonSlot {
    /// Begins a value.
    void before();

    /// Ends a value.
    default void after() {}
}
