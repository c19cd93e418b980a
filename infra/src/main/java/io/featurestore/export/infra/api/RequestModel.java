package io.featurestore.export.infra.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/// Converts the request's schema to a model of API Gateway: JSON Schema draft 4, with the keywords that API Gateway
/// supports (docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html). It does not support
/// `exclusiveMinimum` and `default`
/// (docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html). The function ValidateRequest
/// checks the rules that are left out.
public final class RequestModel {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String DRAFT_4 = "http://json-schema.org/draft-04/schema#";
    /// Keywords that are taken over.
    private static final Set<String> SUPPORTED = Set.of(
            "title",
            "description",
            "type",
            "enum",
            "properties",
            "patternProperties",
            "additionalProperties",
            "required",
            "minProperties",
            "maxProperties",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum",
            "multipleOf");
    /// Keywords whose objects have names as keys, not keywords.
    private static final Set<String> NAMES = Set.of("properties", "patternProperties");

    private RequestModel() {}

    /// Returns the schema in draft 4.
    public static ObjectNode of(String schema) {
        try {
            ObjectNode model = MAPPER.createObjectNode().put("$schema", DRAFT_4);
            return model.setAll((ObjectNode) older(MAPPER.readTree(schema)));
        } catch (IOException e) {
            throw new UncheckedIOException("the request's schema", e);
        }
    }

    private static JsonNode older(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = MAPPER.createArrayNode();
            array.forEach(element -> copy.add(older(element)));
            return copy;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        ObjectNode copy = MAPPER.createObjectNode();
        object.properties().forEach(field -> {
            String word = field.getKey();
            if (NAMES.contains(word) && field.getValue() instanceof ObjectNode names) {
                ObjectNode inner = copy.putObject(word);
                names.properties().forEach(name -> inner.set(name.getKey(), older(name.getValue())));
            } else if (word.equals("exclusiveMinimum") && field.getValue().isNumber()) {
                copy.set("minimum", field.getValue());
            } else if (SUPPORTED.contains(word)) {
                copy.set(word, older(field.getValue()));
            }
        });
        return copy;
    }
}
