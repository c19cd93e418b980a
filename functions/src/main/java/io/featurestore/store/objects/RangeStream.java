package io.featurestore.store.objects;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one version of an object from an offset on. One request reads the chunk. Further requests, each twice as
/// long as the one before, read the end of the last record, which may lie beyond the chunk. A broken connection
/// is resumed at the byte where it broke.
public final class RangeStream extends InputStream {
    private static final long FIRST_EXTRA = 64 << 10;
    private static final int RESUMES = 4;

    private final ObjectStore store;
    private final ObjectRef ref;
    private long position;
    private long end;
    private long extra = FIRST_EXTRA;
    private int resumes = RESUMES;
    private @Nullable InputStream range;

    /// Creates a stream that begins at `from`. The first request is for `[from, end)`.
    public RangeStream(ObjectStore store, ObjectRef ref, long from, long end) {
        this.store = store;
        this.ref = ref;
        this.position = from;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (position == end) {
            if (end == ref.size()) {
                return -1;
            }
            close();
            end = Math.min(ref.size(), end + extra);
            extra *= 2;
        }
        int read = readOrResume(bytes, offset, (int) Math.min(length, end - position));
        position += read;
        return read;
    }

    private int readOrResume(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            try {
                if (range == null) {
                    range = store.open(ref, position, end);
                }
                int read = range.read(bytes, offset, length);
                if (read <= 0) {
                    throw new IOException(ref.uri() + " ended at byte " + position + " of " + end);
                }
                return read;
            } catch (IOException e) {
                if (--resumes < 0) {
                    throw e;
                }
                drop();
            }
        }
    }

    /// Closes a broken connection and ignores an error of its close.
    private void drop() {
        InputStream broken = range;
        range = null;
        try {
            if (broken != null) {
                broken.close();
            }
        } catch (IOException e) {
            // This connection is known to be broken; a new one is opened.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        InputStream open = range;
        range = null;
        if (open != null) {
            open.close();
        }
    }
}
