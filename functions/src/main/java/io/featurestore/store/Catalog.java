package io.featurestore.store;

import java.util.List;
import java.util.Optional;

/// Reads tables from Glue data catalogs.
public interface Catalog {
    /// Describes a table of the catalog.
    ///
    /// @param columns its columns except the partition keys, in order; dropped columns are not included
    /// @param partitionKeys its partition keys, in order
    /// @param iceberg whether the catalog marks it as an Iceberg table
    /// @param location the URI of its files; empty if the catalog has none
    /// @param target where the table is if a resource link leads to it; empty if it is where it was asked for
    record Description(
            List<Column> columns,
            List<Column> partitionKeys,
            boolean iceberg,
            Optional<String> location,
            Optional<TableEntry> target) {
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

    /// Names the kinds of data catalogs that Athena knows.
    enum Kind {
        GLUE,
        /// A catalog whose tables a connector or another system describes.
        FEDERATED
    }

    /// Describes a data catalog that is registered in Athena.
    ///
    /// @param kind its kind
    /// @param catalogId the id of its Glue data catalog; empty if it is the account's own or no Glue data catalog
    record Registered(Kind kind, Optional<String> catalogId) {}

    /// Returns the data catalog that is registered in Athena under the given name; empty if there is none.
    ///
    /// @throws io.featurestore.failure.Failure `AccessDenied`, `Throttled`, `Transient`
    Optional<Registered> registered(String name);

    /// Returns a table; empty if the database or the table does not exist. Follows resource links.
    ///
    /// @throws io.featurestore.failure.Failure `TableNotFound` if a link leads nowhere; `InvalidRequest` if it
    ///     leads to another region; `AccessDenied`, `Throttled`, `Transient`
    Optional<Description> table(TableEntry entry);
}
