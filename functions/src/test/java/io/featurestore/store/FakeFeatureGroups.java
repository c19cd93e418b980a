package io.featurestore.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Feature groups kept in memory. An ARN is looked up by the name at its end.
public final class FakeFeatureGroups implements FeatureGroups {
    private final Map<String, Description> groups = new LinkedHashMap<>();

    /// Adds a group.
    public FakeFeatureGroups with(Description group) {
        groups.put(group.name(), group);
        return this;
    }

    @Override
    public Optional<Description> describe(String nameOrArn) {
        return Optional.ofNullable(groups.get(nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1)));
    }
}
