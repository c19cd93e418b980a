package io.featurestore.local.states.definition;

import java.util.LinkedHashSet;
import java.util.Set;

/// Collects the faults of a definition, each with its place, such as `/States/Convert/Next`.
final class DefinitionFaults {
    private final Set<String> found = new LinkedHashSet<>();

    void add(String place, String fault) {
        found.add((place.isEmpty() ? "/" : place) + ": " + fault);
    }

    /// Throws if there are faults.
    ///
    /// @throws IllegalArgumentException with one line for each fault
    void check() {
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", found));
        }
    }
}
