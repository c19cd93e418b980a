package io.featurestore.local.conformance.states;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.featurestore.local.http.Front;
import io.featurestore.local.s3.storage.LocalBuckets;
import io.featurestore.local.states.StatesService;
import io.featurestore.local.states.UnhurriedStates;
import io.featurestore.local.store.StoreFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// Runs workflows through the Step Functions client of the SDK. Waits take no time: they are noted, and the clock
/// moves on by them.
final class Workflows implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");
    static final String ROLE = "arn:aws:iam::123456789012:role/workflows";
    static final String BUCKET = "work";

    final SfnClient client;
    final StubFunctions functions = new StubFunctions();

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    private final MovingClock clock = new MovingClock();
    private final AtomicInteger machines = new AtomicInteger();
    private final StoreFolder folder;
    private final LocalBuckets buckets;
    private final StatesService service;
    private final Front front;

    Workflows(Path path) throws IOException {
        folder = StoreFolder.open(path.resolve("store"));
        buckets = LocalBuckets.open(path.resolve("s3"));
        buckets.create(BUCKET);
        service = UnhurriedStates.open(folder.documents(), buckets, functions, clock, waited -> {
            waits.add(waited);
            clock.move(waited);
        });
        front = Front.bind(0).register(service);
        front.start();
        client = SfnClient.builder()
                .endpointOverride(front.endpoint())
                .region(Region.EU_WEST_1)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .build();
    }

    /// Creates a state machine under a name of its own and returns its ARN.
    String create(String definition) {
        String name = "machine-" + machines.incrementAndGet();
        return client.createStateMachine(
                        r -> r.name(name).definition(definition).roleArn(ROLE))
                .stateMachineArn();
    }

    /// Creates a state machine, runs it once and returns the ended execution.
    DescribeExecutionResponse run(String definition, String input) {
        waits.clear();
        String machine = create(definition);
        return await(client.startExecution(r -> r.stateMachineArn(machine).input(input))
                .executionArn());
    }

    /// Waits until an execution has ended.
    DescribeExecutionResponse await(String executionArn) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            DescribeExecutionResponse described = client.describeExecution(r -> r.executionArn(executionArn));
            if (described.status() != ExecutionStatus.RUNNING) {
                return described;
            }
            assertThat(System.nanoTime()).as("%s takes too long", executionArn).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /// Runs a state machine that must succeed and returns its output.
    JsonNode output(String definition, String input) {
        return output(run(definition, input));
    }

    /// Returns the output of an execution that must have succeeded.
    static JsonNode output(DescribeExecutionResponse ended) {
        assertThat(ended.status()).as("%s: %s", ended.error(), ended.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
        return json(ended.output());
    }

    /// Returns all events of an execution.
    List<HistoryEvent> history(String executionArn) {
        return client.getExecutionHistoryPaginator(r -> r.executionArn(executionArn)).events().stream()
                .toList();
    }

    /// Returns the waits of the last run in seconds, such as `"1,2,4"`; empty if it did not wait.
    String waits() {
        List<String> seconds = new ArrayList<>();
        synchronized (waits) {
            waits.forEach(wait -> seconds.add(
                    wait.toMillis() % 1000 == 0
                            ? Long.toString(wait.toSeconds())
                            : Double.toString(wait.toMillis() / 1000.0)));
        }
        return String.join(",", seconds);
    }

    /// Returns the waits of the last run.
    List<Duration> durations() {
        return List.copyOf(waits);
    }

    /// Writes an object of the bucket [#BUCKET].
    void put(String key, String content) throws IOException {
        buckets.put(BUCKET, key, new ByteArrayInputStream(content.getBytes(UTF_8)), "application/json");
    }

    /// Reads an object of the bucket [#BUCKET].
    String get(String key) throws IOException {
        return Files.readString(buckets.file(BUCKET, key).orElseThrow());
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /// Returns a JSONata state machine of one state, `S`.
    static String single(String state) {
        return flow("S", "\"S\": " + state);
    }

    /// Returns a JSONata state machine.
    static String flow(String startAt, String states) {
        return "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"" + startAt + "\", \"States\": {" + states + "}}";
    }

    @Override
    public void close() throws IOException {
        client.close();
        front.close();
        service.close();
        folder.close();
    }

    private static final class MovingClock extends Clock {
        private Instant now = BEGIN;

        synchronized void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public synchronized Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("the clock shows UTC only");
        }
    }
}
