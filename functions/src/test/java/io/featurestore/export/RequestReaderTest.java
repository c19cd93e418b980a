package io.featurestore.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RequestReaderTest {
    private static final RequestReader.Started EXECUTION = new RequestReader.Started(
            "arn:aws:states:us-east-1:000000000000:execution:feature-store-export:run-1",
            "run-1",
            Instant.parse("2026-01-02T03:04:05Z"));
    private static final RequestReader.Defaults DEFAULTS = new RequestReader.Defaults("exports", "works", "primary");

    private final RequestReader reader = new RequestReader();

    @TestFactory
    Stream<DynamicTest> acceptsAndCompletes() throws IOException {
        return cases("accepted.json")
                .map(c -> DynamicTest.dynamicTest(c.get("case").asText(), () -> {
                    Export export = reader.read(c.get("request"), EXECUTION, DEFAULTS);
                    JsonNode request = Json.MAPPER.valueToTree(export.request());
                    c.get("expect").properties().forEach(e -> assertThat(request.findValue(e.getKey()))
                            .as(e.getKey())
                            .isEqualTo(e.getValue()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesWithEveryViolation() throws IOException {
        return cases("refused.json")
                .map(c -> DynamicTest.dynamicTest(c.get("case").asText(), () -> assertThatThrownBy(
                                () -> reader.read(c.get("request"), EXECUTION, DEFAULTS))
                        .isInstanceOf(InvalidRequest.class)
                        .satisfies(
                                e -> c.get("expect").forEach(s -> assertThat(e).hasMessageContaining(s.asText())))));
    }

    @Test
    void worksBelowTheExecutionsOwnPrefix() {
        Export export = reader.read(Json.MAPPER.createObjectNode().put("featureGroupName", "g"), EXECUTION, DEFAULTS);
        assertThat(export.execution().work()).hasToString("s3://works/work/run-1/");
        assertThat(export.execution().startedAt()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void refusesAnExecutionNameThatWouldLeaveTheWorkPrefix() {
        RequestReader.Started evil = new RequestReader.Started("arn", "..", EXECUTION.startTime());
        JsonNode request = Json.MAPPER.createObjectNode().put("featureGroupName", "g");
        assertThatThrownBy(() -> reader.read(request, evil, DEFAULTS))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("cannot be part of a key");
    }

    @Test
    void survivesATripThroughJson() throws IOException {
        for (JsonNode c : cases("accepted.json").toList()) {
            Export export = reader.read(c.get("request"), EXECUTION, DEFAULTS);
            assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(export), Export.class))
                    .isEqualTo(export);
        }
    }

    private static Stream<JsonNode> cases(String file) throws IOException {
        try (InputStream in = RequestReaderTest.class.getResourceAsStream(file)) {
            return StreamSupport.stream(Json.MAPPER.readTree(in).spliterator(), false);
        }
    }
}
