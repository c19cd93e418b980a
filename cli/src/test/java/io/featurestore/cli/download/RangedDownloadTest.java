package io.featurestore.cli.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.cli.S3Proxy;
import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.RecordedConsole;
import io.featurestore.cli.console.Terminal;
import io.featurestore.local.LocalAws;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Downloads from the embedded S3 through a proxy that breaks connections. `-Ddownload.bytes=10737418240`
/// does so with 10 GiB; benchmarks/broken-download runs that.
class RangedDownloadTest {
    private static final long BYTES = Long.getLong("download.bytes", (64 << 20) + 12_345L);
    private static final int PART = 16 << 20;
    private static final int BREAKS = 10;
    private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:m";
    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofHours(1));

    @TempDir
    Path folder;

    private LocalAws aws;
    private S3Proxy proxy;
    private S3Client direct;
    private S3Client s3;
    private String digest = "";
    private Path file;

    @BeforeEach
    void open() throws Exception {
        aws = LocalAws.open(folder.resolve("store"), 0, "us-east-1");
        aws.createBucket("outputs");
        proxy = new S3Proxy(aws.endpoint());
        direct = client(aws.endpoint());
        s3 = client(proxy.endpoint());
        file = Files.createDirectory(folder.resolve("files")).resolve("out.csv");
    }

    @AfterEach
    void close() {
        s3.close();
        direct.close();
        proxy.close();
        aws.close();
    }

    @Test
    void fetchesNoByteTwiceButThoseOfBrokenRanges() throws Exception {
        put("big", BYTES);
        proxy.breakEvery(BYTES / (BREAKS + 1), BREAKS);

        long begun = System.nanoTime();
        output().download(s3, source("big", BYTES), false, (here, bytes) -> {});
        System.out.printf(
                "downloaded %,d bytes in %.1f s; %d breaks; the proxy sent %,d bytes more than the object has%n",
                BYTES, (System.nanoTime() - begun) / 1e9, BREAKS - proxy.breaksLeft(), proxy.sent() - BYTES);

        assertThat(proxy.breaksLeft()).isZero();
        assertThat(digest(file)).isEqualTo(digest);
        assertThat(proxy.sent() - BYTES)
                .as("bytes that were sent again")
                .isLessThanOrEqualTo(proxy.sentBeforeABreak())
                .isLessThanOrEqualTo(BREAKS * Ranges.of(BYTES).rangeBytes());
        assertThat(names()).containsExactly("out.csv");
    }

    @Test
    void continuesWhereAnEarlierRunEndedAndFetchesADamagedRangeAgain() throws Exception {
        put("big", 6 * Ranges.LEAST);
        IllegalStateException stop = new IllegalStateException("stopped");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> output().download(s3, source("big", 6 * Ranges.LEAST), false, (here, bytes) -> {
                    if (here > 5 * Ranges.LEAST) {
                        throw stop;
                    }
                }))
                .isEqualTo(stop);
        assertThat(names()).containsExactlyInAnyOrder(".out.csv.part", ".out.csv.part.done");
        List<String> lines = Files.readAllLines(file.resolveSibling(".out.csv.part.done"));
        assertThat(lines).hasSizeGreaterThan(2);
        int damaged = Integer.parseInt(lines.get(1).split(" ", -1)[0]);
        try (RandomAccessFile bytes =
                new RandomAccessFile(file.resolveSibling(".out.csv.part").toFile(), "rw")) {
            bytes.seek(damaged * Ranges.LEAST + 77);
            int old = bytes.read();
            bytes.seek(damaged * Ranges.LEAST + 77);
            bytes.write(old + 1);
        }
        // A process that was killed while it wrote a line.
        Files.writeString(file.resolveSibling(".out.csv.part.done"), "3 0123", java.nio.file.StandardOpenOption.APPEND);

        assertThat(output().unfinished(s3, MACHINE, "request", LONG_AGO)).contains(handover("big"));
        long before = proxy.sent();
        List<Long> seen = new ArrayList<>();
        output().download(s3, source("big", 6 * Ranges.LEAST), false, (here, bytes) -> {
            synchronized (seen) {
                seen.add(here);
            }
        });

        assertThat(digest(file)).isEqualTo(digest);
        long kept = (lines.size() - 2) * Ranges.LEAST;
        assertThat(seen.getFirst()).isEqualTo(kept);
        assertThat(proxy.sent() - before).isEqualTo(6 * Ranges.LEAST - kept);
        assertThat(names()).containsExactly("out.csv");
    }

    @Test
    void removesAnUnfinishedDownloadThatDoesNotFit() throws Exception {
        put("a", 3 * Ranges.LEAST);
        begin("a");
        assertThat(output().unfinished(s3, MACHINE, "other request", LONG_AGO)).isEmpty();
        assertThat(names()).isEmpty();

        begin("a");
        assertThat(output().unfinished(s3, MACHINE + "2", "request", LONG_AGO)).isEmpty();
        assertThat(names()).isEmpty();

        begin("a");
        assertThat(output().unfinished(s3, MACHINE, "request", Instant.parse("2099-01-01T00:00:00Z")))
                .isEmpty();
        assertThat(names()).isEmpty();

        begin("a");
        put("a", 3 * Ranges.LEAST + 1);
        assertThat(output().unfinished(s3, MACHINE, "request", LONG_AGO)).isEmpty();
        assertThat(names()).isEmpty();

        put("a", 3 * Ranges.LEAST);
        begin("a");
        direct.deleteObject(r -> r.bucket("outputs").key("a"));
        assertThat(output().unfinished(s3, MACHINE, "request", LONG_AGO)).isEmpty();
        assertThat(names()).isEmpty();

        Files.writeString(file.resolveSibling(".out.csv.part"), "x");
        Files.writeString(file.resolveSibling(".out.csv.part.done"), "not a download\n");
        assertThat(output().unfinished(s3, MACHINE, "request", LONG_AGO)).isEmpty();
        put("a", 10);
        output().download(s3, source("a", 10), false, (here, bytes) -> {});
        assertThat(digest(file)).isEqualTo(digest);
        assertThat(names()).containsExactly("out.csv");
    }

    @Test
    void refusesBytesThatAreNotThoseOfTheObject() throws Exception {
        put("a", 2 * Ranges.LEAST);
        proxy.change(bytes -> {
            byte[] changed = bytes.clone();
            changed[17]++;
            return changed;
        });

        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> output().download(s3, source("a", 2 * Ranges.LEAST), false, (here, bytes) -> {}))
                .satisfies(e -> assertThat(e.message()).contains("CRC64NVME", "run the command again"));
        assertThat(names()).isEmpty();

        RecordedConsole console = new RecordedConsole("", Terminal.NONE);
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> new StandardOutput(console.console())
                        .download(s3, source("a", 2 * Ranges.LEAST), false, (here, bytes) -> {}))
                .satisfies(e -> assertThat(e.message()).contains("CRC64NVME"));
    }

    @Test
    void endsWhenTheObjectIsReplacedMeanwhile() throws Exception {
        put("a", 12 * Ranges.LEAST);
        boolean[] replaced = new boolean[1];

        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> output().download(s3, source("a", 12 * Ranges.LEAST), false, (here, bytes) -> {
                    synchronized (replaced) {
                        if (here > 0 && !replaced[0]) {
                            replaced[0] = true;
                            direct.putObject(r -> r.bucket("outputs").key("a"), RequestBody.fromString("new"));
                        }
                    }
                }))
                .satisfies(e -> assertThat(e.message()).contains("s3://outputs/a was replaced or removed"));
        assertThat(file).doesNotExist();
    }

    @Test
    void writesStandardOutputInOrderThroughBreaks() throws Exception {
        put("a", 3 * Ranges.LEAST);
        proxy.breakEvery(Ranges.LEAST / 2, 3);
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        java.io.PrintStream out = new java.io.PrintStream(
                new java.security.DigestOutputStream(java.io.OutputStream.nullOutputStream(), received));
        RecordedConsole console = new RecordedConsole("", Terminal.NONE);

        new StandardOutput(new io.featurestore.cli.console.Console(
                        out, console.console().err(), console.console().in(), Terminal.NONE))
                .download(s3, source("a", 3 * Ranges.LEAST), false, (here, bytes) -> {});

        assertThat(proxy.breaksLeft()).isZero();
        assertThat(HexFormat.of().formatHex(received.digest())).isEqualTo(digest);
    }

    @Test
    void refusesAFileThatIsBeingDownloadedAndADiskThatIsTooFull() throws Exception {
        put("a", 10);
        try (PartialFile _ = PartialFile.create(file, new PartialFile.Content("e", 10, 10, handover("a")))) {
            assertThatExceptionOfType(CommandFailure.class)
                    .isThrownBy(() -> output().check(false))
                    .satisfies(
                            e -> assertThat(e.message()).contains("Another process is downloading to '" + file + "'"));
        }
        output().check(false);
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(
                        () -> new LocalOutput(file, _ -> 9).download(s3, source("a", 10), false, (here, bytes) -> {}))
                .satisfies(e -> assertThat(e.message()).contains("has 9 B free, but the output needs 10 B"));
        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> new LocalOutput(file, _ -> {
                            throw new IOException("No space left on device");
                        })
                        .download(s3, source("a", 10), false, (here, bytes) -> {}))
                .satisfies(e -> assertThat(e.message()).contains("The disk of '" + file + "' is full"));
    }

    /// An object that S3 has a checksum of other kinds of, or only its ETag.
    @Test
    void checksEveryKindOfChecksum() throws Exception {
        byte[] content = "id,name\n1,a\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (var algorithm : List.of("CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME", "MD5")) {
            Optional<ContentChecksum> known = Optional.of(new ContentChecksum(
                    ContentChecksum.Algorithm.valueOf(algorithm),
                    switch (algorithm) {
                        case "CRC32" -> "%08x".formatted(crc(new java.util.zip.CRC32(), content));
                        case "CRC32C" -> "%08x".formatted(crc(new java.util.zip.CRC32C(), content));
                        case "CRC64NVME" -> "%016x".formatted(crc(new Crc64Nvme(), content));
                        case "MD5" -> hex("MD5", content);
                        case "SHA1" -> hex("SHA-1", content);
                        default -> hex("SHA-256", content);
                    }));
            ContentChecksum.Running running = known.get().start();
            running.update(content, 0, 5);
            running.update(content, 5, content.length - 5);
            assertThat(running.value()).as(algorithm).isEqualTo(known.get().value());
        }
        var head = software.amazon.awssdk.services.s3.model.HeadObjectResponse.builder()
                .eTag("\"0123456789abcdef0123456789abcdef\"");
        assertThat(ContentChecksum.of(head.build()))
                .contains(new ContentChecksum(ContentChecksum.Algorithm.MD5, "0123456789abcdef0123456789abcdef"));
        assertThat(ContentChecksum.of(head.serverSideEncryption("aws:kms").build()))
                .isEmpty();
        assertThat(ContentChecksum.of(head.checksumCRC32("AAAAAA==-3")
                        .checksumType("COMPOSITE")
                        .build()))
                .isEmpty();
        assertThat(ContentChecksum.of(head.checksumCRC32("AAAAAA==")
                        .checksumType("FULL_OBJECT")
                        .build()))
                .contains(new ContentChecksum(ContentChecksum.Algorithm.CRC32, "00000000"));
    }

    private static long crc(java.util.zip.Checksum checksum, byte[] content) {
        checksum.update(content, 0, content.length);
        return checksum.getValue();
    }

    private static String hex(String name, byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(content));
    }

    /// Begins a download of that object and stops it after its first range.
    private void begin(String key) {
        long bytes = 3 * Ranges.LEAST;
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> output().download(s3, source(key, bytes), false, (here, all) -> {
                    if (here > 2 * Ranges.LEAST) {
                        throw new IllegalStateException();
                    }
                }));
    }

    private LocalOutput output() {
        return new LocalOutput(file);
    }

    private static LocalTarget.Source source(String key, long bytes) {
        return new LocalTarget.Source(S3Uri.parse("s3://outputs/" + key), bytes, Optional.of(handover(key)));
    }

    private static Handover handover(String key) {
        ObjectNode result = Json.MAPPER.createObjectNode();
        result.putObject("output").put("uri", "s3://outputs/" + key);
        return new Handover(
                MACHINE, "request", Instant.parse("2099-01-01T00:00:00Z").minusMillis(1), result);
    }

    /// Uploads an object of random bytes and keeps their digest.
    private void put(String key, long bytes) throws Exception {
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        Random random = new Random(bytes);
        String upload =
                direct.createMultipartUpload(r -> r.bucket("outputs").key(key)).uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (long done = 0; done < bytes; done += PART) {
            byte[] part = new byte[(int) Math.min(PART, bytes - done)];
            random.nextBytes(part);
            sent.update(part);
            int number = parts.size() + 1;
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(direct.uploadPart(
                                    r -> r.bucket("outputs")
                                            .key(key)
                                            .uploadId(upload)
                                            .partNumber(number),
                                    RequestBody.fromBytes(part))
                            .eTag())
                    .build());
        }
        direct.completeMultipartUpload(
                r -> r.bucket("outputs").key(key).uploadId(upload).multipartUpload(m -> m.parts(parts)));
        digest = HexFormat.of().formatHex(sent.digest());
    }

    private static String digest(Path path) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(path)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.map(f -> f.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static S3Client client(java.net.URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                // The embedded S3 joins the parts of a large object before it answers.
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(10)))
                .build();
    }
}
