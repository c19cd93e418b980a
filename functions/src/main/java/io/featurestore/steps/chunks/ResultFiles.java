package io.featurestore.steps.chunks;

import io.featurestore.store.objects.ObjectRef;
import java.util.List;

/// Lists the Parquet files of a result, in the order of their records.
///
/// @param files the files that hold records
public record ResultFiles(List<Entry> files) {
    /// Makes the list immutable.
    public ResultFiles {
        files = List.copyOf(files);
    }

    /// Describes a file.
    ///
    /// @param object the file, in one version
    /// @param rows its number of records
    public record Entry(ObjectRef object, long rows) {}
}
