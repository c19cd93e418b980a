package io.featurestore.local.s3.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.S3Errors;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Reads the content of a body in `aws-chunked` encoding. Each chunk is
/// `<size in hex>[;chunk-signature=…]\r\n<bytes>\r\n`, the last empty and followed by trailer lines. See
/// [S3 on trailers](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html).
final class AwsChunkedInputStream extends InputStream {
    private static final int MAX_LINE_BYTES = 16 << 10;
    private static final int MAX_TRAILERS = 32;

    private final InputStream in;
    private final Map<String, String> trailers = new HashMap<>();
    private long left;
    private boolean inFirstChunk = true;
    private boolean ended;

    AwsChunkedInputStream(InputStream in) {
        this.in = new BufferedInputStream(in, 64 << 10);
    }

    /// Returns the trailers by their names in lower case. They are complete at the end of the content.
    Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int n = in.read(bytes, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw incomplete();
        }
        left -= n;
        return n;
    }

    private void nextChunk() throws IOException {
        if (!inFirstChunk && !line().isEmpty()) {
            throw malformed("a chunk is longer than it says");
        }
        inFirstChunk = false;
        String head = line();
        int semicolon = head.indexOf(';');
        try {
            left = Long.parseLong(semicolon < 0 ? head : head.substring(0, semicolon), 16);
        } catch (NumberFormatException e) {
            throw malformed("a chunk begins with no size");
        }
        if (left < 0) {
            throw malformed("a chunk has a negative size");
        }
        if (left == 0) {
            readTrailers();
            ended = true;
        }
    }

    private void readTrailers() throws IOException {
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0 || trailers.size() == MAX_TRAILERS) {
                throw new ServiceException(400, "MalformedTrailerError", "the trailer of the body is malformed");
            }
            trailers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        while (b != '\n') {
            if (b < 0) {
                throw incomplete();
            }
            if (line.size() == MAX_LINE_BYTES) {
                throw malformed("a line of its framing is too long");
            }
            line.write(b);
            b = in.read();
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static ServiceException incomplete() {
        return new ServiceException(400, "IncompleteBody", "the body ends within its aws-chunked encoding");
    }

    private static ServiceException malformed(String what) {
        return S3Errors.invalidRequest("the body is not aws-chunked: " + what);
    }
}
