package io.featurestore.local.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.featurestore.local.http.Front;
import io.featurestore.local.s3.storage.LocalBuckets;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// The embedded S3 on a port of its own, with the client of the AWS SDK.
final class RunningS3 implements AutoCloseable {
    static final String BUCKET = "bucket";
    static final String ACCOUNT = "000000000000";
    static final int MIB = 1 << 20;
    private static final StaticCredentialsProvider ANYBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "body"));

    final LocalBuckets buckets;
    final S3Client client;
    final URI endpoint;
    private final Front front;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningS3(LocalBuckets buckets, Clock clock) throws IOException {
        this.buckets = buckets;
        this.front = Front.bind(0);
        front.register(new S3Service(buckets, clock, ACCOUNT)).start();
        this.endpoint = front.endpoint();
        this.client = client(RequestChecksumCalculation.WHEN_SUPPORTED);
    }

    static RunningS3 start(Path folder, Clock clock) throws IOException {
        RunningS3 s3 = new RunningS3(LocalBuckets.open(folder), clock);
        s3.buckets.create(BUCKET);
        return s3;
    }

    static RunningS3 start(Path folder) throws IOException {
        return start(folder, Clock.systemUTC());
    }

    S3Client client(RequestChecksumCalculation checksums) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(ANYBODY)
                .forcePathStyle(true)
                .requestChecksumCalculation(checksums)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    S3Presigner presigner() {
        return presigner("local", "local");
    }

    S3Presigner presigner(String accessKey, String secret) {
        return S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secret)))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    /// Puts a text and returns its ETag.
    String put(String key, String text) {
        return client.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(text))
                .eTag();
    }

    String get(String key) {
        return client.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
    }

    CompletedPart uploadPart(String key, String upload, int number, byte[] content) {
        String etag = client.uploadPart(
                        r -> r.bucket(BUCKET).key(key).uploadId(upload).partNumber(number),
                        RequestBody.fromBytes(content))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    /// Sends a request that no SDK would send.
    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /// Sends bytes and returns the answer's bytes. With it, a bucket can be named in the `Host` header
    /// without a DNS that answers for names below `localhost`.
    String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", endpoint.getPort())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(endpoint + pathAndQuery));
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        http.close();
        client.close();
        front.close();
    }
}
