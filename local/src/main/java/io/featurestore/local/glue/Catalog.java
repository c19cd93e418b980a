package io.featurestore.local.glue;

import java.util.List;
import java.util.Optional;

/** The data catalog as the other embedded services see it, in-process. */
public interface Catalog {
    /**
     * A column.
     *
     * @param name lower-case name
     * @param type a type in Glue's (Hive's) spelling, such as {@code array<struct<a:int>>}
     */
    record Column(String name, String type) {}

    /**
     * A table over Parquet files.
     *
     * @param database its database
     * @param name its name
     * @param location {@code s3://bucket/prefix} its files lie below
     * @param columns data columns, in order
     * @param partitionKeys partition columns, in order; each a {@code key=value} folder below the location
     * @param iceberg whether the catalog calls it an Iceberg table
     */
    record Table(String database, String name, String location, List<Column> columns, List<Column> partitionKeys,
            boolean iceberg) {}

    /** Returns a table. */
    Optional<Table> table(String database, String name);

    /** Returns all tables of all databases. */
    List<Table> tables();

    /** Makes a database; one that is there is left as it is. */
    void createDatabase(String name);

    /** Makes or replaces a table. */
    void putTable(Table table);

    /** Removes a table; one that is not there is no error. */
    void removeTable(String database, String name);

    /** Registers the partition folder with these values (in the order of the partition keys); idempotent. */
    void addPartition(String database, String table, List<String> values);
}
