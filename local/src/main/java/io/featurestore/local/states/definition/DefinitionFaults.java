package io.featurestore.local.states.definition;

import java.util.LinkedHashSet;
import java.util.Set;

/** The faults of a definition, each with its place, such as {@code /States/Convert/Next}. */
final class DefinitionFaults {
    private final Set<String> found = new LinkedHashSet<>();

    void add(String place, String fault) {
        found.add((place.isEmpty() ? "/" : place) + ": " + fault);
    }

    /** Refuses a definition with faults, naming all of them. */
    void check() {
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", found));
        }
    }
}
