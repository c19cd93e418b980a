package io.featurestore.records.parquet.read.pages;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/// Reads the footer of a Parquet file. Only the last bytes of the file are read, in one range, or in two if
/// the footer is long.
public final class ParquetFooter {
    /// The number of bytes that the first request reads. Most footers are shorter, so one request is enough.
    public static final int TAIL_BYTES = 64 << 10;
    /// The length of what follows the footer: the footer's length and the magic bytes.
    public static final int TRAILER_BYTES = 8;
    /// The magic bytes at the beginning and at the end of a file.
    public static final int MAGIC_BYTES = 4;
    /// The longest footer that is read. The footer of a file of 10,000 row groups and 100 columns is shorter.
    private static final int MAX_FOOTER = 256 << 20;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    /// The last bytes of a file whose footer is encrypted (apache/parquet-format, Encryption.md).
    private static final byte[] ENCRYPTED = "PARE".getBytes(StandardCharsets.US_ASCII);

    private ParquetFooter() {}

    /// Returns the footer of a file of `size` bytes.
    ///
    /// @throws NotParquetException if it is not a complete Parquet file, or if its footer is encrypted
    /// @throws IOException if the bytes cannot be read now
    public static FileMetaData read(RangeSource source, long size) throws NotParquetException, IOException {
        if (size < MAGIC.length + TRAILER_BYTES) {
            throw new NotParquetException("it is too short");
        }
        byte[] tail = source.read(Math.max(0, size - TAIL_BYTES), size);
        int trailer = tail.length - TRAILER_BYTES;
        if (ends(tail, ENCRYPTED)) {
            throw new NotParquetException("its footer is encrypted");
        }
        if (!ends(tail, MAGIC)) {
            throw new NotParquetException("its last bytes are not PAR1");
        }
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(trailer);
        long start = size - TRAILER_BYTES - length;
        if (length <= 0 || start < MAGIC.length) {
            throw new NotParquetException("its footer of " + length + " bytes does not fit it");
        }
        if (length > MAX_FOOTER) {
            throw new NotParquetException("its footer of " + length + " bytes is longer than " + MAX_FOOTER);
        }
        byte[] footer = length <= trailer
                ? Arrays.copyOfRange(tail, trailer - length, trailer)
                : joined(source.read(start, size - tail.length), tail, trailer);
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(footer));
        } catch (IOException | RuntimeException e) {
            // Damaged bytes make the parser throw exceptions of many kinds.
            throw new NotParquetException("its footer cannot be read", e);
        }
    }

    /// Returns the position of a column chunk's first byte in its file.
    public static long start(ColumnMetaData chunk) {
        return hasDictionary(chunk)
                ? Math.min(chunk.getDictionary_page_offset(), chunk.getData_page_offset())
                : chunk.getData_page_offset();
    }

    /// Returns whether a column chunk has a dictionary. Some writers set its offset to zero if there is none.
    public static boolean hasDictionary(ColumnMetaData chunk) {
        return chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0;
    }

    private static boolean ends(byte[] tail, byte[] magic) {
        return Arrays.equals(tail, tail.length - magic.length, tail.length, magic, 0, magic.length);
    }

    private static byte[] joined(byte[] head, byte[] tail, int tailLength) {
        byte[] joined = Arrays.copyOf(head, head.length + tailLength);
        System.arraycopy(tail, 0, joined, head.length, tailLength);
        return joined;
    }
}
