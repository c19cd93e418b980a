package io.featurestore.local.glue;

import io.featurestore.local.http.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives the other embedded services access to the data catalog, in this process. Names of databases and tables
/// are the same in any case. What Glue refuses throws a [ServiceException] with Glue's code.
public interface Catalog {
    /// Describes a column.
    ///
    /// @param name the name, in lower case
    /// @param type a type in Glue's (Hive's) spelling, such as `array<struct<a:int>>`
    /// @param parameters the parameters, such as `iceberg.field.id`
    record Column(String name, String type, Map<String, String> parameters) {
        /// Creates a description with a copy of the parameters.
        public Column {
            parameters = Map.copyOf(parameters);
        }

        /// Creates a description of a column without parameters.
        public Column(String name, String type) {
            this(name, type, Map.of());
        }
    }

    /// Describes where and in which form the data of a table or of one of its partitions are.
    ///
    /// @param location the `s3://bucket/prefix` of the files; may be empty
    /// @param columns the data columns, in order
    /// @param inputFormat the name of Hive's class that splits the files; may be empty
    /// @param serde the name of Hive's class that reads the rows; may be empty
    record Storage(String location, List<Column> columns, String inputFormat, String serde) {
        private static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.";
        static final String PARQUET_INPUT = PARQUET + "MapredParquetInputFormat";
        static final String PARQUET_OUTPUT = PARQUET + "MapredParquetOutputFormat";
        static final String PARQUET_SERDE = PARQUET + "serde.ParquetHiveSerDe";

        /// Creates a description with a copy of the columns.
        public Storage {
            columns = List.copyOf(columns);
        }

        /// Returns the description of Parquet files.
        public static Storage parquet(String location, List<Column> columns) {
            return new Storage(location, columns, PARQUET_INPUT, PARQUET_SERDE);
        }

        /// Returns this description with other columns.
        public Storage withColumns(List<Column> others) {
            return new Storage(location, others, inputFormat, serde);
        }
    }

    /// Describes a table.
    ///
    /// @param database the name of the database, in lower case
    /// @param name the name of the table, in lower case
    /// @param type the type of the table, such as `EXTERNAL_TABLE` or `VIRTUAL_VIEW`; may be empty
    /// @param storage the place and form of its data
    /// @param partitionKeys the partition columns, in order
    /// @param parameters the parameters, such as `projection.enabled` or `table_type`
    /// @param version the number of updates since the table was created, as text
    record Table(
            String database,
            String name,
            String type,
            Storage storage,
            List<Column> partitionKeys,
            Map<String, String> parameters,
            String version) {
        /// The version of a new table.
        static final String FIRST_VERSION = "0";

        /// Creates a description with copies of the lists.
        public Table {
            partitionKeys = List.copyOf(partitionKeys);
            parameters = Map.copyOf(parameters);
        }

        /// Returns the description of a new external table over Parquet files.
        public static Table parquet(
                String database, String name, String location, List<Column> columns, List<Column> partitionKeys) {
            return new Table(
                    database,
                    name,
                    "EXTERNAL_TABLE",
                    Storage.parquet(location, columns),
                    partitionKeys,
                    Map.of("EXTERNAL", "TRUE", "classification", "parquet"),
                    FIRST_VERSION);
        }

        /// Returns this table with other data columns.
        public Table withColumns(List<Column> columns) {
            return new Table(database, name, type, storage.withColumns(columns), partitionKeys, parameters, version);
        }

        /// Returns this table with other parameters.
        public Table withParameters(Map<String, String> others) {
            return new Table(database, name, type, storage, partitionKeys, others, version);
        }

        /// Returns the `s3://bucket/prefix` of the files.
        public String location() {
            return storage.location();
        }

        /// Returns the data columns, in order.
        public List<Column> columns() {
            return storage.columns();
        }

        /// Returns whether the catalog marks it as an Iceberg table.
        public boolean iceberg() {
            return parameters.getOrDefault("table_type", "").equalsIgnoreCase("ICEBERG");
        }
    }

    /// Describes a registered partition.
    ///
    /// @param values one value for each partition key, in their order
    /// @param storage the place and form of its data
    record Partition(List<String> values, Storage storage) {
        /// Creates a description with a copy of the values.
        public Partition {
            values = List.copyOf(values);
        }
    }

    /// Returns a table; empty if there is no such table.
    Optional<Table> table(String database, String name);

    /// Returns all tables of all databases.
    List<Table> tables();

    /// Creates a database. An existing database stays as it is.
    void createDatabase(String name);

    /// Creates a table. Its version is ignored.
    ///
    /// @throws ServiceException `AlreadyExistsException` if there is a table of that name
    void createTable(Table table);

    /// Creates or replaces a table, whatever its version is. What [Table] does not hold, such as comments, stays.
    void putTable(Table table);

    /// Replaces a table in one step, unless it was replaced since the caller read it. What [Table] does not hold,
    /// such as comments, stays.
    ///
    /// @param expectedVersion the version that the caller read
    /// @throws ServiceException `ConcurrentModificationException` if the table has another version,
    ///     `EntityNotFoundException` if there is no such table
    void replaceTable(Table table, String expectedVersion);

    /// Removes a table with its partitions if it exists.
    void removeTable(String database, String name);

    /// Returns the registered partitions of a table, in the order in which they were added.
    List<Partition> partitions(String database, String table);

    /// Registers partitions with one value per partition key and in their order. Their locations are the usual
    /// `key=value` folders below the table's location. Known partitions stay as they are.
    void addPartitions(String database, String table, List<List<String>> values);
}
