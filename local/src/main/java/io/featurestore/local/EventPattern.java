package io.featurestore.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/// Selects events as an EventBridge rule does. Of the comparison operators, equality, `anything-but` with a
/// list, `exists` and `$or` are served
/// (docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).
public final class EventPattern {
    private static final String OR = "$or";
    private static final String ANYTHING_BUT = "anything-but";
    private static final String EXISTS = "exists";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode pattern;

    private EventPattern(JsonNode pattern) {
        this.pattern = pattern;
    }

    /// Reads a pattern.
    ///
    /// @param json the pattern, such as `{"detail": {"status": ["ABORTED"]}}`
    /// @throws IllegalArgumentException if the text is not a pattern, or uses an operator that is not served
    public static EventPattern of(String json) {
        try {
            JsonNode pattern = MAPPER.readTree(json);
            check(pattern);
            return new EventPattern(pattern);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The event pattern is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void check(JsonNode pattern) {
        if (!pattern.isObject()) {
            throw new IllegalArgumentException("An event pattern is an object of fields, not " + pattern);
        }
        pattern.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (field.getKey().equals(OR)) {
                value.forEach(EventPattern::check);
            } else if (value.isObject()) {
                check(value);
            } else if (!value.isArray() || value.isEmpty()) {
                throw new IllegalArgumentException("The field '" + field.getKey() + "' needs a list of values");
            } else {
                value.forEach(EventPattern::checkOperator);
            }
        });
    }

    private static void checkOperator(JsonNode value) {
        boolean served = !value.isObject()
                || value.size() == 1
                        && (value.path(ANYTHING_BUT).isArray()
                                || value.path(EXISTS).isBoolean());
        if (!served) {
            throw new IllegalArgumentException("The comparison " + value + " is not served");
        }
    }

    /// Returns whether the event matches: each field of the pattern, and one of the alternatives of each
    /// `$or`.
    public boolean matches(JsonNode event) {
        return matches(pattern, event);
    }

    private static boolean matches(JsonNode pattern, JsonNode event) {
        for (Map.Entry<String, JsonNode> field : pattern.properties()) {
            JsonNode wanted = field.getValue();
            boolean matches = field.getKey().equals(OR)
                    ? any(wanted, alternative -> matches(alternative, event))
                    : wanted.isObject()
                            ? matches(wanted, event.path(field.getKey()))
                            : any(wanted, value -> fits(value, event.path(field.getKey())));
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    private static boolean any(JsonNode list, Predicate<JsonNode> test) {
        return StreamSupport.stream(list.spliterator(), false).anyMatch(test);
    }

    private static boolean fits(JsonNode wanted, JsonNode actual) {
        if (wanted.has(EXISTS)) {
            return wanted.path(EXISTS).booleanValue() == !actual.isMissingNode();
        }
        if (wanted.has(ANYTHING_BUT)) {
            return !actual.isMissingNode() && !any(wanted.path(ANYTHING_BUT), actual::equals);
        }
        return wanted.equals(actual);
    }
}
