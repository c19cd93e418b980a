package io.featurestore.records.compression;

import com.github.luben.zstd.ZstdOutputStream;
import io.featurestore.records.Compression;
import io.featurestore.records.gzip.GzipStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/// Creates compressed streams. Each stream is complete (a gzip member, a bzip2 stream or a zstd frame), so
/// compressed files can be concatenated. The compressed bytes depend only on the bytes written and are the same
/// on every machine: gzip is implemented in this project, bzip2 in plain Java, and zstd by one version of its
/// native library.
public final class Compressors {
    /// The first level of zstd, with a hash table of twice the default size, which still fits the processor's
    /// caches. For text of records it takes half the time of the library's default, level 3, and the sizes are
    /// alike (6 % smaller for numbers as JSON, 4 % larger for text as CSV).
    private static final int ZSTD_LEVEL = 1;
    private static final int ZSTD_HASH_LOG = 15;

    private Compressors() {}

    /// Returns a stream that compresses into `out`. Closing it closes `out`.
    ///
    /// @param compression the compression of a csv or json output: none, gzip, bzip2 or zstd
    public static OutputStream open(Compression compression, OutputStream out) throws IOException {
        return switch (compression) {
            case NONE -> out;
            case GZIP -> new GzipStream(out);
            case BZIP2 -> new BZip2CompressorOutputStream(out);
            case ZSTD ->
                new ZstdOutputStream(out, ZSTD_LEVEL).setHashLog(ZSTD_HASH_LOG).setChecksum(true);
            case SNAPPY -> throw new IllegalArgumentException("snappy is for Parquet only");
        };
    }
}
