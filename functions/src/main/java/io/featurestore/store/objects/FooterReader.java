package io.featurestore.store.objects;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/// Reads the footer of a Parquet file. Only the last bytes of the file are read.
public final class FooterReader {
    /// The number of bytes that the first request reads. Most footers are shorter, so one request is enough.
    public static final int TAIL_BYTES = 64 << 10;
    /// The length of what follows the footer: the footer's length and the magic bytes.
    public static final int TRAILER_BYTES = 8;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /// Reports an object that is not a complete Parquet file. The message completes a sentence whose subject is
    /// the object.
    public static final class NotParquetException extends Exception {
        NotParquetException(String reason) {
            super(reason);
        }

        NotParquetException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    private FooterReader() {}

    /// Loads the classes that read a footer, before a snapshot is taken. Writes and reads a footer of one column
    /// in memory.
    public static void prepare() {
        ColumnMetaData column = new ColumnMetaData(
                        Type.INT64,
                        List.of(Encoding.PLAIN),
                        List.of("id"),
                        CompressionCodec.SNAPPY,
                        1,
                        1,
                        1,
                        MAGIC.length)
                .setStatistics(new Statistics());
        RowGroup rows = new RowGroup(List.of(new ColumnChunk(0).setMeta_data(column)), 1, 1);
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        try {
            Util.writeFileMetaData(new FileMetaData(1, List.of(new SchemaElement("schema")), 1, List.of(rows)), footer);
            Util.readFileMetaData(new ByteArrayInputStream(footer.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the footer of exactly this version of an object.
    ///
    /// @throws NotParquetException if it is not a complete Parquet file
    /// @throws io.featurestore.failure.Failure for faults of S3
    public static FileMetaData read(ObjectStore store, ObjectRef file) throws NotParquetException {
        if (file.size() < MAGIC.length + TRAILER_BYTES) {
            throw new NotParquetException("it is too short");
        }
        byte[] tail = bytes(store, file, Math.max(0, file.size() - TAIL_BYTES), file.size());
        int trailer = tail.length - TRAILER_BYTES;
        if (!Arrays.equals(tail, trailer + Integer.BYTES, tail.length, MAGIC, 0, MAGIC.length)) {
            throw new NotParquetException("its last bytes are not PAR1");
        }
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(trailer);
        long start = file.size() - TRAILER_BYTES - length;
        if (length <= 0 || start < MAGIC.length) {
            throw new NotParquetException("its footer of " + length + " bytes does not fit it");
        }
        byte[] footer = length <= trailer
                ? Arrays.copyOfRange(tail, trailer - length, trailer)
                : joined(bytes(store, file, start, file.size() - tail.length), tail, trailer);
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(footer));
        } catch (IOException e) {
            throw new NotParquetException("its footer cannot be read", e);
        }
    }

    private static byte[] bytes(ObjectStore store, ObjectRef file, long start, long end) {
        byte[] bytes = new byte[Math.toIntExact(end - start)];
        Ranges.read(store, file, start, end, bytes, 0);
        return bytes;
    }

    private static byte[] joined(byte[] head, byte[] tail, int tailLength) {
        byte[] joined = Arrays.copyOf(head, head.length + tailLength);
        System.arraycopy(tail, 0, joined, head.length, tailLength);
        return joined;
    }
}
