package io.featurestore.export.conversion.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

import io.featurestore.export.objects.ObjectRef;
import io.featurestore.export.objects.ObjectStore;
import io.featurestore.export.objects.Ranges;

/** Reads the footer of a Parquet file: its last bytes, and no others. */
public final class FooterReader {
    /** Read at first; most footers are shorter, so one request is enough. */
    public static final int TAIL_BYTES = 64 << 10;
    /** The footer's length and the magic stand behind it. */
    public static final int TRAILER_BYTES = 8;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** An object that is no whole Parquet file; the message says why, half a sentence. */
    public static final class NotParquetException extends Exception {
        NotParquetException(String reason) {
            super(reason);
        }

        NotParquetException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    private FooterReader() {}

    /**
     * Returns the footer of exactly this version of an object.
     *
     * @throws NotParquetException if it is no whole Parquet file
     * @throws io.featurestore.export.failure.ExportFailure for faults of S3
     */
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
