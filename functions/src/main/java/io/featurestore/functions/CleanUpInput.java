package io.featurestore.functions;

import java.util.Map;
import java.util.Optional;

/// Holds the input of CleanUp. Exactly one of `execution` and `event` is present.
///
/// @param execution the execution's name, from the state machine
/// @param failure the error that the state machine caught; absent after success
/// @param event the status change, from EventBridge
/// @param workBucket the bucket of the work folder
record CleanUpInput(
        Optional<String> execution,
        Optional<EndedExecution.Caught> failure,
        Optional<Map<String, Object>> event,
        String workBucket) {
    /// Returns the execution to clean up after.
    EndedExecution ended() {
        return event.map(EndedExecution::of).orElseGet(() -> new EndedExecution(execution.orElse(""), failure));
    }

    /// Returns whether the execution failed, in contrast to one that succeeded, was stopped from outside or ran out
    /// of time.
    boolean failed() {
        return event.map(e -> e.get("detail") instanceof Map<?, ?> detail && "FAILED".equals(detail.get("status")))
                .orElse(failure.isPresent());
    }
}
