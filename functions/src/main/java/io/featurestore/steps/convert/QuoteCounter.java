package io.featurestore.steps.convert;

import io.featurestore.records.csv.ByteWindow;
import io.featurestore.records.csv.QuoteSearch;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts the quotes of a chunk while it is read. Bytes before and after the chunk are read but not counted.
final class QuoteCounter extends FilterInputStream {
    private final long start;
    private final long end;
    private long position;
    private long quotes;

    /// Creates a counter of the quotes in `[start, end)`.
    ///
    /// @param position the offset of the first byte of `in`
    QuoteCounter(InputStream in, long position, long start, long end) {
        super(in);
        this.position = position;
        this.start = start;
        this.end = end;
    }

    /// Reads the rest of the chunk. Returns whether the chunk has an odd number of quotes.
    boolean odd() throws IOException {
        byte[] rest = new byte[64 << 10];
        int read = 0;
        while (read >= 0 && position < end) {
            read = read(rest, 0, rest.length);
        }
        return (quotes & 1) == 1;
    }

    /// Returns whether the chunk has an odd number of quotes before the window's position. The window must read
    /// from this stream.
    boolean oddBefore(ByteWindow window) {
        int from = window.position();
        int to = Math.clamp(end - window.offset(0), from, window.limit());
        return ((quotes - QuoteSearch.countQuotes(window.bytes(), from, to)) & 1) == 1;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
            int from = (int) Math.max(0, Math.min(read, start - position));
            int to = (int) Math.max(from, Math.min(read, end - position));
            quotes += QuoteSearch.countQuotes(bytes, offset + from, offset + to);
            position += read;
        }
        return read;
    }
}
