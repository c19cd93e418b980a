package io.featurestore.local.states.definition;

import java.util.Map;

/**
 * States and where they begin: a machine, a branch, an item processor.
 *
 * @param states by name, in the order of the definition
 */
public record Flow(String startAt, Map<String, State> states) {
    public State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalStateException("a checked definition has the state " + name);
        }
        return state;
    }
}
