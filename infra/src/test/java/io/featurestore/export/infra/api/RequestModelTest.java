package io.featurestore.export.infra.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
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
        });
    }

    @Test
    void saysDraft4() {
        assertThat(model.path("$schema").asText()).isEqualTo("http://json-schema.org/draft-04/schema#");
    }

    /// The words of draft 4, less those that "Amazon API Gateway important notes for REST APIs" calls unsupported:
    /// `exclusiveMinimum`, `default`, `discriminator`, `example`, `nullable`, `readOnly`, and `oneOf`, `anyOf` and
    /// `allOf` with references
    /// (docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html).
    @Test
    void usesNoWordThatApiGatewayDoesNotSupport() {
        Set<String> supported = Set.of(
                "$schema",
                "title",
                "description",
                "type",
                "enum",
                "properties",
                "additionalProperties",
                "required",
                "minProperties",
                "maxProperties",
                "items",
                "minItems",
                "maxItems",
                "minLength",
                "maxLength",
                "pattern",
                "minimum",
                "maximum");
        assertThat(supported).containsAll(words(model));
        assertThat(words(RequestModel.of("{\"properties\": {\"a\": {\"exclusiveMinimum\": 3, \"default\": 4, "
                        + "\"nullable\": true, \"readOnly\": true, \"$ref\": \"#/$defs/x\", \"oneOf\": [{\"type\": \"string\"}]}}}")))
                .containsExactlyInAnyOrder("$schema", "properties", "minimum");
    }

    /// Returns the keywords of a schema, without the names of properties.
    private static TreeSet<String> words(JsonNode schema) {
        TreeSet<String> words = new TreeSet<>();
        schema.properties().forEach(field -> {
            words.add(field.getKey());
            if (field.getKey().equals("properties")) {
                field.getValue().forEach(property -> words.addAll(words(property)));
            } else if (field.getValue().isObject()) {
                words.addAll(words(field.getValue()));
            }
        });
        return words;
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
