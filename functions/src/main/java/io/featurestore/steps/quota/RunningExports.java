package io.featurestore.steps.quota;

import java.time.Instant;
import java.util.List;

/// Lists the exports that run.
@FunctionalInterface
public interface RunningExports {
    /// Describes an execution that runs.
    ///
    /// @param name its name
    /// @param startedAt its start
    record Running(String name, Instant startedAt) {}

    /// Returns the running executions of the state machine of an execution. The list may lack an execution
    /// that started just now.
    ///
    /// @param executionId the ARN of an execution of the state machine
    /// @throws io.featurestore.failure.Failure `AccessDenied`, `Throttled`, `Transient`
    List<Running> beside(String executionId);
}
