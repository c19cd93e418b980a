package io.featurestore.steps.versions;

import java.time.Instant;
import java.util.List;

/// Lists and deletes the published versions of functions or of state machines.
public interface PublishedVersions {
    /// Describes a version.
    ///
    /// @param arn its ARN
    /// @param publishedAt when it was published
    record Published(String arn, Instant publishedAt) {}

    /// Returns the published versions.
    ///
    /// @param arn the ARN of the function or of the state machine
    /// @throws io.featurestore.failure.Failure `AccessDenied`, `Throttled`, `Transient`
    List<Published> of(String arn);

    /// Deletes a version, unless an alias points to it.
    ///
    /// @param arn the ARN of the version
    /// @return whether it is gone
    /// @throws io.featurestore.failure.Failure `AccessDenied`, `Throttled`, `Transient`
    boolean delete(String arn);
}
