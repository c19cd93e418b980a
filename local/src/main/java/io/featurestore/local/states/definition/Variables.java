package io.featurestore.local.states.definition;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import io.featurestore.local.states.expression.StatesLimits;

/** The rules of variables: docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html. */
final class Variables {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*");

    private Variables() {}

    /** Returns the variables a state assigns, in whatever way it ends. */
    static Set<String> assigned(JsonNode state) {
        Set<String> names = new HashSet<>();
        state.path("Assign").fieldNames().forEachRemaining(names::add);
        for (String list : new String[]{"Choices", "Catch"}) {
            state.path(list).forEach(rule -> rule.path("Assign").fieldNames().forEachRemaining(names::add));
        }
        return names;
    }

    /** Notes names that are none, and those of a scope services. */
    static void check(DefinitionFields state, Set<String> taken) {
        for (String name : assigned(state.node())) {
            if (!NAME.matcher(name).matches() || name.length() > StatesLimits.NAME_CHARACTERS || name.equals("states")) {
                state.fault("Assign/" + name, "no name of a variable");
            } else if (taken.contains(name)) {
                state.fault("Assign/" + name, "a variable of the flow around has this name");
            }
        }
    }
}
