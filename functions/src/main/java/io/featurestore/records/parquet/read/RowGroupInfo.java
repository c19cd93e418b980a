package io.featurestore.records.parquet.read;

/// Describes a row group of a file.
///
/// @param index its number in the file, from 0
/// @param rows the number of its rows
/// @param start the position of its first byte
/// @param end the position after its last byte
public record RowGroupInfo(int index, long rows, long start, long end) {}
