package io.featurestore.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.featurestore.records.text.Spelling;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Checks requests against the JSON Schema, and describes violations in sentences for a person.
final class RequestSchema {
    private static final String RESOURCE = "/io/featurestore/export/events/export-request.schema.json";
    private static final String PROPERTIES = "properties";
    private static final String EXPECTED_COLUMN = "expect.columns.";
    private static final int SHOWN = 120;

    private final JsonSchema schema;
    private final JsonNode document;
    private final Set<String> fields;

    RequestSchema() {
        try (InputStream in = RequestSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            document = Json.MAPPER.readTree(in);
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(document);
            fields = fields(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns all violations. Each is one sentence that names the field and its value.
    List<String> violations(JsonNode request) {
        if (!request.isObject()) {
            return List.of("The request is not a JSON object but " + shown(request)
                    + "; send one such as {\"featureGroupName\": \"customers\"}.");
        }
        return schema.validate(request).stream()
                .sorted(Comparator.comparing(
                                (ValidationMessage m) -> m.getInstanceLocation().toString())
                        .thenComparing(m -> String.valueOf(m.getProperty())))
                .map(m -> sentence(m, request))
                .distinct()
                .toList();
    }

    private String sentence(ValidationMessage message, JsonNode request) {
        String field = field(message);
        JsonNode value = message.getInstanceNode();
        JsonNode rule = message.getSchemaNode();
        return switch (message.getType()) {
            case "required" -> message.getProperty() + " is missing; it says which feature group to export.";
            case "additionalProperties" -> unknownField(field, message.getProperty());
            case "type" ->
                field + " must be " + article(rule) + ", not " + shown(value)
                        + (value.isNull() ? "; a field without a value is left out." : ".");
            case "enum" -> field + " is " + shown(value) + "; it must be one of " + words(rule) + ".";
            case "pattern" -> field + " is " + shown(value) + ", which does not have the form " + form(field) + ".";
            case "minimum" -> field + " is " + shown(value) + "; the minimum is " + rule.asText() + ".";
            case "maximum" -> field + " is " + shown(value) + "; the maximum is " + rule.asText() + ".";
            case "exclusiveMinimum" ->
                field + " is " + shown(value) + "; it must be greater than " + rule.asText() + ".";
            case "minLength" -> field + " is empty.";
            case "maxLength" ->
                field + " has " + value.asText().length() + " characters; the maximum is " + rule.asText() + ".";
            case "minItems", "minProperties" -> field + " is empty; leave it out instead.";
            case "maxItems", "maxProperties" ->
                field + " has " + value.size() + " entries; the maximum is " + rule.asText() + ".";
            default ->
                (field.isEmpty() ? "The request" : field) + ": " + Spelling.shorten(message.getError(), SHOWN) + " ("
                        + shown(value.isMissingNode() ? request : value) + ").";
        };
    }

    private String unknownField(String parent, String name) {
        Set<String> known = parent.isEmpty() ? fields : fields(parentSchema(parent));
        return "'" + Spelling.shorten(name, SHOWN) + "' is not a field of " + (parent.isEmpty() ? "a request" : parent)
                + Spelling.nearest(name, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse(parent.isEmpty() ? "; leave it out." : ", which has " + String.join(", ", known) + ".");
    }

    private JsonNode parentSchema(String parent) {
        return parent.startsWith(EXPECTED_COLUMN)
                ? document.at("/properties/expect/properties/columns/additionalProperties")
                : document.path(PROPERTIES).path(parent);
    }

    private static String field(ValidationMessage message) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
            Object element = message.getInstanceLocation().getElement(i);
            if (element instanceof Integer) {
                path.append('[').append(element).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(element);
            }
        }
        return path.toString();
    }

    private static Set<String> fields(JsonNode schema) {
        Set<String> names = new TreeSet<>();
        schema.path(PROPERTIES).fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String form(String field) {
        return switch (field) {
            case "featureGroupName" -> "of a feature group's name (letters, digits, - and _, at most 64) or ARN";
            case "output" -> "s3://bucket/key or s3://bucket/prefix/";
            case "queryOutputLocation" -> "s3://bucket/prefix/ (ends in /)";
            case "asOf", "eventTimeRange.from", "eventTimeRange.to" -> "2026-01-31 or 2026-01-31T12:00:00Z (ISO-8601)";
            case "expect.freshWithin" -> "PT24H (an ISO-8601 duration)";
            case "workgroup" -> "of a work group's name (letters, digits, dots, - and _, at most 128)";
            default -> "that is asked for";
        };
    }

    private static String article(JsonNode types) {
        if (!types.isArray()) {
            return article(types.asText());
        }
        List<String> articles = new ArrayList<>();
        types.forEach(type -> articles.add(article(type.asText())));
        return String.join(" or ", articles);
    }

    private static String article(String type) {
        return switch (type) {
            case "integer" -> "a whole number";
            case "array" -> "a list";
            case "object" -> "an object";
            case "string" -> "text";
            case "boolean" -> "true or false";
            default -> "a " + type;
        };
    }

    private static String words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(n -> words.add(n.asText()));
        return String.join(", ", words);
    }

    private static String shown(JsonNode value) {
        return Spelling.shorten(value.isTextual() ? "'" + value.asText() + "'" : value.toString(), SHOWN);
    }
}
