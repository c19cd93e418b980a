package io.featurestore.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.functions.base.JsonHandler;
import io.featurestore.steps.Json;
import io.featurestore.steps.chunks.Chunk;
import io.featurestore.steps.chunks.ChunkReport;
import io.featurestore.steps.chunks.Plan;
import io.featurestore.steps.estimate.KeptEstimate;
import io.featurestore.steps.query.CountedRows;
import io.featurestore.steps.query.StartedQuery;
import io.featurestore.steps.work.Job;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Reads what the functions of an earlier version wrote, and what a later version may write. While a
/// deployment replaces functions, one export may run steps of both. The documents were recorded from whole
/// exports on the embedded services by the version that the first deployments ran: the input and the answer
/// of each function, and the documents of the work folder.
class EarlierVersionTest {
    private static final List<String> RUNS = List.of("report", "online", "copy", "dry", "unfit");
    /// The types of the work folder's documents.
    private static final Map<String, JavaType> DOCUMENTS = Map.of(
            "job.json", type(Job.class),
            "estimate.json", type(KeptEstimate.class),
            "query.json", type(StartedQuery.class),
            "counted.json", type(CountedRows.class),
            "plan.json", type(Plan.class),
            "chunks.json", Json.STEPS.getTypeFactory().constructCollectionType(List.class, Chunk.class),
            "publishing.json", type("io.featurestore.steps.publish.PublishIntent"));
    /// Fields whose object is a map from names of columns.
    private static final Set<String> MAPS = Set.of("columns", "columnMapping");

    @TestFactory
    Stream<DynamicTest> everyStepReadsTheDocumentsOfTheEarlierVersion() {
        return RUNS.stream()
                .map(EarlierVersionTest::read)
                .flatMap(run -> Stream.concat(
                        elements(run.path("calls")).flatMap(EarlierVersionTest::ofCall),
                        run.path("documents").properties().stream()
                                .map(document -> reads(
                                        document.getKey(), document.getValue(), DOCUMENTS.get(document.getKey())))));
    }

    private static Stream<DynamicTest> ofCall(JsonNode call) {
        String function = call.path("function").asText();
        ObjectNode input = call.path("input").deepCopy();
        input.remove("executionId");
        DynamicTest reading = reads("the input of " + function, input, input(function));
        return function.endsWith("Chunk")
                ? Stream.of(reading, reads("the answer of " + function, call.path("answer"), type(ChunkReport.class)))
                : Stream.of(reading);
    }

    private static DynamicTest reads(String name, JsonNode document, JavaType type) {
        return DynamicTest.dynamicTest(name, () -> {
            assertContains(name, rewritten(document, type), document);
            assertContains(name, rewritten(withUnknownFields(document), type), document);
        });
    }

    private static JsonNode rewritten(JsonNode document, JavaType type) throws IOException {
        return Json.MAPPER.valueToTree(Json.STEPS.readValue(document.toString(), type));
    }

    /// Asserts that every field of the earlier document has the same value today.
    private static void assertContains(String path, JsonNode today, JsonNode earlier) {
        if (earlier.isObject()) {
            earlier.properties()
                    .forEach(field ->
                            assertContains(path + "/" + field.getKey(), today.path(field.getKey()), field.getValue()));
        } else if (earlier.isArray()) {
            assertThat(today).as(path).hasSize(earlier.size());
            for (int i = 0; i < earlier.size(); i++) {
                assertContains(path + "/" + i, today.path(i), earlier.path(i));
            }
        } else if (earlier.isNumber()) {
            assertThat(today.decimalValue()).as(path).isEqualByComparingTo(earlier.decimalValue());
        } else {
            assertThat(today).as(path).isEqualTo(earlier);
        }
    }

    private static JsonNode withUnknownFields(JsonNode document) {
        JsonNode copy = document.deepCopy();
        addTo(copy);
        return copy;
    }

    private static void addTo(JsonNode node) {
        node.properties().stream()
                .filter(field ->
                        !(MAPS.contains(field.getKey()) && field.getValue().isObject())
                                && !field.getKey().equals("request"))
                .forEach(field -> addTo(field.getValue()));
        elements(node).filter(JsonNode::isContainerNode).forEach(EarlierVersionTest::addTo);
        if (node instanceof ObjectNode object) {
            object.putObject("fieldOfALaterVersion").put("deep", 1);
        }
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.empty();
    }

    /// Returns the type of a handler's input.
    private static JavaType input(String function) {
        return type(EarlierVersionTest.class.getPackageName() + "." + function + "Handler")
                .findSuperType(JsonHandler.class)
                .containedType(0);
    }

    private static JavaType type(Class<?> type) {
        return Json.STEPS.constructType(type);
    }

    private static JavaType type(String name) {
        try {
            return type(Class.forName(name));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode read(String run) {
        try (InputStream in = EarlierVersionTest.class.getResourceAsStream("earlier/" + run + ".json")) {
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
