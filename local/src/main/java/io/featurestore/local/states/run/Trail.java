package io.featurestore.local.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.definition.State;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StateFailure;

/// Writes the history events of one sequence of states. Each event names the one before it. Not thread-safe.
final class Trail {
    /// Receives the events.
    interface Log {
        /// Adds an event.
        ///
        /// @param previous the id of the previous event in this sequence, or 0 if there is none
        /// @param detailsField the field that holds the details; empty means no details
        /// @param milestone whether the history should be stored now
        /// @return the event's id
        long add(long previous, String type, String detailsField, ObjectNode details, boolean milestone);
    }

    /// Drops all events. The children of a distributed map use it.
    private static final Log NONE = (previous, type, field, details, milestone) -> 0;

    private final Log log;
    private final boolean main;
    private long last;

    private Trail(Log log, long last, boolean main) {
        this.log = log;
        this.last = last;
        this.main = main;
    }

    static Trail of(Log log) {
        return new Trail(log, 0, true);
    }

    static Trail none() {
        return new Trail(NONE, 0, false);
    }

    /// Returns a sequence for a branch or an iteration, which begins after the last event of this one.
    Trail branch() {
        return new Trail(log, last, false);
    }

    void add(String type) {
        last = log.add(last, type, "", Json.object(), false);
    }

    void add(String type, ObjectNode details) {
        add(type, Character.toLowerCase(type.charAt(0)) + type.substring(1) + "EventDetails", details, false);
    }

    void entered(State state, JsonNode input) {
        ObjectNode details = Json.object().put("name", state.head().name()).put("input", Json.text(input));
        details.putObject("inputDetails").put("truncated", false);
        add(state.type() + "StateEntered", "stateEnteredEventDetails", details, main);
    }

    void exited(State state, JsonNode output) {
        ObjectNode details = Json.object().put("name", state.head().name()).put("output", Json.text(output));
        details.putObject("outputDetails").put("truncated", false);
        add(state.type() + "StateExited", "stateExitedEventDetails", details, main);
    }

    void iteration(String type, String name, int index) {
        ObjectNode details = Json.object().put("name", name).put("index", index);
        add(type, "mapIteration" + type.substring("MapIteration".length()) + "EventDetails", details, false);
    }

    /// Adds an event that reports a failure.
    void failed(String type, StateFailure failure) {
        add(type, Json.object().put("error", failure.error()).put("cause", failure.explanation()));
    }

    private void add(String type, String field, ObjectNode details, boolean milestone) {
        last = log.add(last, type, field, details, milestone);
    }
}
