package io.featurestore.export.benchmarks.whole;

import java.util.Arrays;
import java.util.List;

/// Lists the phases of an export, each of which is one or more states of its state machine.
public enum Phase {
    CHECK("check and resolve", "#999999", "ValidateRequest", "ResolveTable"),
    QUERY("query, with the waits for it", "#e69f00", "StartQuery", "WaitForQuery", "PollQuery"),
    PLAN("plan", "#56b4e9", "PlanChunks"),
    MAP("map over the chunks", "#0072b2", "ConvertChunks"),
    FINALIZE("finalize", "#009e73", "FinalizeExport"),
    CLEAN("clean up", "#cc79a7", "RemoveWork"),
    /// Choice states, and the time between states.
    BETWEEN("between the states", "#000000");

    private final String label;
    private final String colour;
    private final List<String> states;

    Phase(String label, String colour, String... states) {
        this.label = label;
        this.colour = colour;
        this.states = List.of(states);
    }

    /// Returns its name in tables and plots.
    public String label() {
        return label;
    }

    /// Returns its colour in plots.
    public String colour() {
        return colour;
    }

    /// Returns the phase a state belongs to.
    public static Phase of(String state) {
        return Arrays.stream(values())
                .filter(phase -> phase.states.contains(state))
                .findFirst()
                .orElse(BETWEEN);
    }
}
