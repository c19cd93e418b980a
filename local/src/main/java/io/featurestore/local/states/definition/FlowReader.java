package io.featurestore.local.states.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.states.expression.StatesLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads and checks flows.
///
/// @param names the names of the states that were read so far; a name must be unique in the whole machine
record FlowReader(DefinitionFaults faults, Set<String> names) {
    /// Reads `StartAt` and `States`.
    ///
    /// @param taken the variables of the outer scopes, which this flow must not assign
    Flow read(DefinitionFields fields, Set<String> taken) {
        String startAt = fields.required("StartAt");
        DefinitionFields states = fields.requiredObject("States");
        Set<String> assigned = new HashSet<>(taken);
        states.node().forEach(state -> assigned.addAll(Variables.assigned(state)));
        Map<String, State> read = new LinkedHashMap<>();
        states.node().properties().forEach(entry -> {
            name(entry.getKey(), states);
            if (entry.getValue().isObject()) {
                DefinitionFields state = new DefinitionFields(entry.getValue(), states.at(entry.getKey()), faults);
                Variables.check(state, taken);
                new StateReader(this, state, entry.getKey(), assigned)
                        .read()
                        .ifPresent(known -> read.put(entry.getKey(), known));
            } else {
                states.fault(entry.getKey(), "must be an object");
            }
        });
        if (fields.node().path("States").isEmpty()) {
            fields.fault("States", "must have at least one state");
        }
        checkTargets(fields, states, startAt);
        return new Flow(startAt, read);
    }

    private void name(String name, DefinitionFields states) {
        if (name.isEmpty() || name.length() > StatesLimits.NAME_CHARACTERS) {
            states.fault(name, "the name of a state must have 1 to " + StatesLimits.NAME_CHARACTERS + " characters");
        }
        if (!names.add(name)) {
            states.fault(name, "there is already a state with this name");
        }
    }

    private static void checkTargets(DefinitionFields fields, DefinitionFields states, String startAt) {
        if (!startAt.isEmpty() && !states.has(startAt)) {
            fields.fault("StartAt", "there is no state '" + startAt + "'");
        }
        states.node().properties().forEach(state -> targets(state.getValue(), states.at(state.getKey()))
                .filter(target -> !states.has(target.state()))
                .forEach(target -> fields.faults().add(target.place(), "there is no state '" + target.state() + "'")));
        Set<String> reached = reached(states, startAt);
        states.node().fieldNames().forEachRemaining(name -> {
            if (!reached.contains(name)) {
                states.fault(name, "cannot be reached");
            }
        });
    }

    private static Set<String> reached(DefinitionFields states, String startAt) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(startAt));
        while (!open.isEmpty()) {
            String name = open.removeFirst();
            if (reached.add(name)) {
                targets(states.node().path(name), "").map(Target::state).forEach(open::add);
            }
        }
        return reached;
    }

    private record Target(String state, String place) {}

    private static Stream<Target> targets(JsonNode state, String place) {
        Stream<@Nullable Target> own = Stream.of(target(state, "Next", place), target(state, "Default", place));
        Stream<@Nullable Target> listed = Stream.of("Choices", "Catch").flatMap(list -> {
            Stream.Builder<@Nullable Target> found = Stream.builder();
            for (int i = 0; i < state.path(list).size(); i++) {
                found.add(target(state.path(list).path(i), "Next", place + "/" + list + "/" + i));
            }
            return found.build();
        });
        return Stream.concat(own, listed).flatMap(Stream::ofNullable);
    }

    private static @Nullable Target target(JsonNode holder, String field, String place) {
        JsonNode value = holder.path(field);
        return value.isTextual() ? new Target(value.textValue(), place + "/" + field) : null;
    }
}
