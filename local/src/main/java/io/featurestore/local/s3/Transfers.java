package io.featurestore.local.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Copies ranges of files in constant memory.
final class Transfers {
    private static final int BUFFER_BYTES = 128 << 10;

    private Transfers() {}

    /// Appends a range of a file to another file. The operating system copies or shares the blocks.
    static void copy(FileChannel in, long from, long length, FileChannel out) throws IOException {
        long done = 0;
        while (done < length) {
            long n = in.transferTo(from + done, length - done, out);
            if (n <= 0) {
                throw cut(length - done);
            }
            done += n;
        }
    }

    /// Writes a range of a file to a stream.
    static void copy(FileChannel in, long from, long length, OutputStream out) throws IOException {
        InputStream range = range(in, from, length);
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = range.read(buffer); n >= 0; n = range.read(buffer)) {
            out.write(buffer, 0, n);
        }
    }

    /// Returns a range of a file as a stream. Closing the stream leaves the file open.
    static InputStream range(FileChannel in, long from, long length) {
        return new InputStream() {
            private long done;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                if (done == length) {
                    return -1;
                }
                int wanted = (int) Math.min(count, length - done);
                int n = in.read(ByteBuffer.wrap(bytes, offset, wanted), from + done);
                if (n < 0) {
                    throw cut(length - done);
                }
                done += n;
                return n;
            }
        };
    }

    private static EOFException cut(long missing) {
        return new EOFException("a file lost its last " + missing + " bytes while it was read");
    }
}
