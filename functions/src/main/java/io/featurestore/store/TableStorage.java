package io.featurestore.store;

import java.util.List;
import java.util.Optional;

/** Where the data catalog says that a table's files lie. */
public interface TableStorage {
    /**
     * A table's place.
     *
     * @param location {@code s3://bucket/prefix}, with or without a slash at the end
     * @param metadata where an Iceberg table's current metadata lies
     */
    record Place(String location, Optional<String> metadata) {}

    /**
     * A registered partition.
     *
     * @param values one for each partition key, in order
     * @param location {@code s3://bucket/prefix}, with or without a slash at the end
     */
    record Partition(List<String> values, String location) {
        /** Copies the values. */
        public Partition {
            values = List.copyOf(values);
        }
    }

    /**
     * Returns where a table lies; empty if the catalog does not have it or names no place.
     *
     * @throws io.featurestore.failure.ExportFailure {@code AccessDenied}, {@code Throttled}, {@code Transient}
     */
    Optional<Place> place(String database, String table);

    /**
     * Returns a table's registered partitions.
     *
     * @param filter an expression of the catalog's {@code GetPartitions}; all partitions where it is empty
     * @throws io.featurestore.failure.ExportFailure {@code AccessDenied}, {@code Throttled}, {@code Transient}
     */
    List<Partition> partitions(String database, String table, Optional<String> filter);
}
