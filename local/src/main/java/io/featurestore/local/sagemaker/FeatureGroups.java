package io.featurestore.local.sagemaker;

import java.util.Optional;

/// Finds feature groups for the other services in this process.
public interface FeatureGroups {
    /// Returns the feature group with a name or an ARN, or empty if there is none.
    Optional<FeatureGroup> find(String nameOrArn);
}
