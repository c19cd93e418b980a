package io.featurestore.local.s3.protocol;

import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.model.Checksum;
import io.featurestore.local.s3.model.ChecksumAlgorithm;
import io.featurestore.local.s3.model.Digests;
import io.featurestore.local.s3.model.S3Errors;
import io.featurestore.local.s3.storage.Spool;
import io.featurestore.local.s3.storage.Spool.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the body of a request to its end and verifies the length and the digests that the request gives for it.
public final class RequestBody {
    private final GivenDigests given;
    private final Set<ChecksumAlgorithm> wanted;
    private final long length;
    private final InputStream content;
    private final Optional<AwsChunkedInputStream> chunks;

    private RequestBody(S3Request request, Set<ChecksumAlgorithm> wanted) {
        this.given = GivenDigests.of(request);
        this.wanted = wanted;
        boolean chunked = isChunked(request);
        this.length = length(request, chunked);
        this.chunks = chunked ? Optional.of(new AwsChunkedInputStream(request.body())) : Optional.empty();
        this.content = chunks.isPresent() ? chunks.get() : request.body();
    }

    /// Returns the body of a request. The given checksums are computed even if the request contains none.
    public static RequestBody of(S3Request request, Set<ChecksumAlgorithm> wanted) {
        return new RequestBody(request, wanted);
    }

    /// Returns whether the body of a request has the aws-chunked encoding.
    static boolean isChunked(S3Request request) {
        return request.header("x-amz-content-sha256")
                        .filter(v -> v.startsWith("STREAMING-"))
                        .isPresent()
                || request.header("Content-Encoding")
                        .filter(v -> v.contains("aws-chunked"))
                        .isPresent();
    }

    private static long length(S3Request request, boolean chunked) {
        String header = chunked ? "x-amz-decoded-content-length" : "Content-Length";
        if (!chunked
                && request.header(header).isEmpty()
                && request.header("Transfer-Encoding").isEmpty()) {
            return 0;
        }
        String text = request.header(header)
                .orElseThrow(() ->
                        new ServiceException(411, "MissingContentLength", "the header " + header + " is missing"));
        try {
            return Long.parseUnsignedLong(text.strip());
        } catch (NumberFormatException e) {
            throw S3Errors.invalidArgument(header + " is " + text + ", not a number");
        }
    }

    /// Holds a body that was received and verified.
    ///
    /// @param draft the file with it
    /// @param digests its digests
    /// @param checksum the checksum the request gave for it
    public record Received(Draft draft, Digests.Values digests, Optional<Checksum> checksum) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            draft.close();
        }
    }

    /// Reads the body into a file.
    public Received receive(Spool spool, long maxBytes) throws IOException {
        if (length > maxBytes) {
            throw S3Errors.tooLarge("the body has " + length + " bytes, more than " + maxBytes);
        }
        Digests digests = start();
        Draft draft = spool.receive(content, digests, maxBytes);
        try {
            Digests.Values values = digests.values();
            return new Received(draft, values, verify(values));
        } catch (RuntimeException e) {
            draft.close();
            throw e;
        }
    }

    /// Reads a small body into memory.
    public byte[] readAll(int maxBytes) throws IOException {
        byte[] bytes = content.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw S3Errors.malformedXml("the document is larger than " + maxBytes + " bytes");
        }
        Digests digests = start();
        digests.update(bytes, bytes.length);
        verify(digests.values());
        return bytes;
    }

    private Digests start() {
        Set<ChecksumAlgorithm> algorithms = EnumSet.noneOf(ChecksumAlgorithm.class);
        algorithms.addAll(wanted);
        algorithms.addAll(given.algorithms());
        return new Digests(algorithms);
    }

    private Optional<Checksum> verify(Digests.Values values) {
        if (values.size() != length) {
            throw new ServiceException(
                    400,
                    "IncompleteBody",
                    "the body has " + values.size() + " bytes, not the " + length + " its headers say");
        }
        return given.verify(values, chunks.map(AwsChunkedInputStream::trailers).orElse(Map.of()));
    }
}
