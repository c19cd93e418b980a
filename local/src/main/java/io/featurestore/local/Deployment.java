package io.featurestore.local;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A state machine and its functions, as a stack deploys them.
 *
 * @param machine the state machine's name
 * @param definition its definition in the Amazon States Language; {@code ${Name}} stands for a function's ARN or a
 *        substitution
 * @param functions the functions' list: {@code [{"name", "handler", "memoryMb", "timeoutSeconds"}, …]}
 * @param substitutions the values of the other names that the definition and the stop rule ask for
 * @param onStopped the rule for executions that were aborted or timed out
 * @param handlers where the handlers' classes are found
 */
public record Deployment(String machine, String definition, String functions, Map<String, String> substitutions,
        Optional<StopRule> onStopped, ClassLoader handlers) {

    /**
     * Calls a function with the status change of a stopped execution, as an EventBridge rule does.
     *
     * @param function the function's name
     * @param inputTemplate the function's input in JSON. {@code <aws.events.event.json>} stands for the event, and
     *        {@code ${Name}} for a function's ARN or a substitution.
     */
    public record StopRule(String function, String inputTemplate) {
        /** The place of the event in a template. EventBridge uses the same name. */
        public static final String EVENT = "<aws.events.event.json>";

        byte[] input(String event) {
            return inputTemplate.replace(EVENT, event).getBytes(StandardCharsets.UTF_8);
        }
    }
}
