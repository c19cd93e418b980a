package io.featurestore.steps.versions;

/// Reads the definitions of state machines.
@FunctionalInterface
public interface Definitions {
    /// Returns a definition as JSON text.
    ///
    /// @param arn the ARN of a state machine or of a version of it
    /// @throws io.featurestore.failure.Failure `AccessDenied`, `Throttled`, `Transient`
    String definition(String arn);
}
