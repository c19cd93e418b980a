package io.featurestore.local.states.expression;

import com.fasterxml.jackson.databind.JsonNode;

/// Checks the values that the fields of a state have after their expressions were evaluated.
public final class FieldValues {
    private FieldValues() {}

    /// Returns a field's value as text.
    ///
    /// @throws StateFailure `States.QueryEvaluationError` if it is not a text
    public static String text(String field, JsonNode value) {
        if (!value.isTextual()) {
            throw new StateFailure(
                    StateFailure.QUERY_EVALUATION, "The field '" + field + "' is " + value + ", which is not a text.");
        }
        return value.textValue();
    }

    /// Returns a field's value as an integer in a range, both ends included.
    ///
    /// @throws StateFailure `States.QueryEvaluationError` if it is anything else
    public static int integer(String field, JsonNode value, int min, int max) {
        if (!value.isIntegralNumber() || value.longValue() < min || value.longValue() > max) {
            throw new StateFailure(
                    StateFailure.QUERY_EVALUATION,
                    "The field '" + field + "' is " + value + ", which is not an integer of " + min + " to " + max
                            + ".");
        }
        return value.intValue();
    }
}
