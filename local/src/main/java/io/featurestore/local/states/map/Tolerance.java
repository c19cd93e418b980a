package io.featurestore.local.states.map;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.states.definition.State;
import io.featurestore.local.states.expression.Bindings;
import io.featurestore.local.states.expression.FieldValues;
import io.featurestore.local.states.expression.StateFailure;
import org.jspecify.annotations.Nullable;

/// Holds how many items of a distributed map may fail. The map fails if either limit is exceeded.
public record Tolerance(@Nullable Integer count, @Nullable Double percentage) {
    public static Tolerance of(State.Distributed map, Bindings bindings) {
        Integer count = map.toleratedCount() == null
                ? null
                : FieldValues.integer(
                        "ToleratedFailureCount", map.toleratedCount().evaluate(bindings), 0, Integer.MAX_VALUE);
        return new Tolerance(
                count,
                map.toleratedPercentage() == null
                        ? null
                        : percentage(map.toleratedPercentage().evaluate(bindings)));
    }

    private static double percentage(JsonNode value) {
        if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 100) {
            throw new StateFailure(
                    StateFailure.QUERY_EVALUATION,
                    "The field 'ToleratedFailurePercentage' is " + value + ", which is not a number of 0 to 100.");
        }
        return value.doubleValue();
    }

    public boolean exceeded(long failed, long total) {
        if (count == null && percentage == null) {
            return failed > 0;
        }
        return (count != null && failed > count) || (percentage != null && failed * 100.0 > percentage * total);
    }
}
