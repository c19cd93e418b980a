package io.featurestore.store.objects;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of one version of an object from an offset on: a chunk in one request, and what its last record needs
 * beyond the chunk in further requests, each twice as long. A connection that breaks is taken up where it broke.
 */
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

    /** Reads from {@code from}; {@code [from, end)} is asked for at once. */
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
        int read = readOn(bytes, offset, (int) Math.min(length, end - position));
        position += read;
        return read;
    }

    private int readOn(byte[] bytes, int offset, int length) throws IOException {
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

    /** Forgets a broken connection; how it closes says nothing any more. */
    private void drop() {
        InputStream broken = range;
        range = null;
        try {
            if (broken != null) {
                broken.close();
            }
        } catch (IOException e) {
            // The reason to be here is that this connection is broken; a new one is opened.
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
