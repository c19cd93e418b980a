package io.featurestore.local.conformance.s3;

import io.featurestore.local.conformance.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Holds an empty bucket of the embedded S3, and the client for it.
final class Bucket implements AutoCloseable {
    static final String NAME = "conformance";

    /// The smallest part that is not the last one.
    static final int PART = 5 << 20;

    final S3Client client;
    private final Services services;
    private final HttpClient http = HttpClient.newHttpClient();

    Bucket(Path folder) throws IOException {
        services = Services.open(folder);
        client = services.s3();
        services.aws().createBucket(NAME);
    }

    /// Puts a text and returns its ETag.
    String put(String key, String text) {
        return client.putObject(r -> r.bucket(NAME).key(key), RequestBody.fromString(text))
                .eTag();
    }

    String get(String key) {
        return client.getObjectAsBytes(r -> r.bucket(NAME).key(key)).asUtf8String();
    }

    String createUpload(String key) {
        return client.createMultipartUpload(r -> r.bucket(NAME).key(key)).uploadId();
    }

    CompletedPart uploadPart(String key, String upload, int number, byte[] content) {
        String etag = client.uploadPart(
                        r -> r.bucket(NAME).key(key).uploadId(upload).partNumber(number),
                        RequestBody.fromBytes(content))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    CompleteMultipartUploadResponse complete(
            String key,
            String upload,
            Consumer<CompleteMultipartUploadRequest.Builder> options,
            CompletedPart... parts) {
        return client.completeMultipartUpload(
                r -> options.accept(r.bucket(NAME).key(key).uploadId(upload).multipartUpload(m -> m.parts(parts))));
    }

    /// Sends a request without the SDK, to see what it would not show.
    HttpResponse<String> send(String method, String pathAndQuery, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(services.endpoint() + "/" + NAME + pathAndQuery))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        http.close();
        services.close();
    }
}
