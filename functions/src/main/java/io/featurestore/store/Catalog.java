package io.featurestore.store;

import java.util.List;
import java.util.Optional;

/// Reads tables from the data catalog.
public interface Catalog {
    /// Describes a table of the catalog.
    ///
    /// @param columns its columns except the partition keys, in order; dropped columns are not included
    /// @param partitionKeys its partition keys, in order
    /// @param iceberg whether the catalog marks it as an Iceberg table
    /// @param location the URI of its files; empty if the catalog has none
    record Description(
            List<Column> columns, List<Column> partitionKeys, boolean iceberg, Optional<String> location) {
        /// Makes the lists immutable.
        public Description {
            columns = List.copyOf(columns);
            partitionKeys = List.copyOf(partitionKeys);
        }
    }

    /// Describes a column.
    ///
    /// @param name its name
    /// @param type its type in the catalog's spelling, such as `array<struct<a:int>>`
    record Column(String name, String type) {}

    /// Returns a table; empty if the database or the table does not exist.
    ///
    /// @throws io.featurestore.failure.Failure `AccessDenied`, `Throttled`, `Transient`
    Optional<Description> table(String database, String name);
}
