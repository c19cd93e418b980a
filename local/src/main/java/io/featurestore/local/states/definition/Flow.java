package io.featurestore.local.states.definition;

import java.util.Map;

/// Holds states and the name of the first one. A state machine, a branch and an item processor each have a flow.
///
/// @param states the states by name, in the order of the definition
public record Flow(String startAt, Map<String, State> states) {
    public State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalStateException("A checked definition must have the state " + name);
        }
        return state;
    }
}
