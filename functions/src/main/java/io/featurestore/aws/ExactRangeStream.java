package io.featurestore.aws;

import io.featurestore.store.objects.ObjectRef;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Objects;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.Abortable;

/// Reads a range of an object and fails unless the range is complete. The JDK ends a truncated body like a
/// complete one, so this stream counts the bytes. An error that the SDK reports about a body, such as a wrong
/// checksum, becomes an [IOException], as another attempt may succeed. Closing the stream early drops the
/// connection instead of reading the rest.
final class ExactRangeStream extends FilterInputStream {
    private final ObjectRef ref;
    private final Abortable connection;
    private long left;
    private boolean ended;

    ExactRangeStream(ResponseInputStream<?> body, ObjectRef ref, long length) {
        super(body);
        this.ref = ref;
        this.connection = body;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            demandEnd();
            return -1;
        }
        int count = body(() -> in.read(buffer, offset, (int) Math.min(length, left)));
        count(count);
        return count;
    }

    /// Reads the end of the body, where the SDK compares the checksum.
    private void demandEnd() throws IOException {
        if (!ended) {
            ended = true;
            if (body(in::read) >= 0) {
                throw new IOException("a range of " + ref.uri() + " has more bytes than requested");
            }
        }
    }

    private interface Reading {
        int read() throws IOException;
    }

    private int body(Reading reading) throws IOException {
        try {
            return reading.read();
        } catch (SdkException e) {
            throw new IOException(ref.uri() + " arrived damaged: " + AwsErrors.clause(AwsErrors.message(e)), e);
        }
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(Math.min(Math.max(n, 0), left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(super.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        if (left > 0) {
            connection.abort();
        }
        super.close();
    }

    private void count(int read) throws IOException {
        if (read > 0) {
            left -= read;
        } else if (left > 0) {
            throw new EOFException(
                    "the connection broke off " + left + " bytes before the end of a range of " + ref.uri());
        }
    }
}
