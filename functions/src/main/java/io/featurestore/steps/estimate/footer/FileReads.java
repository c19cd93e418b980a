package io.featurestore.steps.estimate.footer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Counts the requests with which the query engine reads a Parquet file. It follows Trino, on which Athena is
/// built, with Trino's default settings (trinodb/trino):
///
/// - A file of at most 3 MiB is read whole, in one request (`ParquetReaderOptions`, `smallFileThreshold`).
/// - A larger file is read in splits of 64 MiB (`HiveConfig`, `maxSplitSize`), each with a request for the
///   footer (`MetadataReader`).
/// - Column chunks of a row group that lie at most 1 MiB apart are read in one request of at most 8 MiB. A
///   larger chunk takes a request per 8 MiB (`AbstractParquetDataSource`, `planRead`).
///
/// How Athena's own engine differs is not published, so the number is an estimate.
public final class FileReads {
    private static final long SMALL_FILE = 3L << 20;
    private static final long SPLIT = 64L << 20;
    private static final long MERGE_DISTANCE = 1L << 20;
    private static final long BUFFER = 8L << 20;

    private FileReads() {}

    /// Describes the bytes of a column chunk in its file.
    ///
    /// @param start the first byte
    /// @param length the number of bytes
    record Chunk(long start, long length) {
        long end() {
            return start + length;
        }
    }

    /// Returns whether a file is read whole, so that its chunks need no requests.
    static boolean whole(long fileBytes) {
        return fileBytes <= SMALL_FILE;
    }

    /// Returns the number of requests for a file without those for its chunks.
    static long ofFile(long fileBytes) {
        return whole(fileBytes) ? 1 : Math.ceilDiv(fileBytes, SPLIT);
    }

    /// Returns the number of requests for chunks of one row group.
    static long ofChunks(List<Chunk> chunks) {
        List<Chunk> sorted = new ArrayList<>(chunks);
        sorted.sort(Comparator.comparingLong(Chunk::start));
        long requests = 0;
        long start = 0;
        long end = -1;
        for (Chunk chunk : sorted) {
            if (chunk.length() > BUFFER) {
                requests += Math.ceilDiv(chunk.length(), BUFFER);
            } else if (end < 0 || chunk.end() - start > BUFFER || chunk.start() > end + MERGE_DISTANCE) {
                requests++;
                start = chunk.start();
                end = chunk.end();
            } else {
                end = Math.max(end, chunk.end());
            }
        }
        return requests;
    }

    /// Returns the number of requests for a file of one row group whose chunks lie side by side.
    public static long of(long fileBytes, long scannedBytes) {
        return ofFile(fileBytes) + (whole(fileBytes) ? 0 : Math.ceilDiv(scannedBytes, BUFFER));
    }
}
