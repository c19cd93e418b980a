package io.featurestore.local;

import java.util.Map;
import java.util.Optional;

/**
 * A state machine and its functions, as a stack deploys them.
 *
 * @param machine the state machine's name
 * @param definition its definition in the Amazon States Language; {@code ${Name}} stands for a function's ARN or a
 *        substitution
 * @param functions the functions' list: {@code [{"name", "handler", "memoryMb", "timeoutSeconds"}, …]}
 * @param substitutions what else the definition asks for; {@code WorkBucket} also goes to {@code onStopped}
 * @param onStopped the function that is called, as an EventBridge rule would, with the status change of an execution that
 *        was aborted or timed out
 * @param handlers where the handlers' classes are found
 */
public record Deployment(String machine, String definition, String functions, Map<String, String> substitutions,
        Optional<String> onStopped, ClassLoader handlers) {}
