package io.featurestore.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.export.Export;
import io.featurestore.failure.Failure.TooManyExports;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.steps.Json;
import io.featurestore.steps.quota.Admission;
import io.featurestore.steps.quota.RunningExports;
import io.featurestore.steps.work.Concurrency;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ValidateRequestHandlerTest {
    private static final String REQUEST = """
                                          {"featureGroupName": "customers", "output": "s3://bucket/{scheduledTime}.json.gz"}""";

    private final List<RunningExports.Running> running = new ArrayList<>();
    private final ValidateRequestHandler handler = new ValidateRequestHandler(new Admission(_ -> running, () -> 50));

    @Test
    void takesAPlainRequestAtTheExecutionsStart() throws IOException {
        Export export = Calls.call(handler, input(REQUEST), Export.class);
        assertThat(export.request().form().output()).hasToString("s3://bucket/20260102T030405Z.json.gz");
        assertThat(export.request().query().workgroup()).isEqualTo("primary");
        assertThat(export.execution().id()).isEqualTo("arn:run-1");
        assertThat(export.execution().work()).hasToString("s3://works/work/run-1/");
    }

    @Test
    void takesAnEventsDetailAtTheEventsTime() throws IOException {
        Export export = Calls.call(handler, input("""
                      {"version": "0", "detail-type": "Export Requested", "source": "x", "time": "2026-01-02T03:00:00Z",
                       "resources": [], "detail": %s}""".formatted(REQUEST)), Export.class);
        assertThat(export.request().form().output()).hasToString("s3://bucket/20260102T030000Z.json.gz");
        assertThat(export.execution().startedAt()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void saysHowManyChunksMayBeConvertedAtTheSameTime() throws IOException {
        Export export = Calls.call(handler, input(REQUEST), Export.class);
        assertThat(export.execution().concurrency()).isEqualTo(new Concurrency(500, OptionalInt.of(50), 1));
    }

    @Test
    void takesTheInputOfAnEarlierDefinition() throws IOException {
        running.add(new RunningExports.Running("earlier", Instant.EPOCH));
        ObjectNode input = (ObjectNode) input(REQUEST);
        input.remove("quota");
        assertThat(Calls.call(handler, input, Export.class).execution().name()).isEqualTo("run-1");
    }

    @Test
    void refusesAnExportBeyondTheQuota() {
        running.add(new RunningExports.Running("earlier", Instant.EPOCH));
        assertThatThrownBy(() -> Calls.call(handler, input(REQUEST))).isInstanceOf(TooManyExports.class);
    }

    @Test
    void namesEveryViolation() {
        assertThatThrownBy(() -> Calls.call(handler, input("""
                                                           {"format": "xml", "limit": 0}""")))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("featureGroupName is missing")
                .hasMessageContaining("'xml'")
                .hasMessageContaining("limit");
    }

    @Test
    void refusesAnInputThatIsNoObject() {
        assertThatThrownBy(() -> Calls.call(handler, input("null")))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("null");
    }

    private static JsonNode input(String request) throws IOException {
        ObjectNode input = (ObjectNode) Json.MAPPER.readTree("""
                          {"execution": {"id": "arn:run-1", "name": "run-1", "startTime": "2026-01-02T03:04:05Z"},
                           "defaults": {"exportBucket": "exports", "workBucket": "works", "workgroup": "primary"},
                           "quota": {"exports": 1, "chunks": 500, "reserved": 0}}""");
        return input.set("request", Json.MAPPER.readTree(request));
    }
}
