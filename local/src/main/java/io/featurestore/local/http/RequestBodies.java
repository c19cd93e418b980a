package io.featurestore.local.http;

import java.io.IOException;
import java.io.InputStream;

/// Reads request bodies up to a limit.
final class RequestBodies {
    /// The most bytes that are read before an error answer. Beyond it the answer may be lost in a broken
    /// connection, which is better than waiting for the rest of an upload.
    private static final long DRAIN_LIMIT = 256L << 20;

    private RequestBodies() {}

    /// Reads a whole body of limited size.
    static byte[] read(InputStream body, int maxBytes) throws IOException {
        byte[] bytes = body.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new ServiceException(
                    413, "RequestEntityTooLargeException", "the request is larger than " + maxBytes + " bytes");
        }
        return bytes;
    }

    /// Reads the rest of a body, because a client that is still sending when the connection closes may never see
    /// the answer.
    static void drain(InputStream body) throws IOException {
        byte[] scratch = new byte[64 << 10];
        long left = DRAIN_LIMIT;
        int n = 0;
        while (left > 0 && n >= 0) {
            n = body.read(scratch, 0, (int) Math.min(scratch.length, left));
            left -= n;
        }
    }
}
