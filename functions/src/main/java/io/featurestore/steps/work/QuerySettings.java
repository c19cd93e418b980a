package io.featurestore.steps.work;

import io.featurestore.store.objects.S3Uri;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// Tells the query engine where and how to run. Part of a request.
///
/// @param workgroup the Athena work group
/// @param outputLocation the prefix of the query's result; empty means the work folder
/// @param unloadFrom the least size of a result as CSV, in bytes, that UNLOAD writes; empty if none. The
///     deployment sets it
public record QuerySettings(String workgroup, Optional<S3Uri> outputLocation, OptionalLong unloadFrom) {
    /// Sets what the settings of an earlier version lack.
    public QuerySettings {
        unloadFrom = Objects.requireNonNullElse(unloadFrom, OptionalLong.empty());
    }

    /// Creates settings with which every query is a SELECT.
    public QuerySettings(String workgroup, Optional<S3Uri> outputLocation) {
        this(workgroup, outputLocation, OptionalLong.empty());
    }
}
