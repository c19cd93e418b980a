package io.featurestore.local.glue;

import java.util.List;
import java.util.Optional;

/// Gives the other embedded services access to the data catalog, in this process.
public interface Catalog {
    /// Describes a column.
    ///
    /// @param name the name, in lower case
    /// @param type a type in Glue's (Hive's) spelling, such as `array<struct<a:int>>`
    record Column(String name, String type) {}

    /// Describes a table over Parquet files.
    ///
    /// @param database the name of the database
    /// @param name the name of the table
    /// @param location the `s3://bucket/prefix` of the files
    /// @param columns the data columns, in order
    /// @param partitionKeys the partition columns, in order; each is a `key=value` folder below the location
    /// @param iceberg whether the catalog marks it as an Iceberg table
    record Table(
            String database,
            String name,
            String location,
            List<Column> columns,
            List<Column> partitionKeys,
            boolean iceberg) {}

    /// Returns a table; empty if there is no such table.
    Optional<Table> table(String database, String name);

    /// Returns all tables of all databases.
    List<Table> tables();

    /// Creates a database. An existing database stays as it is.
    void createDatabase(String name);

    /// Creates or replaces a table.
    void putTable(Table table);

    /// Removes a table if it exists.
    void removeTable(String database, String name);

    /// Registers a partition, with one value per partition key and in their order. A known partition stays as it
    /// is.
    void addPartition(String database, String table, List<String> values);
}
