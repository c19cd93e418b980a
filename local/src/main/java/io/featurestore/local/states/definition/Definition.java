package io.featurestore.local.states.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StatesLimits;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Holds the definition of a state machine after it has been read and checked.
///
/// @param timeoutSeconds the longest time that an execution may take; empty means no limit
public record Definition(Flow flow, Optional<Integer> timeoutSeconds) {
    private static final Set<String> FIELDS =
            Set.of("Comment", "QueryLanguage", "Version", "StartAt", "States", "TimeoutSeconds");

    /// Reads and checks a definition.
    ///
    /// @throws IllegalArgumentException if the definition has faults; the message has one line for each fault,
    ///     with its place
    public static Definition read(String text) {
        JsonNode root;
        try {
            root = Json.parseDefinition(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("/: not JSON: " + e.getOriginalMessage(), e);
        }
        DefinitionFaults faults = new DefinitionFaults();
        DefinitionFields fields = new DefinitionFields(root, "", faults);
        if (!root.isObject()) {
            faults.add("", "must be an object");
        }
        fields.only("a state machine", FIELDS);
        if (!root.path("QueryLanguage").asText().equals("JSONata")) {
            fields.fault("QueryLanguage", "must be JSONata; JSONPath definitions are not served");
        }
        fields.text("Version").ifPresent(version -> fields.expect("Version", version, Set.of("1.0")));
        Optional<Integer> timeout = fields.has("TimeoutSeconds")
                ? Optional.of(fields.integer("TimeoutSeconds", 1, 1, StatesLimits.SECONDS))
                : Optional.empty();
        Flow flow = new FlowReader(faults, new HashSet<>()).read(fields, Set.of());
        faults.check();
        return new Definition(flow, timeout);
    }
}
