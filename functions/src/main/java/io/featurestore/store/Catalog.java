package io.featurestore.store;

import java.util.List;
import java.util.Optional;

/** The data catalog. */
public interface Catalog {
    /**
     * A table as the catalog has it.
     *
     * @param columns its columns but the partition keys, in order; dropped ones are not among them
     * @param partitionKeys its partition keys, in order
     * @param iceberg whether the catalog calls it an Iceberg table
     */
    record Description(List<Column> columns, List<Column> partitionKeys, boolean iceberg) {
        /** Copies the lists. */
        public Description {
            columns = List.copyOf(columns);
            partitionKeys = List.copyOf(partitionKeys);
        }
    }

    /**
     * A column.
     *
     * @param name its name
     * @param type its type in the catalog's spelling, such as {@code array<struct<a:int>>}
     */
    record Column(String name, String type) {}

    /**
     * Returns a table; empty if the database or the table is not there.
     *
     * @throws io.featurestore.failure.ExportFailure {@code AccessDenied}, {@code Throttled}, {@code Transient}
     */
    Optional<Description> table(String database, String name);
}
