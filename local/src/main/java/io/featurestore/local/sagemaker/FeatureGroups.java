package io.featurestore.local.sagemaker;

import java.util.Optional;

/** The feature groups as the feature store runtime sees them, in-process. */
public interface FeatureGroups {
    /** Returns the feature group of that name or ARN. */
    Optional<FeatureGroup> find(String nameOrArn);
}
