package io.featurestore.records.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import io.featurestore.records.RecordLimits;

/**
 * A sliding view of a stream: the bytes {@code [position, limit)} of {@link #bytes} are the next ones. The buffer
 * grows with the longest record, up to {@link RecordLimits#MAX_BYTES}, and never with the stream.
 */
public final class ByteWindow {
    private static final int INITIAL = 1 << 20;
    /** Read at once: many small reads would parse the record at the window's end again and again. */
    private static final int STEP = 256 << 10;

    /** Takes the bytes a window passes. */
    @FunctionalInterface
    public interface ByteConsumer {
        /** Takes {@code [from, to)} of {@code bytes}, which are forgotten; {@code offset} is that of the first. */
        void accept(byte[] bytes, int from, int to, long offset) throws IOException;
    }

    private final InputStream in;
    private ByteConsumer consumer = (_, _, _, _) -> {};
    private byte[] bytes = new byte[INITIAL];
    private int position;
    private int limit;
    private long offset;
    private boolean ended;

    /**
     * Looks at a stream from its beginning.
     *
     * @param in the stream; not closed
     * @param offset the offset of its first byte, as {@link #offset} counts
     */
    public ByteWindow(InputStream in, long offset) {
        this.in = in;
        this.offset = offset;
    }

    /** Returns the buffer; it changes with {@link #more}. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the index of the next byte. */
    public int position() {
        return position;
    }

    /** Returns the index after the last byte that is there. */
    public int limit() {
        return limit;
    }

    /** Returns whether the stream has ended, so that nothing follows {@link #limit}. */
    public boolean ended() {
        return ended;
    }

    /** Returns the offset in the stream's numbering of the byte at an index. */
    public long offset(int index) {
        return offset + index;
    }

    /** Hands every byte that {@link #advance} passes from now on to {@code receiver}, as it came from the stream. */
    public void passTo(ByteConsumer receiver) {
        consumer = receiver;
    }

    /** Moves on to an index between {@link #position} and {@link #limit}; what is before it may be forgotten. */
    public void advance(int index) throws IOException {
        consumer.accept(bytes, position, index, offset(position));
        position = index;
    }

    /**
     * Reads more, keeping everything from {@link #position} on; indexes change by {@code −position}.
     *
     * @return whether there is more; false at the stream's end
     * @throws RecordTooLongException if the kept bytes are as many as a record may have
     */
    public boolean more() throws IOException {
        if (ended) {
            return false;
        }
        makeRoom();
        int read = in.readNBytes(bytes, limit, Math.min(bytes.length - limit, STEP));
        ended = read == 0;
        limit += read;
        return read > 0;
    }

    /** Reads until {@code wanted} bytes are there, or the stream's end. */
    public void ensure(int wanted) throws IOException {
        boolean more = true;
        while (more && limit - position < wanted) {
            more = more();
        }
    }

    private void makeRoom() {
        if (position > 0) {
            System.arraycopy(bytes, position, bytes, 0, limit - position);
            offset += position;
            limit -= position;
            position = 0;
        }
        if (limit == bytes.length) {
            if (limit >= RecordLimits.MAX_BYTES) {
                throw new RecordTooLongException();
            }
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
    }

    /** A record is longer than {@link RecordLimits#MAX_BYTES}. */
    public static final class RecordTooLongException extends RuntimeException {
        RecordTooLongException() {
            super("is longer than " + (RecordLimits.MAX_BYTES >> 20) + " MiB");
        }
    }
}
