package io.featurestore.export.conversion.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

import com.github.luben.zstd.Zstd;

import io.featurestore.export.conversion.gzip.GzipStream;
import io.featurestore.export.request.Compression;

/**
 * Compresses pages in one call each, by the libraries themselves: Parquet's own way round loads a Hadoop configuration
 * and looks for Hadoop's native code.
 */
final class PageCompression implements CompressionCodecFactory {
    private static final int ZSTD_LEVEL = 3;

    private interface Method {
        BytesInput compress(BytesInput page) throws IOException;
    }

    private final CompressionCodecName codec;
    private final Method method;

    private PageCompression(CompressionCodecName codec, Method method) {
        this.codec = codec;
        this.method = method;
    }

    static PageCompression of(Compression compression) {
        return switch (compression) {
            case NONE -> new PageCompression(CompressionCodecName.UNCOMPRESSED, page -> page);
            case GZIP -> new PageCompression(CompressionCodecName.GZIP, PageCompression::gzip);
            case ZSTD -> new PageCompression(CompressionCodecName.ZSTD,
                    page -> BytesInput.from(Zstd.compress(bytes(page), ZSTD_LEVEL)));
            case SNAPPY -> new PageCompression(CompressionCodecName.SNAPPY,
                    page -> BytesInput.from(Snappy.compress(bytes(page))));
            case BZIP2 -> throw new IllegalArgumentException("Parquet has no bzip2");
        };
    }

    CompressionCodecName codec() {
        return codec;
    }

    private static byte[] bytes(BytesInput page) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(page.size()));
        page.writeAllTo(bytes);
        return bytes.toByteArray();
    }

    private static BytesInput gzip(BytesInput page) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GzipStream(compressed)) {
            page.writeAllTo(gzip);
        }
        return BytesInput.from(compressed);
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName wanted) {
        if (wanted != codec) {
            throw new IllegalArgumentException("made for " + codec + ", not for " + wanted);
        }
        return new BytesInputCompressor() {
            @Override
            public BytesInput compress(BytesInput page) throws IOException {
                return method.compress(page);
            }

            @Override
            public CompressionCodecName getCodecName() {
                return codec;
            }

            @Override
            public void release() {
                // Nothing is held between pages.
            }
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName wanted) {
        throw new UnsupportedOperationException("pages are written only");
    }

    @Override
    public void release() {
        // Nothing is held between pages.
    }
}
