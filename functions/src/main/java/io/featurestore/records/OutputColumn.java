package io.featurestore.records;

/// A column of the query's result and of the output.
///
/// @param name its name in the query's result
/// @param outputName its name in the output, after renaming
/// @param type its type; if `asJson` is set, the type that the JSON text represents
/// @param asJson whether the query selects the column as JSON text, as it does for nested types
public record OutputColumn(String name, String outputName, ColumnType type, boolean asJson) {}
