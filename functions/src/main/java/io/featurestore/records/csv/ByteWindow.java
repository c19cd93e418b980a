package io.featurestore.records.csv;

import io.featurestore.records.RecordLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// A sliding window over a stream. The next bytes are `[position, limit)` of [#bytes]. The buffer grows with the
/// longest record, up to [RecordLimits#MAX_BYTES], but not with the stream.
public final class ByteWindow {
    private static final int INITIAL = 1 << 20;
    /// Bytes per read. With many small reads, the record at the end of the window would be parsed again and
    /// again.
    private static final int STEP = 256 << 10;

    /// Receives the bytes that a window passes.
    @FunctionalInterface
    public interface ByteConsumer {
        /// Receives `[from, to)` of `bytes`. The array is reused after the call. `offset` is the offset in the
        /// stream of the first byte.
        void accept(byte[] bytes, int from, int to, long offset) throws IOException;
    }

    private final InputStream in;
    private ByteConsumer consumer = (_, _, _, _) -> {};
    private byte[] bytes = new byte[INITIAL];
    private int position;
    private int limit;
    private long offset;
    private boolean ended;

    /// Creates a window at the beginning of a stream.
    ///
    /// @param in the stream; the window does not close it
    /// @param offset the offset of its first byte, for [#offset(int)]
    public ByteWindow(InputStream in, long offset) {
        this.in = in;
        this.offset = offset;
    }

    /// Returns the buffer. A call of [#more] may replace it.
    public byte[] bytes() {
        return bytes;
    }

    /// Returns the index of the next byte.
    public int position() {
        return position;
    }

    /// Returns the index after the last byte that was read.
    public int limit() {
        return limit;
    }

    /// Returns whether the stream has ended, so that no byte follows [#limit].
    public boolean ended() {
        return ended;
    }

    /// Returns the offset in the stream of the byte at an index.
    public long offset(int index) {
        return offset + index;
    }

    /// Passes every byte that [#advance] skips from now on to `receiver`, as it was read from the stream.
    public void passTo(ByteConsumer receiver) {
        consumer = receiver;
    }

    /// Moves the position to an index between [#position] and [#limit]. The bytes before it may be discarded.
    public void advance(int index) throws IOException {
        consumer.accept(bytes, position, index, offset(position));
        position = index;
    }

    /// Reads more bytes and keeps everything from [#position] on. All indexes decrease by `position`.
    ///
    /// @return whether bytes were read; false at the end of the stream
    /// @throws RecordTooLongException if the bytes to keep are as many as a record may have
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

    /// Reads until `wanted` bytes are available or the stream ends.
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

    /// Reports a record that is longer than [RecordLimits#MAX_BYTES].
    public static final class RecordTooLongException extends RuntimeException {
        RecordTooLongException() {
            super("is longer than " + (RecordLimits.MAX_BYTES >> 20) + " MiB");
        }
    }
}
