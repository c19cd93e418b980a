package io.featurestore.local.athena.parquet;

/// Decides into how many files and row groups the rows of a result are divided. Athena promises nothing about
/// it: "UNLOAD results are written to multiple files in parallel"
/// (docs.aws.amazon.com/athena/latest/ug/unload.html). The same rows and the same layout give the same
/// division.
///
/// @param fileBytes the plain bytes of a file, after which the next one begins
/// @param groupBytes the plain bytes of a row group, after which the next one begins
/// @param groupRows the most rows of a row group
/// @param leastFiles the least number of files; a result with fewer rows has a file for each row
public record FileLayout(long fileBytes, long groupBytes, long groupRows, int leastFiles) {
    private static final long MEGABYTE = 1L << 20;

    /// The layout without a choice: small files, so that a large result has many, as that of many workers. A
    /// row group of Trino holds 128 MB (`parquet.writer.block-size`), so a file has one.
    public static final FileLayout USUAL = new FileLayout(64 * MEGABYTE, 128 * MEGABYTE, Long.MAX_VALUE, 1);

    /// Checks the numbers.
    public FileLayout {
        if (fileBytes < 1 || groupBytes < 1 || groupRows < 1 || leastFiles < 1) {
            throw new IllegalArgumentException("A number of a layout is less than 1: " + fileBytes + ", " + groupBytes
                    + ", " + groupRows + ", " + leastFiles);
        }
    }

    /// Returns the layout with another least number of files.
    public FileLayout withLeastFiles(int files) {
        return new FileLayout(fileBytes, groupBytes, groupRows, files);
    }

    /// Returns the layout with another limit of a row group's rows.
    public FileLayout withGroupRows(long rows) {
        return new FileLayout(fileBytes, groupBytes, rows, leastFiles);
    }

    /// Returns the layout with other limits of plain bytes.
    public FileLayout withBytes(long file, long group) {
        return new FileLayout(file, group, groupRows, leastFiles);
    }
}
