package io.featurestore.export.output;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

import io.featurestore.export.failure.ExportFailure;
import io.featurestore.export.objects.ObjectRef;
import io.featurestore.export.objects.ObjectStore;

/** Reads the footers of Parquet files, several at a time. */
final class ParquetFooters {
    /** Read at first; most footers are shorter, so one request is enough. */
    static final int TAIL_BYTES = 64 << 10;
    /** The footer's length and the magic stand behind it. */
    static final int TRAILER_BYTES = 8;
    /** A request takes tens of milliseconds and no work here. So many footers are in memory at once. */
    static final int CONCURRENT_READS = 32;

    private final ObjectStore store;

    ParquetFooters(ObjectStore store) {
        this.store = store;
    }

    /** Gives the parts' footers in the parts' order, some of them in memory at a time. */
    Iterator<FileMetaData> inOrder(List<ObjectRef> parts) {
        return IntStream.iterate(0, from -> from < parts.size(), from -> from + CONCURRENT_READS)
                .mapToObj(from -> parts.subList(from, Math.min(parts.size(), from + CONCURRENT_READS)))
                .flatMap(some -> read(some).stream())
                .iterator();
    }

    private List<FileMetaData> read(List<ObjectRef> parts) {
        int threads = Math.min(CONCURRENT_READS, parts.size());
        try (ExecutorService readers = Executors.newFixedThreadPool(threads, Thread.ofVirtual().factory())) {
            List<Future<FileMetaData>> reads = parts.stream().map(part -> readers.submit(() -> read(part))).toList();
            try {
                List<FileMetaData> footers = new ArrayList<>(parts.size());
                for (Future<FileMetaData> read : reads) {
                    footers.add(read.get());
                }
                return footers;
            } catch (ExecutionException e) {
                throw unwrapped(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ExportFailure.Transient("Reading the footers of the Parquet parts was interrupted.", e);
            } finally {
                readers.shutdownNow();
            }
        }
    }

    /** Returns the footer of one part. */
    FileMetaData read(ObjectRef part) {
        if (part.size() < ParquetAssembly.magic().length + TRAILER_BYTES) {
            throw notParquet(part, "it is too short", null);
        }
        byte[] tail = bytes(part, Math.max(0, part.size() - TAIL_BYTES), part.size());
        int trailer = tail.length - TRAILER_BYTES;
        if (!Arrays.equals(tail, trailer + Integer.BYTES, tail.length, ParquetAssembly.magic(), 0, Integer.BYTES)) {
            throw notParquet(part, "its last bytes are not PAR1", null);
        }
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(trailer);
        long start = part.size() - TRAILER_BYTES - length;
        if (length <= 0 || start < ParquetAssembly.magic().length) {
            throw notParquet(part, "its footer of " + length + " bytes does not fit it", null);
        }
        byte[] footer = length <= trailer
                ? Arrays.copyOfRange(tail, trailer - length, trailer)
                : joined(bytes(part, start, part.size() - tail.length), tail, trailer);
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(footer));
        } catch (IOException e) {
            throw notParquet(part, "its footer cannot be read", e);
        }
    }

    private byte[] bytes(ObjectRef part, long start, long end) {
        byte[] bytes = new byte[Math.toIntExact(end - start)];
        Ranges.read(store, part, start, end, bytes, 0);
        return bytes;
    }

    private static byte[] joined(byte[] head, byte[] tail, int tailLength) {
        byte[] joined = Arrays.copyOf(head, head.length + tailLength);
        System.arraycopy(tail, 0, joined, head.length, tailLength);
        return joined;
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case ExportFailure failure -> failure;
            case Error error -> throw error;
            case null, default -> new IllegalStateException("reading a footer failed", e);
        };
    }

    private static ExportFailure notParquet(ObjectRef part, String reason, @Nullable Throwable cause) {
        return new ExportFailure.Internal("The part " + part.uri() + " is no whole Parquet file: " + reason + ".",
                cause);
    }
}
