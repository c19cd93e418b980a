package io.featurestore.export.request;

import com.fasterxml.jackson.databind.JsonNode;

/** What JSON's escapes can say, but no text in UTF-8 can hold. */
final class Texts {
    private Texts() {}

    /** Returns whether all texts and names in a document are whole characters: half a pair would go out as a question mark. */
    static boolean areWhole(JsonNode document) {
        if (document.isTextual()) {
            return isWhole(document.textValue());
        }
        for (var field : document.properties()) {
            if (!isWhole(field.getKey())) {
                return false;
            }
        }
        for (JsonNode child : document) {
            if (!areWhole(child)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhole(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
