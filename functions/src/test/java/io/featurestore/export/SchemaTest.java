package io.featurestore.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.featurestore.sql.Selection;
import io.featurestore.sql.history.History;
import io.featurestore.steps.Json;
import io.featurestore.steps.estimate.CostLimits;
import io.featurestore.steps.work.Form;
import io.featurestore.steps.work.Quality;
import io.featurestore.steps.work.QuerySettings;
import io.featurestore.store.online.OnlineForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Checks the request schema, which people and tools read too.
class SchemaTest {
    private static final JsonNode SCHEMA = read();

    private final RequestSchema schema = new RequestSchema();

    private static JsonNode read() {
        try (InputStream in =
                SchemaTest.class.getResourceAsStream("/io/featurestore/export/events/export-request.schema.json")) {
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

    /// The record components whose field in the schema has another name.
    private static final Map<String, String> RENAMED = Map.of(
            "eventTimeFrom",
            "eventTimeRange",
            "eventTimeTo",
            "eventTimeRange",
            "outputLocation",
            "queryOutputLocation");

    @Test
    void isASchemaOfItsDraft() {
        assertThat(SCHEMA.path("$schema").asText()).isEqualTo(SchemaId.V202012);
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(SchemaLocation.of(SchemaId.V202012))
                        .validate(SCHEMA))
                .isEmpty();
    }

    /// Checks that the request record has every field of the schema. A missing one would be an option without
    /// effect.
    @Test
    void hasTheFieldsThatTheRequestHas() {
        TreeSet<String> components =
                new TreeSet<>(List.of("featureGroupName", "database", "dryRun", "onlineCompatible"));
        Stream.of(
                        Form.class,
                        Selection.class,
                        History.class,
                        OnlineForm.class,
                        QuerySettings.class,
                        CostLimits.class,
                        Quality.class)
                .flatMap(part -> Arrays.stream(part.getRecordComponents()))
                .map(RecordComponent::getName)
                .map(name -> RENAMED.getOrDefault(name, name))
                // The deployment sets it.
                .filter(name -> !name.equals("unloadFrom"))
                .forEach(components::add);
        assertThat(ExportRequest.class.getRecordComponents()).hasSize(10);
        assertThat(fields().map(Map.Entry::getKey)).containsExactlyInAnyOrderElementsOf(components);
    }

    @TestFactory
    Stream<DynamicTest> saysWhatEveryFieldMeans() {
        return fields().map(field -> DynamicTest.dynamicTest(field.getKey(), () -> assertThat(
                        field.getValue().path("description").asText())
                .endsWith(".")
                .hasSizeGreaterThan(10)));
    }

    @TestFactory
    Stream<DynamicTest> takesItsOwnExamplesDefaultsAndChoices() {
        return fields().map(field -> DynamicTest.dynamicTest(field.getKey(), () -> {
            JsonNode rule = field.getValue();
            Stream.of(rule.path("examples"), rule.path("enum"))
                    .forEach(values -> values.forEach(
                            value -> assertThat(schema.violations(request().set(field.getKey(), value)))
                                    .as(value.toString())
                                    .isEmpty()));
            if (rule.has("default")) {
                assertThat(schema.violations(request().set(field.getKey(), rule.get("default"))))
                        .isEmpty();
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
                assertThat(schema.violations(request().set(field.getKey(), value)))
                        .isNotEmpty()
                        .allMatch(violation -> violation.startsWith(field.getKey()));
            }
        }));
    }
}
