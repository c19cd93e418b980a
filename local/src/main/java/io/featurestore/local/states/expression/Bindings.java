package io.featurestore.local.states.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Holds the names that the expressions of a state can use: `$states` and the variables.
///
/// @param input the state's input
/// @param states `$states`, as JSONata expects it
/// @param scoped the variables, as JSONata expects them
public record Bindings(JsonNode input, Map<String, Object> states, Map<String, Object> scoped) {
    public static Bindings of(JsonNode input, ObjectNode context, Scope scope) {
        Map<String, Object> states = new HashMap<>();
        states.put("input", Values.toJava(input));
        states.put("context", Values.toJava(context));
        return new Bindings(input, states, scope.visible());
    }

    public Bindings result(JsonNode result) {
        return with("result", Values.toJava(result));
    }

    public Bindings error(StateFailure failure) {
        return with("errorOutput", Values.toJava(failure.output()));
    }

    /// Returns a copy with one more field in `$states.context`. The other values are shared, not converted again.
    public Bindings context(String field, JsonNode value) {
        Map<Object, Object> context = new LinkedHashMap<>();
        if (states.get("context") instanceof Map<?, ?> known) {
            context.putAll(known);
        }
        context.put(field, Values.toJava(value));
        return with("context", context);
    }

    public Map<String, Object> variables() {
        Map<String, Object> variables = new HashMap<>(scoped);
        variables.put("states", states);
        return variables;
    }

    private Bindings with(String field, Object value) {
        Map<String, Object> changed = new HashMap<>(states);
        changed.put(field, value);
        return new Bindings(input, changed, scoped);
    }
}
