package io.featurestore.local.athena.iceberg;

/// The amount of data that a scan reads.
///
/// @param bytes the compressed length of the columns that it reads, and of delete files
/// @param rows the rows of the data files
public record ScanSize(long bytes, long rows) {}
