package io.featurestore.records.gzip;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.zip.CRC32;

/// Compresses into one gzip member (RFC 1952). The compressed bytes depend only on the bytes written: not on the
/// sizes of the writes, the machine, or the version of Java or zlib. The compression ratio is about that of
/// zlib's level 1, in a fraction of its time. Uses less than 2 MiB of memory.
public final class GzipStream extends OutputStream {
    /// Size of a block. It must be a multiple of [MatchFinder#REACH], so that the positions that the match finder
    /// keeps stay valid.
    private static final int BLOCK = 2 * MatchFinder.REACH;
    private static final int WINDOW = DeflateSymbols.MAX_DISTANCE;
    private static final int BEGIN = MatchFinder.REACH;
    private static final int CAPACITY = BEGIN + BLOCK;
    /// Header: magic number, deflate, no flags, no time, fastest compression, unknown operating system.
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 255};
    /// An empty last block in fixed codes.
    private static final int LAST_BLOCK = 0b0000000_01_1;

    private final OutputStream out;
    /// Buffer of the window and the current block. It has a margin, as words are read beyond the end of the
    /// block.
    private final byte[] bytes = new byte[CAPACITY + Long.BYTES];
    private final MatchFinder matches = new MatchFinder();
    private final Sequences sequences = new Sequences(BLOCK);
    private final BlockWriter blocks = new BlockWriter();
    private final BitWriter compressed = new BitWriter(BLOCK);
    private final CRC32 crc = new CRC32();
    private long length;
    private int size = BEGIN;
    private boolean closed;

    /// Creates a stream that compresses into `out`. Closing it closes `out`.
    public GzipStream(OutputStream out) throws IOException {
        this.out = out;
        out.write(HEADER);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, from.length);
        int at = offset;
        int left = count;
        while (left > 0) {
            int taken = Math.min(left, CAPACITY - size);
            System.arraycopy(from, at, bytes, size, taken);
            size += taken;
            at += taken;
            left -= taken;
            if (size == CAPACITY) {
                block();
            }
        }
    }

    private void block() throws IOException {
        crc.update(bytes, BEGIN, size - BEGIN);
        length += size - BEGIN;
        sequences.clear();
        matches.find(bytes, BEGIN, size, sequences);
        blocks.write(bytes, BEGIN, size, sequences, compressed);
        flushBlock();
        System.arraycopy(bytes, size - WINDOW, bytes, BEGIN - WINDOW, WINDOW);
        size = BEGIN;
    }

    private void flushBlock() throws IOException {
        out.write(compressed.bytes(), 0, compressed.size());
        compressed.clear();
    }

    /// Ends the member and closes the underlying stream.
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (size > BEGIN) {
            block();
        }
        compressed.ensure(2 * Long.BYTES);
        compressed.put(LAST_BLOCK, 10);
        compressed.align();
        compressed.put((int) crc.getValue(), Integer.SIZE);
        compressed.put((int) length, Integer.SIZE);
        flushBlock();
        out.close();
    }
}
