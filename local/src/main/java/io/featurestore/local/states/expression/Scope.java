package io.featurestore.local.states.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds the variables of a flow. Branches and inline iterations can read the outer variables but assign only
/// their own.
public final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Object> variables = new HashMap<>();

    private Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    public static Scope empty() {
        return new Scope(null);
    }

    public Scope inner() {
        return new Scope(this);
    }

    public void assign(JsonNode values) {
        values.properties().forEach(value -> variables.put(value.getKey(), Values.toJava(value.getValue())));
    }

    /// Returns all variables that are visible in this scope, as JSONata expects them.
    Map<String, Object> visible() {
        Map<String, Object> all = outer == null ? new HashMap<>() : outer.visible();
        all.putAll(variables);
        return all;
    }
}
