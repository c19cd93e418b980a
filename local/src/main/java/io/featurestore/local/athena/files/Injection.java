package io.featurestore.local.athena.files;

import java.util.List;
import java.util.Optional;

/// Tells which values a query gives to the partition keys of the injected type
/// (docs.aws.amazon.com/athena/latest/ug/partition-projection-dynamic-id-partitioning.html).
@FunctionalInterface
public interface Injection {
    /// Returns the values of a key; empty if the query does not fix them.
    Optional<List<String>> values(String key);
}
