package io.featurestore.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// Rejects unpaired surrogates and non-finite numbers in a request. JSON allows them, but they would be written
/// as a question mark or an infinity.
final class TextRules {
    private TextRules() {}

    /// Returns a sentence about the first such text or number of a document; empty if there is none.
    static Optional<String> in(JsonNode document) {
        if (document.isTextual()) {
            return text(document.textValue());
        }
        if (document.isDouble() && !Double.isFinite(document.doubleValue())) {
            return Optional.of(
                    "The request holds a number beyond 1.8E308, which no field accepts; write a smaller one.");
        }
        for (var field : document.properties()) {
            Optional<String> reason = text(field.getKey());
            if (reason.isPresent()) {
                return reason;
            }
        }
        for (JsonNode child : document) {
            Optional<String> reason = in(child);
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(String text) {
        boolean half = text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        return half
                ? Optional.of(
                        "The request holds half a surrogate pair, which is no character; correct the escapes from "
                                + "\\ud800 to \\udfff in it.")
                : Optional.empty();
    }
}
