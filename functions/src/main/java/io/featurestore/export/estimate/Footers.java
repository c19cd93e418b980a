package io.featurestore.export.estimate;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

import io.featurestore.export.failure.ExportFailure;
import io.featurestore.export.objects.ObjectRef;
import io.featurestore.export.objects.ObjectStore;

/** Reads footers of Parquet files: their last bytes, and no others. */
final class Footers {
    /** Read at first; most footers are shorter, so one request is enough. */
    static final int TAIL_BYTES = 64 << 10;
    /** The footer's length and the magic stand behind it. */
    private static final int TRAILER_BYTES = 8;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int TRIES = 4;

    private final ObjectStore store;

    Footers(ObjectStore store) {
        this.store = store;
    }

    /**
     * Returns a file's footer; empty where the file is not there any more, or not in that version: the table's writer
     * may replace files at any time.
     *
     * @throws ExportFailure.QueryFailed if it is no Parquet file, which the query could not read either
     */
    Optional<FileMetaData> read(ObjectRef file) {
        try {
            return file.etag().isEmpty()
                    ? store.describe(file.uri()).map(d -> footer(d.ref()))
                    : Optional.of(footer(file));
        } catch (ExportFailure.ResultChanged e) {
            return Optional.empty();
        }
    }

    private FileMetaData footer(ObjectRef file) {
        if (file.size() < MAGIC.length + TRAILER_BYTES) {
            throw notParquet(file, "it is too short", null);
        }
        byte[] tail = bytes(file, Math.max(0, file.size() - TAIL_BYTES), file.size());
        int trailer = tail.length - TRAILER_BYTES;
        if (!Arrays.equals(tail, trailer + Integer.BYTES, tail.length, MAGIC, 0, MAGIC.length)) {
            throw notParquet(file, "its last bytes are not PAR1", null);
        }
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(trailer);
        long start = file.size() - TRAILER_BYTES - length;
        if (length <= 0 || start < MAGIC.length) {
            throw notParquet(file, "its footer of " + length + " bytes does not fit it", null);
        }
        byte[] footer = tail;
        int at = trailer - length;
        if (at < 0) {
            byte[] head = bytes(file, start, file.size() - tail.length);
            footer = Arrays.copyOf(head, length);
            System.arraycopy(tail, 0, footer, head.length, trailer);
            at = 0;
        }
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(footer, at, length));
        } catch (IOException e) {
            throw notParquet(file, "its footer cannot be read", e);
        }
    }

    private byte[] bytes(ObjectRef file, long start, long end) {
        int length = Math.toIntExact(end - start);
        for (int tries = 1;; tries++) {
            try (InputStream in = store.open(file, start, end)) {
                byte[] bytes = in.readNBytes(length);
                if (bytes.length < length) {
                    throw new EOFException("it ended " + (length - bytes.length) + " bytes early");
                }
                return bytes;
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw new ExportFailure.Transient("Reading " + file.uri() + " broke off " + TRIES + " times: "
                            + e.getMessage(), e);
                }
            }
        }
    }

    private static ExportFailure notParquet(ObjectRef file, String reason, @Nullable Throwable cause) {
        return new ExportFailure.QueryFailed("The table's file " + file.uri() + " is no whole Parquet file: " + reason
                + ". Athena could not read it either; remove it or write it again.", cause);
    }
}
