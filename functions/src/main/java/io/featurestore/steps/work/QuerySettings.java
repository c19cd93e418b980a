package io.featurestore.steps.work;

import io.featurestore.store.objects.S3Uri;
import java.util.Optional;

/// Tells the query engine where to run. Part of a request.
///
/// @param workgroup the Athena work group
/// @param outputLocation the prefix of the query's result; empty means the work folder
public record QuerySettings(String workgroup, Optional<S3Uri> outputLocation) {}
