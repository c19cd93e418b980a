package io.featurestore.records.parquet.read.pages;

import com.github.luben.zstd.ZstdDecompressCtx;
import io.featurestore.records.bytes.Words;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/// Decompresses pages into arrays. Native memory is kept from page to page until [#close]. Not thread-safe.
public final class PageDecompressor implements AutoCloseable {
    private static final int GZIP_HEADER = 10;
    private static final int GZIP_TRAILER = 8;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int HEADER_CHECK = 2;

    private final Inflater inflater = new Inflater(true);
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final CRC32 check = new CRC32();

    /// Returns whether pages of a codec can be decompressed.
    public static boolean knows(CompressionCodec codec) {
        return switch (codec) {
            case UNCOMPRESSED, SNAPPY, GZIP, ZSTD -> true;
            case LZO, BROTLI, LZ4, LZ4_RAW -> false;
        };
    }

    /// Decompresses `length` bytes to exactly `size` bytes of `to`, from index `at` on.
    ///
    /// @throws DamagedPageException if the bytes are damaged or have another size
    void decompress(CompressionCodec codec, byte[] from, int start, int length, byte[] to, int at, int size) {
        if (size == 0 && length == 0) {
            return;
        }
        int written;
        try {
            written = switch (codec) {
                case UNCOMPRESSED -> copy(from, start, length, to, at, size);
                case SNAPPY -> snappy(from, start, length, to, at, size);
                case GZIP -> gzip(from, start, length, to, at, size);
                case ZSTD -> zstd.decompressByteArray(to, at, size, from, start, length);
                case LZO, BROTLI, LZ4, LZ4_RAW -> throw new IllegalArgumentException(codec.name());
            };
        } catch (IOException | DataFormatException | RuntimeException e) {
            throw e instanceof DamagedPageException known
                    ? known
                    : new DamagedPageException("a page cannot be decompressed with " + codec, e);
        }
        if (written != size) {
            throw new DamagedPageException("a page has " + written + " bytes where its header says " + size);
        }
    }

    private static int copy(byte[] from, int start, int length, byte[] to, int at, int size) {
        if (length == size) {
            System.arraycopy(from, start, to, at, length);
        }
        return length;
    }

    private static int snappy(byte[] from, int start, int length, byte[] to, int at, int size) throws IOException {
        int announced = Snappy.uncompressedLength(from, start, length);
        return announced == size ? Snappy.uncompress(from, start, length, to, at) : announced;
    }

    /// Reads all members to their ends, and compares their checksums (RFC 1952).
    private int gzip(byte[] from, int start, int length, byte[] to, int at, int size) throws DataFormatException {
        int end = start + length;
        int next = start;
        int written = 0;
        while (next < end) {
            int body = body(from, next, end);
            inflater.reset();
            inflater.setInput(from, body, end - body);
            int first = at + written;
            while (!inflater.finished()) {
                int count = inflater.inflate(to, at + written, size - written);
                written += count;
                if (count == 0 && !inflater.finished()) {
                    throw new DamagedPageException(
                            written == size
                                    ? "a page is longer than its header says"
                                    : "a page's gzip stream ends early");
                }
            }
            next = end - inflater.getRemaining();
            if (end - next < GZIP_TRAILER) {
                throw new DamagedPageException("a page's gzip stream ends early");
            }
            check.reset();
            check.update(to, first, at + written - first);
            if ((int) check.getValue() != int32(from, next) || at + written - first != int32(from, next + 4)) {
                throw new DamagedPageException("a page's gzip checksum differs");
            }
            next += GZIP_TRAILER;
        }
        return written;
    }

    /// Returns the index of the first byte after the header of a gzip member.
    private static int body(byte[] from, int start, int end) {
        if (end - start < GZIP_HEADER || (from[start] & 0xff) != 0x1f || (from[start + 1] & 0xff) != 0x8b) {
            throw new DamagedPageException("a page is not gzip");
        }
        int flags = from[start + 3];
        int at = start + GZIP_HEADER;
        if ((flags & EXTRA) != 0 && at + 2 <= end) {
            at += 2 + (from[at] & 0xff | (from[at + 1] & 0xff) << 8);
        }
        if ((flags & NAME) != 0) {
            at = afterZero(from, at, end);
        }
        if ((flags & COMMENT) != 0) {
            at = afterZero(from, at, end);
        }
        if ((flags & HEADER_CHECK) != 0) {
            at += 2;
        }
        if (at >= end) {
            throw new DamagedPageException("a page's gzip stream ends early");
        }
        return at;
    }

    private static int afterZero(byte[] from, int start, int end) {
        int at = start;
        while (at < end && from[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private static int int32(byte[] bytes, int at) {
        return Words.getInt(bytes, at);
    }

    @Override
    public void close() {
        inflater.end();
        zstd.close();
    }
}
