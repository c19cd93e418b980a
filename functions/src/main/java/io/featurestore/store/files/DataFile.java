package io.featurestore.store.files;

import io.featurestore.store.objects.ObjectRef;
import java.util.Map;
import java.util.Optional;

/// Describes a data file of a table.
///
/// @param object the file's object; its ETag is empty if only Iceberg metadata name the file
/// @param partition the values of the partition keys, by key; a key that is NULL is absent. Empty for an Iceberg
///     table
/// @param metrics what Iceberg metadata say about the file's columns; empty for any other table
public record DataFile(ObjectRef object, Map<String, String> partition, Optional<FileMetrics> metrics) {
    /// Makes the map immutable.
    public DataFile {
        partition = Map.copyOf(partition);
    }

    /// Creates a file of a table that is no Iceberg table.
    public DataFile(ObjectRef object, Map<String, String> partition) {
        this(object, partition, Optional.empty());
    }
}
