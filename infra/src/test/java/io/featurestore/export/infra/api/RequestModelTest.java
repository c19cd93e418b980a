package io.featurestore.export.infra.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RequestModelTest {
    private final String schema = schema();
    private final JsonNode model = RequestModel.of(schema);

    @Test
    void keepsEveryFieldAndItsRules() throws Exception {
        JsonNode original = new JsonMapper().readTree(schema);
        assertThat(model.path("required")).isEqualTo(original.path("required"));
        assertThat(model.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(names(model.path("properties"))).isEqualTo(names(original.path("properties")));
        original.path("properties").properties().forEach(field -> {
            for (String rule : new String[] {"type", "pattern", "enum", "maximum", "minLength", "maxLength"}) {
                assertThat(model.path("properties").path(field.getKey()).path(rule))
                        .as(field.getKey() + "." + rule)
                        .isEqualTo(field.getValue().path(rule));
            }
            JsonNode excluded = field.getValue().path("exclusiveMinimum");
            JsonNode own = model.path("properties").path(field.getKey());
            assertThat(own.path("minimum"))
                    .isEqualTo(excluded.isMissingNode() ? field.getValue().path("minimum") : excluded);
            assertThat(own.path("exclusiveMinimum").asBoolean(false)).isEqualTo(!excluded.isMissingNode());
        });
    }

    @Test
    void saysDraft4AndUsesNoLaterWord() {
        assertThat(model.path("$schema").asText()).isEqualTo("http://json-schema.org/draft-04/schema#");
        assertThat(model.findValues("examples")).isEmpty();
        assertThat(model.findValues("propertyNames")).isEmpty();
        assertThat(model.findValues("$defs")).isEmpty();
    }

    @Test
    void takesAFieldNamedAsAWordOfALaterDraftForAField() {
        assertThat(RequestModel.of("{\"properties\": {\"examples\": {\"type\": \"string\", \"examples\": [1]}}}")
                        .path("properties")
                        .toString())
                .isEqualTo("{\"examples\":{\"type\":\"string\"}}");
    }

    private static TreeSet<String> names(JsonNode object) {
        TreeSet<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String schema() {
        try (InputStream in = RequestModelTest.class.getResourceAsStream(
                "/io/featurestore/export/events/export-request.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
