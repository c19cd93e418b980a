package io.featurestore.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.featurestore.steps.Json;

/** The schema is read by people and by tools, as much as by the function that checks requests. */
class SchemaTest {
    private static final JsonNode SCHEMA = read();

    private final RequestSchema schema = new RequestSchema();

    private static JsonNode read() {
        try (InputStream in = SchemaTest.class.getResourceAsStream(
                "/io/featurestore/export/events/export-request.schema.json")) {
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode request() {
        return Json.MAPPER.createObjectNode().put("featureGroupName", "customers");
    }

    private static Stream<Map.Entry<String, JsonNode>> fields() {
        return SCHEMA.path("properties").properties().stream();
    }

    @Test
    void isASchemaOfItsDraft() {
        assertThat(SCHEMA.path("$schema").asText()).isEqualTo(SchemaId.V202012);
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of(SchemaId.V202012))
                .validate(SCHEMA)).isEmpty();
    }

    /** What the schema takes and the request does not hold would be an option that does nothing. */
    @Test
    void hasTheFieldsThatTheRequestHas() {
        TreeSet<String> components = new TreeSet<>();
        Arrays.stream(ExportRequest.class.getRecordComponents()).map(RecordComponent::getName).map(name -> name
                .startsWith("eventTimeFrom") || name.startsWith("eventTimeTo") ? "eventTimeRange" : name).forEach(
                        components::add);
        assertThat(fields().map(Map.Entry::getKey)).containsExactlyInAnyOrderElementsOf(components);
    }

    @TestFactory
    Stream<DynamicTest> saysWhatEveryFieldMeans() {
        return fields().map(field -> DynamicTest.dynamicTest(field.getKey(), () -> assertThat(field.getValue().path(
                "description").asText()).endsWith(".").hasSizeGreaterThan(10)));
    }

    @TestFactory
    Stream<DynamicTest> takesItsOwnExamplesDefaultsAndChoices() {
        return fields().map(field -> DynamicTest.dynamicTest(field.getKey(), () -> {
            JsonNode rule = field.getValue();
            Stream.of(rule.path("examples"), rule.path("enum")).forEach(values -> values.forEach(value -> assertThat(
                    schema.violations(request().set(field.getKey(), value))).as(value.toString()).isEmpty()));
            if (rule.has("default")) {
                assertThat(schema.violations(request().set(field.getKey(), rule.get("default")))).isEmpty();
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryOtherType() {
        return fields().map(field -> DynamicTest.dynamicTest(field.getKey(), () -> {
            JsonNode other = field.getValue().path("type").asText().equals("string")
                    ? Json.MAPPER.createObjectNode()
                    : Json.MAPPER.createArrayNode().add(1);
            for (JsonNode value : List.of(other, NullNode.instance)) {
                assertThat(schema.violations(request().set(field.getKey(), value))).isNotEmpty().allMatch(
                        violation -> violation.startsWith(field.getKey()));
            }
        }));
    }

}
