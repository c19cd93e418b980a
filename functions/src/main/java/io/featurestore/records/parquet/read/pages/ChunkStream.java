package io.featurestore.records.parquet.read.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Reads the bytes of one column chunk from front to back. It holds one block of them, and reads the next
/// block in another thread while this one is used. Not thread-safe.
public final class ChunkStream extends InputStream {
    private final @Nullable RangeSource source;
    private final int blockBytes;
    private final long end;
    private long next;
    private byte[] window;
    private int at;
    private int limit;
    private @Nullable FutureTask<byte[]> ahead;
    private @Nullable Exception broken;

    /// Creates a stream of the bytes `[from, to)` of a file.
    ///
    /// @param blockBytes the number of bytes to read at once
    public ChunkStream(RangeSource source, long from, long to, int blockBytes) {
        this.source = source;
        this.blockBytes = blockBytes;
        next = from;
        end = to;
        window = new byte[0];
    }

    /// Creates a stream of bytes in memory.
    ///
    /// @param loaded bytes of the file, which may be shared with other streams
    /// @param position the position of the first of them in the file
    public ChunkStream(byte[] loaded, long position, long from, long to) {
        source = null;
        blockBytes = 0;
        window = loaded;
        at = Math.toIntExact(from - position);
        limit = Math.toIntExact(to - position);
        next = to;
        end = to;
    }

    /// Returns the position in the file of the next byte.
    public long offset() {
        return next - (limit - at);
    }

    /// Returns the number of bytes that were not read yet.
    public long remaining() {
        return end - offset();
    }

    /// Returns the exception of the source that ended the reading, if there was one. It says nothing about
    /// the file.
    public @Nullable Exception broken() {
        return broken;
    }

    /// Returns the array that holds the bytes that [#require] provided, from index [#index] on.
    byte[] window() {
        return window;
    }

    int index() {
        return at;
    }

    /// Provides the next bytes side by side in [#window].
    ///
    /// @return whether the chunk has as many bytes
    boolean require(int count) throws IOException {
        while (limit - at < count) {
            if (remaining() < count) {
                return false;
            }
            int kept = limit - at;
            byte[] block = block(count - kept);
            if (kept == 0) {
                window = block;
            } else {
                byte[] joined = new byte[kept + block.length];
                System.arraycopy(window, at, joined, 0, kept);
                System.arraycopy(block, 0, joined, kept, block.length);
                window = joined;
            }
            at = 0;
            limit = window.length;
        }
        return true;
    }

    /// Passes over bytes, of which there must be as many. Bytes that are not in memory yet are not read.
    void pass(int count) throws IOException {
        int here = Math.min(count, limit - at);
        at += here;
        int rest = count - here;
        if (rest == 0) {
            return;
        }
        if (ahead != null && rest < Math.min(blockBytes, end - next)) {
            window = block(1);
            at = rest;
            limit = window.length;
        } else {
            close();
            at = 0;
            limit = 0;
            window = new byte[0];
            next += rest;
        }
    }

    @Override
    public int read() throws IOException {
        return require(1) ? window[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int start, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!require(1)) {
            return -1;
        }
        int count = Math.min(length, limit - at);
        System.arraycopy(window, at, bytes, start, count);
        at += count;
        return count;
    }

    /// Ends the reading of the next block.
    @Override
    public void close() {
        if (ahead != null) {
            ahead.cancel(true);
            ahead = null;
        }
    }

    /// Returns the next block, and begins to read the one after it.
    private byte[] block(int least) throws IOException {
        try {
            byte[] block = ahead == null ? load(next, Math.min(end, next + Math.max(blockBytes, least))) : ahead.get();
            next += block.length;
            ahead = null;
            if (next < end) {
                long from = next;
                long to = Math.min(end, next + blockBytes);
                FutureTask<byte[]> task = new FutureTask<>(() -> load(from, to));
                Thread.ofVirtual().start(task);
                ahead = task;
            }
            return block;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw keep(cause);
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw keep(cause);
            }
            throw keep(new IOException("Reading " + e.getMessage() + " failed.", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw keep(new InterruptedIOException("The reading was interrupted."));
        } catch (IOException | RuntimeException e) {
            broken = e;
            throw e;
        }
    }

    private <E extends Exception> E keep(E cause) {
        broken = cause;
        return cause;
    }

    private byte[] load(long from, long to) throws IOException {
        if (source == null) {
            throw new IllegalStateException("the bytes are in memory");
        }
        return source.read(from, to);
    }
}
