package io.featurestore.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads from the data catalog where a table's files are.
public interface TableStorage {
    /// Locates a table's files.
    ///
    /// @param location `s3://bucket/prefix`, with or without a slash at the end
    /// @param inputFormat the class that reads the files; empty if the catalog names none
    /// @param parameters the table's parameters
    record Place(String location, Optional<String> inputFormat, Map<String, String> parameters) {
        /// Makes the parameters immutable.
        public Place {
            parameters = Map.copyOf(parameters);
        }

        /// Returns a parameter, ignoring the case of its name.
        public Optional<String> parameter(String name) {
            Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            anyCase.putAll(parameters);
            return Optional.ofNullable(anyCase.get(name));
        }

        /// Returns whether the query engine reads the table by Iceberg's metadata.
        public boolean iceberg() {
            return parameter("table_type").filter("iceberg"::equalsIgnoreCase).isPresent();
        }
    }

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
    Optional<Place> place(Table table);

    /// Returns all registered partitions of a table.
    ///
    /// @throws io.featurestore.failure.Failure `AccessDenied`, `Throttled`, `Transient`
    List<Partition> partitions(Table table);
}
