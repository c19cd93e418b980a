package io.featurestore.local.states.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.states.expression.StatesLimits;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Checks the rules for variables: docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html.
final class Variables {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*");

    private Variables() {}

    /// Returns the variables that a state assigns, including those of its choices and catchers.
    static Set<String> assigned(JsonNode state) {
        Set<String> names = new HashSet<>();
        state.path("Assign").fieldNames().forEachRemaining(names::add);
        for (String list : new String[] {"Choices", "Catch"}) {
            state.path(list).forEach(rule -> rule.path("Assign").fieldNames().forEachRemaining(names::add));
        }
        return names;
    }

    /// Records a fault for each invalid variable name and each name that an outer scope already uses.
    static void check(DefinitionFields state, Set<String> taken) {
        for (String name : assigned(state.node())) {
            if (!NAME.matcher(name).matches()
                    || name.length() > StatesLimits.NAME_CHARACTERS
                    || name.equals("states")) {
                state.fault("Assign/" + name, "is not a valid name of a variable");
            } else if (taken.contains(name)) {
                state.fault("Assign/" + name, "an outer flow has a variable with this name");
            }
        }
    }
}
