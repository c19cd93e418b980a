package io.featurestore.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Describes a state machine and its functions, as a stack deploys them.
///
/// @param machine the name of the state machine
/// @param definition the definition in the Amazon States Language; `${Name}` stands for the ARN of a function
///     or for a substitution, and `${Partition}` for the partition of the embedded services, which is `aws`
/// @param functions the list of functions in JSON: `[{"name", "handler", "memoryMb", "timeoutSeconds"}, …]`
/// @param substitutions the values of the other names in the definition and in the stop rule
/// @param onStopped the rule for executions that ended without success
/// @param handlers the class loader of the handlers
public record Deployment(
        String machine,
        String definition,
        String functions,
        Map<String, String> substitutions,
        Optional<StopRule> onStopped,
        ClassLoader handlers) {

    /// Calls a function with the status change event of an execution, as an EventBridge rule with an input
    /// transformer does (docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html).
    ///
    /// @param pattern selects the events
    /// @param function the name of the function
    /// @param inputPaths the template's variables: a name, and a path of object fields in the event, such as
    ///     `$.detail.executionArn`
    /// @param inputTemplate the input of the function in JSON. `<name>` stands for the JSON value of a
    ///     variable, `<aws.events.event.json>` for the event, and `${Name}` for the ARN of a function or for
    ///     a substitution.
    public record StopRule(
            EventPattern pattern, String function, Map<String, String> inputPaths, String inputTemplate) {
        /// The place of the event in a template. EventBridge uses the same name.
        public static final String EVENT = "<aws.events.event.json>";
        private static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9_.-]+)>");

        /// Copies the variables, and checks that each path starts at the event.
        public StopRule {
            inputPaths = Map.copyOf(inputPaths);
            inputPaths.values().stream()
                    .filter(path -> !path.startsWith("$."))
                    .findFirst()
                    .ifPresent(path -> {
                        throw new IllegalArgumentException("'" + path + "' is no path; write $.detail.name");
                    });
        }

        /// Returns the input for an event. A variable whose field is missing is an empty string, as in
        /// EventBridge.
        byte[] input(JsonNode event) {
            return VARIABLE.matcher(inputTemplate)
                    .replaceAll(variable -> Matcher.quoteReplacement(
                            value(variable.group(), event).toString()))
                    .getBytes(StandardCharsets.UTF_8);
        }

        private JsonNode value(String variable, JsonNode event) {
            if (variable.equals(EVENT)) {
                return event;
            }
            String path = inputPaths.get(variable.substring(1, variable.length() - 1));
            if (path == null) {
                throw new IllegalArgumentException("The input template names " + variable + ", which is no variable.");
            }
            JsonNode value = event.at(path.substring(1).replace('.', '/'));
            return value.isMissingNode() ? TextNode.valueOf("") : value;
        }
    }
}
