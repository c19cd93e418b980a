package io.featurestore.local.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// Returns pages of a list. A token is the position of the next element.
record Pages<T>(List<T> elements, int size) {
    record Page<T>(List<T> elements, Optional<String> nextToken) {}

    Page<T> at(JsonNode token) {
        int start = start(token);
        int end = Math.min(elements.size(), start + size);
        return new Page<>(
                elements.subList(start, end),
                end < elements.size() ? Optional.of(Integer.toString(end)) : Optional.empty());
    }

    private int start(JsonNode token) {
        String text = token.asText("");
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > elements.size()) {
            throw FeatureGroupLimits.invalid("The NextToken " + text + " does not belong to this list.");
        }
        return Integer.parseInt(text);
    }
}
