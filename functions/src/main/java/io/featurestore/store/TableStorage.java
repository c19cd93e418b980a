package io.featurestore.store;

import java.util.List;
import java.util.Optional;

/// Reads the location of a table's files from the data catalog.
public interface TableStorage {
    /// Locates a table's files.
    ///
    /// @param location `s3://bucket/prefix`, with or without a slash at the end
    /// @param metadata the URI of an Iceberg table's current metadata; empty for any other table
    record Place(String location, Optional<String> metadata) {}

    /// Describes a registered partition.
    ///
    /// @param values one value per partition key, in order
    /// @param location `s3://bucket/prefix`, with or without a slash at the end
    record Partition(List<String> values, String location) {
        /// Makes the list immutable.
        public Partition {
            values = List.copyOf(values);
        }
    }

    /// Returns the location of a table; empty if the catalog does not have the table or its location.
    ///
    /// @throws io.featurestore.failure.Failure `AccessDenied`, `Throttled`, `Transient`
    Optional<Place> place(String database, String table);

    /// Returns a table's registered partitions.
    ///
    /// @param filter an expression of the catalog's `GetPartitions`; empty selects all partitions
    /// @throws io.featurestore.failure.Failure `AccessDenied`, `Throttled`, `Transient`
    List<Partition> partitions(String database, String table, Optional<String> filter);
}
