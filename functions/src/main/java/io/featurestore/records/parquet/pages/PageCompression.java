package io.featurestore.records.parquet.pages;

import com.github.luben.zstd.ZstdCompressCtx;
import io.featurestore.records.Compression;
import io.featurestore.records.gzip.GzipStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/// Compresses each page in one call to the compression library. Parquet's own codec factory would load a Hadoop
/// configuration and look for Hadoop's native code.
public final class PageCompression implements CompressionCodecFactory {
    private static final int ZSTD_LEVEL = 3;

    /// Contexts in native memory, which are kept from page to page. The level is their only setting.
    private static final ThreadLocal<ZstdCompressCtx> ZSTD =
            ThreadLocal.withInitial(() -> new ZstdCompressCtx().setLevel(ZSTD_LEVEL));

    /// Exposes its bytes without a copy.
    private static final class Bytes extends ByteArrayOutputStream {
        void clear(int room) {
            reset();
            if (room > buf.length) {
                buf = new byte[room + room / 4];
            }
        }

        byte[] array() {
            return buf;
        }
    }

    private interface Method {
        /// Compresses the first `length` bytes of a page into `to`. Returns the compressed size.
        int compress(byte[] page, int length, byte[] to) throws IOException;
    }

    private final CompressionCodecName codec;
    private final Method method;
    private final Bytes uncompressed = new Bytes();
    private byte[] compressed = new byte[0];

    private PageCompression(CompressionCodecName codec, Method method) {
        this.codec = codec;
        this.method = method;
    }

    public static PageCompression of(Compression compression) {
        return switch (compression) {
            case NONE -> new PageCompression(CompressionCodecName.UNCOMPRESSED, PageCompression::copy);
            case GZIP -> new PageCompression(CompressionCodecName.GZIP, PageCompression::gzip);
            case ZSTD ->
                new PageCompression(CompressionCodecName.ZSTD, (page, length, to) -> ZSTD.get()
                        .compressByteArray(to, 0, to.length, page, 0, length));
            case SNAPPY ->
                new PageCompression(
                        CompressionCodecName.SNAPPY, (page, length, to) -> Snappy.compress(page, 0, length, to, 0));
            case BZIP2 -> throw new IllegalArgumentException("Parquet has no bzip2");
        };
    }

    public CompressionCodecName codec() {
        return codec;
    }

    private static int copy(byte[] page, int length, byte[] to) {
        System.arraycopy(page, 0, to, 0, length);
        return length;
    }

    private static int gzip(byte[] page, int length, byte[] to) throws IOException {
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream(length / 2);
        try (OutputStream gzip = new GzipStream(gzipped)) {
            gzip.write(page, 0, length);
        }
        System.arraycopy(gzipped.toByteArray(), 0, to, 0, gzipped.size());
        return gzipped.size();
    }

    /// Compresses a page. The result is valid until the next call.
    private BytesInput compress(BytesInput page) throws IOException {
        uncompressed.clear(Math.toIntExact(page.size()));
        page.writeAllTo(uncompressed);
        // Room for data that none of the methods can compress.
        int most = uncompressed.size() + uncompressed.size() / 6 + 1_024;
        if (compressed.length < most) {
            compressed = new byte[most + most / 4];
        }
        return BytesInput.from(compressed, 0, method.compress(uncompressed.array(), uncompressed.size(), compressed));
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName wanted) {
        if (wanted != codec) {
            throw new IllegalArgumentException("made for " + codec + ", not for " + wanted);
        }
        return new BytesInputCompressor() {
            @Override
            public BytesInput compress(BytesInput page) throws IOException {
                return PageCompression.this.compress(page);
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
