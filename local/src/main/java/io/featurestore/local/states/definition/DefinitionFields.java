package io.featurestore.local.states.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the fields of one object of a definition and records each fault with its place.
record DefinitionFields(JsonNode node, String place, DefinitionFaults faults) {
    private static final JsonNode MISSING = JsonNodeFactory.instance.missingNode();

    /// Records a fault for each field that is not among the allowed ones.
    void only(String owner, Set<String> allowed) {
        node.fieldNames().forEachRemaining(field -> {
            if (!allowed.contains(field)) {
                fault(field, "is not a served field of " + owner);
            }
        });
    }

    boolean has(String field) {
        return node.has(field);
    }

    void fault(String field, String message) {
        faults.add(at(field), message);
    }

    String at(String field) {
        return place + "/" + field;
    }

    Optional<String> text(String field) {
        JsonNode value = node.path(field);
        if (value.isTextual() && !value.textValue().isEmpty()) {
            return Optional.of(value.textValue());
        }
        if (!value.isMissingNode()) {
            fault(field, "must be a text");
        }
        return Optional.empty();
    }

    /// Returns a required text. If it is missing, records a fault and returns an empty text.
    String required(String field) {
        if (!has(field)) {
            fault(field, "is missing");
        }
        return text(field).orElse("");
    }

    /// Records a fault unless the text is one of the served values. An empty text is accepted.
    void expect(String field, String value, Set<String> served) {
        if (!value.isEmpty() && !served.contains(value)) {
            fault(field, "'" + value + "' is not served; use one of " + served);
        }
    }

    @Nullable
    Template template(String field) {
        return has(field) ? Template.read(node.path(field), at(field), faults) : null;
    }

    Template requiredTemplate(String field) {
        if (!has(field)) {
            fault(field, "is missing");
        }
        return Template.read(node.path(field), at(field), faults);
    }

    /// Returns an object whose values may be expressions, or null if the field is missing.
    @Nullable
    Template objectTemplate(String field) {
        if (has(field) && !node.path(field).isObject()) {
            fault(field, "must be an object");
        }
        return template(field);
    }

    /// Returns a text or an expression that gives one, or null if the field is missing.
    @Nullable
    Template textTemplate(String field) {
        if (has(field) && !node.path(field).isTextual()) {
            fault(field, "must be a text");
        }
        return template(field);
    }

    /// Returns an integer in a range or an expression that gives one, or null if the field is missing.
    @Nullable
    Template integerTemplate(String field, int min, int max) {
        Template template = template(field);
        if (template instanceof Template.Literal(JsonNode value)
                && !(value.isIntegralNumber() && value.longValue() >= min && value.longValue() <= max)) {
            fault(field, "must be an integer of " + min + " to " + max + " or an expression");
        }
        return template;
    }

    int integer(String field, int otherwise, int min, int max) {
        return (int) number(field, otherwise, min, max, true);
    }

    double number(String field, double otherwise, double min, double max, boolean whole) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return otherwise;
        }
        boolean kind = whole ? value.isIntegralNumber() : value.isNumber();
        if (!kind || value.doubleValue() < min || value.doubleValue() > max) {
            fault(field, "must be " + (whole ? "an integer" : "a number") + " of " + (long) min + " to " + (long) max);
            return otherwise;
        }
        return value.doubleValue();
    }

    Optional<DefinitionFields> object(String field) {
        JsonNode value = node.path(field);
        if (!value.isMissingNode() && !value.isObject()) {
            fault(field, "must be an object");
        }
        return value.isObject() ? Optional.of(new DefinitionFields(value, at(field), faults)) : Optional.empty();
    }

    /// Returns a required object. If it is missing, records a fault and returns an object without fields.
    DefinitionFields requiredObject(String field) {
        if (!has(field)) {
            fault(field, "is missing");
        }
        return object(field).orElse(new DefinitionFields(MISSING, at(field), faults));
    }

    /// Returns the objects of an array. An array that exists must not be empty.
    List<DefinitionFields> objects(String field) {
        JsonNode array = node.path(field);
        if (!array.isMissingNode() && (!array.isArray() || array.isEmpty())) {
            fault(field, "must be an array that is not empty");
        }
        List<DefinitionFields> objects = new ArrayList<>();
        for (int i = 0; array.isArray() && i < array.size(); i++) {
            if (array.get(i).isObject()) {
                objects.add(new DefinitionFields(array.get(i), at(field) + "/" + i, faults));
            } else {
                fault(field + "/" + i, "must be an object");
            }
        }
        return objects;
    }
}
