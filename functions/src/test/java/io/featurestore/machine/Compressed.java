package io.featurestore.machine;

import com.github.luben.zstd.ZstdInputStream;
import io.featurestore.records.Compression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/// Reads all members of a compressed file, as common tools do.
final class Compressed {
    private Compressed() {}

    static byte[] read(byte[] bytes, Compression compression) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        try (InputStream plain =
                switch (compression) {
                    case NONE -> in;
                    case GZIP ->
                        GzipCompressorInputStream.builder()
                                .setInputStream(in)
                                .setDecompressConcatenated(true)
                                .get();
                    case BZIP2 -> new BZip2CompressorInputStream(in, true);
                    case ZSTD -> new ZstdInputStream(in);
                    case SNAPPY -> throw new IllegalArgumentException("no file is snappy as a whole");
                }) {
            return plain.readAllBytes();
        }
    }
}
