package io.featurestore.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.featurestore.steps.BucketRules;
import io.featurestore.steps.BucketRules.Place;
import io.featurestore.steps.BucketRules.Use;
import io.featurestore.store.objects.ObjectRef;
import io.featurestore.store.objects.ObjectStore;
import io.featurestore.store.objects.ObjectStore.IfExists;
import io.featurestore.store.objects.ObjectStore.UploadedPart;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Checks the headers that every request to S3 has by the deployment's rules, for every method of the object
/// store.
class BucketHeadersTest {
    private static final String OWNER = "x-amz-expected-bucket-owner";
    private static final String SOURCE_OWNER = "x-amz-source-expected-bucket-owner";
    private static final String ENCRYPTION = "x-amz-server-side-encryption";
    private static final String KEY = "arn:aws:kms:eu-west-1:222222222222:key/team";
    private static final BucketRules RULES = new BucketRules(
            Optional.of("111111111111"),
            List.of(
                    new Place(Use.EXPORT, new S3Uri("exports", ""), Optional.empty(), Optional.empty()),
                    new Place(Use.OUTPUT, new S3Uri("team", ""), Optional.of("222222222222"), Optional.of("whole")),
                    new Place(Use.OUTPUT, new S3Uri("team", "fraud/"), Optional.empty(), Optional.of(KEY))),
            false);
    private static final S3Uri TARGET = new S3Uri("team", "fraud/a b+ü.csv");
    private static final ObjectRef SOURCE = new ObjectRef(new S3Uri("work", "work/run/part 1"), "\"e\"", 7 << 20);
    private static final Map<String, String> SETTINGS =
            Map.of("aws.region", "eu-west-1", "aws.accessKeyId", "a", "aws.secretAccessKey", "b");

    private record Request(String line, Map<String, String> headers) {}

    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final ObjectStore store = new S3ObjectStore(new AwsClients(RULES));
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        SETTINGS.forEach(System::setProperty);
        System.setProperty(
                "aws.endpointUrl", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        requests.add(new Request(exchange.getRequestMethod() + " " + exchange.getRequestURI(), headers));
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("ETag", "\"e\"");
        String upload = "<Upload><Key>fraud/left.csv</Key><UploadId>u</UploadId></Upload>";
        byte[] body = (exchange.getRequestURI().toString().contains("uploads")
                                && exchange.getRequestMethod().equals("GET")
                        ? "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>" + upload
                                + "</ListMultipartUploadsResult>"
                        : "<Result><IsTruncated>false</IsTruncated><ETag>\"e\"</ETag><UploadId>u</UploadId></Result>")
                .getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", "1");
        }
        exchange.sendResponseHeaders(200, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /// Calls each method that asks S3 for something.
    private Map<String, Runnable> calls() {
        Map<String, Runnable> calls = new HashMap<>();
        calls.put("describe", () -> store.describe(TARGET));
        calls.put("open", () -> close(store.open(new ObjectRef(TARGET, "\"e\"", 9), 0, 9)));
        calls.put("load", () -> store.load(TARGET, 1 << 20));
        calls.put("put", () -> store.put(TARGET, new byte[1], "t", Map.of(), IfExists.REPLACE));
        calls.put("copy", () -> store.copy(SOURCE, TARGET, "t", Map.of(), IfExists.REFUSE));
        calls.put("list", () -> assertThat(store.list(new S3Uri("team", "fraud/")))
                .isEmpty());
        calls.put("delete", () -> store.delete(List.of(TARGET)));
        calls.put("startUpload", () -> store.startUpload(TARGET, "t", Map.of()));
        calls.put("uploadPart", () -> store.uploadPart(TARGET, "u", 1, new byte[1], 0, 1));
        calls.put("copyPart", () -> store.copyPart(TARGET, "u", 1, SOURCE, 0, 6 << 20));
        calls.put(
                "completeUpload",
                () -> store.completeUpload(TARGET, "u", List.of(new UploadedPart(1, "\"e\"")), IfExists.REPLACE));
        calls.put("abortUpload", () -> store.abortUpload(TARGET, "u"));
        calls.put("abortUploads", () -> store.abortUploads(new S3Uri("team", "fraud/")));
        calls.put("abortEmptyUploads", () -> store.abortEmptyUploads(new S3Uri("team", "fraud/left.csv")));
        return calls;
    }

    private static void close(java.io.InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyRequestNamesTheOwnersOfItsBuckets() {
        Map<String, Runnable> calls = calls();
        assertThat(calls.keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.of(ObjectStore.class.getDeclaredMethods())
                        .filter(method -> !method.isDefault() && !method.isSynthetic())
                        .map(Method::getName)
                        .toList());
        calls.forEach((name, call) -> {
            requests.clear();
            call.run();
            assertThat(requests).as(name).isNotEmpty().allSatisfy(request -> assertThat(request.headers())
                    .as(request.line())
                    .containsEntry(OWNER, "222222222222"));
            assertThat(requests).as(name).allSatisfy(request -> assertThat(
                            request.headers().get(SOURCE_OWNER))
                    .isEqualTo(name.startsWith("copy") ? "111111111111" : null));
        });
    }

    @Test
    void everyWayOfWritingSendsTheKeyOfThePlace() {
        Map<String, Integer> writes = new TreeMap<>();
        calls().forEach((name, call) -> {
            requests.clear();
            call.run();
            requests.stream()
                    .filter(request -> request.headers().containsKey(ENCRYPTION))
                    .forEach(request -> {
                        writes.merge(name, 1, Integer::sum);
                        assertThat(request.headers())
                                .containsEntry(ENCRYPTION, "aws:kms")
                                .containsEntry(ENCRYPTION + "-aws-kms-key-id", KEY)
                                .containsEntry(ENCRYPTION + "-bucket-key-enabled", "true");
                    });
        });
        assertThat(writes).isEqualTo(Map.of("put", 1, "copy", 1, "startUpload", 1));
    }

    @Test
    void aPlaceWithoutAKeyLeavesTheEncryptionToTheBucket() {
        store.put(new S3Uri("exports", "x"), new byte[1], "t", Map.of(), IfExists.REPLACE);
        store.put(new S3Uri("team", "other"), new byte[1], "t", Map.of(), IfExists.REPLACE);

        assertThat(requests.getFirst().headers()).doesNotContainKey(ENCRYPTION).containsEntry(OWNER, "111111111111");
        assertThat(requests.getLast().headers()).containsEntry(ENCRYPTION + "-aws-kms-key-id", "whole");
    }

    @Test
    void withoutRulesNothingIsAdded() {
        new S3ObjectStore(new AwsClients(BucketRules.NONE)).put(TARGET, new byte[1], "t", Map.of(), IfExists.REPLACE);

        assertThat(requests.getFirst().headers()).doesNotContainKeys(OWNER, ENCRYPTION);
    }
}
