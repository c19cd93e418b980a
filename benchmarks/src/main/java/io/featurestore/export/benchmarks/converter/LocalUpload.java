package io.featurestore.export.benchmarks.converter;

import io.featurestore.store.objects.ObjectStore.UploadedPart;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Holds a multipart upload. Parts from memory are appended to one file; parts that are copied from objects stay
/// in their files.
final class LocalUpload {
    /// Size of one write. Java first copies the bytes to memory outside the heap, and this size stays in the
    /// processor's cache.
    private static final int AT_ONCE = 128 << 10;

    /// Locates the bytes of a part.
    private record Piece(Path file, long start, long end) {}

    private final S3Uri target;
    private final Map<String, String> metadata;
    private final Path file;
    private final FileChannel channel;
    private final SortedMap<Integer, Piece> pieces = new TreeMap<>();
    private long size;

    LocalUpload(S3Uri target, Map<String, String> metadata, Path file) throws IOException {
        this.target = target;
        this.metadata = metadata;
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    S3Uri target() {
        return target;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    synchronized boolean isEmpty() {
        return pieces.isEmpty();
    }

    void write(int number, ByteBuffer content) throws IOException {
        long start;
        synchronized (this) {
            start = size;
            size += content.remaining();
            pieces.put(number, new Piece(file, start, size));
        }
        long at = start;
        for (int end = content.limit(); content.position() < end; ) {
            content.limit(Math.min(end, content.position() + AT_ONCE));
            at += channel.write(content, at);
        }
    }

    synchronized void refer(int number, Path object, long start, long end) {
        pieces.put(number, new Piece(object, start, end));
    }

    /// Ends the upload and returns a file with the bytes of all parts in order.
    synchronized Path join(List<UploadedPart> parts, Supplier<Path> newFile) throws IOException {
        channel.close();
        if (parts.size() != pieces.size()) {
            throw new IllegalStateException(parts.size() + " of " + pieces.size() + " parts are completed");
        }
        return isInOrder() ? file : copied(newFile.get());
    }

    private boolean isInOrder() {
        long next = 0;
        for (Piece piece : pieces.values()) {
            if (!piece.file().equals(file) || piece.start() != next) {
                return false;
            }
            next = piece.end();
        }
        return true;
    }

    private Path copied(Path whole) throws IOException {
        try (FileChannel out = FileChannel.open(whole, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Piece piece : pieces.values()) {
                try (FileChannel in = FileChannel.open(piece.file(), StandardOpenOption.READ)) {
                    // The kernel copies the bytes, without passing them through this process.
                    for (long at = piece.start(); at < piece.end(); ) {
                        at += in.transferTo(at, piece.end() - at, out);
                    }
                }
            }
        }
        Files.delete(file);
        return whole;
    }

    synchronized Path drop() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
        return file;
    }
}
