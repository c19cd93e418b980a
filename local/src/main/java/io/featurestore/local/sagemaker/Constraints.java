package io.featurestore.local.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.http.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Checks the constraints that a service model puts on a request: required members, lengths, patterns and sets of
/// values. As in AWS, one error lists all violations. Each names the path of the member in lower camel case
/// ({@code featureDefinitions.1.member.featureName}). [#check()] throws the error.
public final class Constraints {
    /// The constraints on a text.
    ///
    /// @param min the least number of characters
    /// @param max the greatest number of characters
    /// @param pattern the pattern that the text must match; empty for any text
    /// @param values the values that are allowed; empty for any text
    public record Text(int min, int max, Optional<Pattern> pattern, List<String> values) {
        /// Returns constraints on the length and the pattern.
        public static Text like(int min, int max, String pattern) {
            return new Text(min, max, Optional.of(Pattern.compile(pattern)), List.of());
        }

        /// Returns constraints on the length.
        public static Text of(int min, int max) {
            return new Text(min, max, Optional.empty(), List.of());
        }

        /// Returns a constraint to a set of values.
        public static Text oneOf(String... values) {
            return new Text(0, Integer.MAX_VALUE, Optional.empty(), List.of(values));
        }
    }

    private final String code;
    private final List<String> violations = new ArrayList<>();

    /// Creates a check without violations.
    ///
    /// @param code the error code of [#check()]
    public Constraints(String code) {
        this.code = code;
    }

    /// Records a violation if a member is missing. Returns whether the member exists.
    public boolean required(JsonNode parent, String path, String field) {
        if (parent.hasNonNull(field)) {
            return true;
        }
        violations.add(
                "Value null at '" + member(path, field) + "' failed to satisfy constraint: Member must not be null");
        return false;
    }

    /// Checks an optional text and returns it.
    public Optional<String> text(JsonNode parent, String path, String field, Text rule) {
        JsonNode node = parent.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw new ServiceException(400, "SerializationException", member(path, field) + " is not a string");
        }
        String value = node.textValue();
        check(value, member(path, field), rule);
        return Optional.of(value);
    }

    /// Checks a required text and returns it, or empty if it is missing.
    public Optional<String> requiredText(JsonNode parent, String path, String field, Text rule) {
        return required(parent, path, field) ? text(parent, path, field, rule) : Optional.empty();
    }

    /// Checks an optional integer.
    public void number(JsonNode parent, String path, String field, long min, long max) {
        JsonNode node = parent.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return;
        }
        if (!node.isIntegralNumber()) {
            throw new ServiceException(400, "SerializationException", member(path, field) + " is not a number");
        }
        if (node.longValue() < min) {
            fail(node.asText(), member(path, field), "Member must have value greater than or equal to " + min);
        } else if (node.longValue() > max) {
            fail(node.asText(), member(path, field), "Member must have value less than or equal to " + max);
        }
    }

    /// Checks the size of an optional list and returns its elements.
    public List<JsonNode> list(JsonNode parent, String path, String field, int min, int max) {
        JsonNode node = parent.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw new ServiceException(400, "SerializationException", member(path, field) + " is not a list");
        }
        if (node.size() < min) {
            fail("[]", member(path, field), "Member must have length greater than or equal to " + min);
        } else if (node.size() > max) {
            fail(
                    "[" + node.size() + " elements]",
                    member(path, field),
                    "Member must have length less than or equal to " + max);
        }
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        return elements;
    }

    /// Checks one text, such as an element of a list or a part of a path.
    public void check(String value, String path, Text rule) {
        int length = value.codePointCount(0, value.length());
        if (length < rule.min()) {
            fail(value, path, "Member must have length greater than or equal to " + rule.min());
        }
        if (length > rule.max()) {
            fail(value, path, "Member must have length less than or equal to " + rule.max());
        }
        rule.pattern()
                .filter(pattern -> !pattern.matcher(value).matches())
                .ifPresent(pattern ->
                        fail(value, path, "Member must satisfy regular expression pattern: " + pattern.pattern()));
        if (!rule.values().isEmpty() && !rule.values().contains(value)) {
            fail(value, path, "Member must satisfy enum value set: " + rule.values());
        }
    }

    /// Throws an error if there are violations.
    ///
    /// @throws ServiceException with status 400 and a message that names every violation
    public void check() {
        if (!violations.isEmpty()) {
            throw new ServiceException(
                    400,
                    code,
                    violations.size() + " validation error" + (violations.size() == 1 ? "" : "s") + " detected: "
                            + String.join("; ", violations));
        }
    }

    private void fail(String value, String path, String constraint) {
        // A value can be as long as a request, so the error shows only its beginning.
        String shown = value.length() <= 200 ? value : value.substring(0, 200) + "…";
        violations.add("Value '" + shown + "' at '" + path + "' failed to satisfy constraint: " + constraint);
    }

    private static String member(String path, String field) {
        String name = Character.toLowerCase(field.charAt(0)) + field.substring(1);
        return path.isEmpty() ? name : path + "." + name;
    }
}
