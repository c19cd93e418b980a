package io.featurestore.local;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Describes a state machine and its functions, as a stack deploys them.
 *
 * @param machine the name of the state machine
 * @param definition the definition in the Amazon States Language; {@code ${Name}} stands for the ARN of a function or
 *        for a substitution
 * @param functions the list of functions in JSON: {@code [{"name", "handler", "memoryMb", "timeoutSeconds"}, …]}
 * @param substitutions the values of the other names in the definition and in the stop rule
 * @param onStopped the rule for executions that were aborted or timed out
 * @param handlers the class loader of the handlers
 */
public record Deployment(String machine, String definition, String functions, Map<String, String> substitutions,
        Optional<StopRule> onStopped, ClassLoader handlers) {

    /**
     * Calls a function with the status change event of a stopped execution, as an EventBridge rule does.
     *
     * @param function the name of the function
     * @param inputTemplate the input of the function in JSON. {@code <aws.events.event.json>} stands for the event,
     *        and {@code ${Name}} for the ARN of a function or for a substitution.
     */
    public record StopRule(String function, String inputTemplate) {
        /** The place of the event in a template. EventBridge uses the same name. */
        public static final String EVENT = "<aws.events.event.json>";

        byte[] input(String event) {
            return inputTemplate.replace(EVENT, event).getBytes(StandardCharsets.UTF_8);
        }
    }
}
