package io.featurestore.local.states;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.run.Arns;
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
import java.util.concurrent.atomic.AtomicReference;

/// A state machine named `m` in a service whose waits take no time; the clock moves by what is waited.
final class TestMachine implements AutoCloseable {
    static final String ARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:m";

    final ScriptedFunctions functions = new ScriptedFunctions();
    final List<Duration> slept = Collections.synchronizedList(new ArrayList<>());
    final StatesService service;
    final FolderBuckets buckets;
    private final StoreFolder folder;

    TestMachine(Path path) throws IOException {
        folder = StoreFolder.open(path.resolve("store"));
        buckets = new FolderBuckets(path.resolve("buckets"));
        buckets.create("work");
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05.678Z"));
        service = new StatesService(
                folder.documents(),
                buckets,
                functions,
                clock(now),
                waited -> {
                    slept.add(waited);
                    now.updateAndGet(time -> time.plus(waited));
                },
                new Arns("123456789012", "eu-west-1"));
    }

    void deploy(String definition) {
        assertThat(service.deploy("m", definition)).isEqualTo(ARN);
    }

    void put(String key, JsonNode content) throws IOException {
        byte[] bytes = content.isTextual() ? content.textValue().getBytes(UTF_8) : Json.bytes(content);
        buckets.put("work", key, new ByteArrayInputStream(bytes), "application/json");
    }

    JsonNode read(String key) throws IOException {
        return Json.parse(Files.readAllBytes(buckets.file("work", key).orElseThrow()));
    }

    JsonNode call(String operation, ObjectNode input) {
        return service.call(operation, input);
    }

    /// Starts an execution and returns its ARN.
    String start(String name, JsonNode input) {
        return call(
                        "StartExecution",
                        Json.object()
                                .put("stateMachineArn", ARN)
                                .put("name", name)
                                .put("input", Json.text(input)))
                .path("executionArn")
                .textValue();
    }

    JsonNode describe(String arn) {
        return call("DescribeExecution", Json.object().put("executionArn", arn));
    }

    /// Starts an execution and waits for its end.
    JsonNode run(JsonNode input) throws InterruptedException {
        return await(start("run", input));
    }

    JsonNode await(String arn) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (describe(arn).path("status").asText().equals("RUNNING")) {
            assertThat(System.nanoTime()).as("%s runs too long", arn).isLessThan(end);
            Thread.sleep(2);
        }
        return describe(arn);
    }

    List<String> eventTypes(String arn) {
        List<String> types = new ArrayList<>();
        call("GetExecutionHistory", Json.object().put("executionArn", arn).put("maxResults", 1000))
                .path("events")
                .forEach(event -> types.add(event.path("type").textValue()));
        return types;
    }

    @Override
    public void close() throws IOException {
        service.close();
        folder.close();
    }

    private static Clock clock(AtomicReference<Instant> now) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("one zone");
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
    }
}
