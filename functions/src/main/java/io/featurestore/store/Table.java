package io.featurestore.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.featurestore.records.ColumnType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Describes the table of an offline store and the feature group that it belongs to.
///
/// @param featureGroupName the feature group's name
/// @param catalog the catalog's name in Athena
/// @param database the Glue database
/// @param name the table's name
/// @param iceberg whether it is an Iceberg table, with daily partitions that the engine prunes
/// @param hourlyFolders whether its files lie where the feature store writes, so that partition keys with the names
///     `year`, `month`, `day` and `hour` are the event time of the records
/// @param recordIdentifier name of the feature that identifies a record
/// @param eventTime name of the event-time feature
/// @param features the feature group's definitions, in order
/// @param columns the table's columns in the catalog's order: with the system columns, without the partition keys
/// @param partitionKeys the table's partition keys, in order
/// @param entry where the table's columns and files are described
public record Table(
        String featureGroupName,
        String catalog,
        String database,
        String name,
        boolean iceberg,
        boolean hourlyFolders,
        String recordIdentifier,
        String eventTime,
        List<Feature> features,
        List<Column> columns,
        List<Column> partitionKeys,
        TableEntry entry) {
    /// Athena's name of the account's own Glue data catalog.
    public static final String OWN_CATALOG = "AwsDataCatalog";

    /// Creates a table that is described under the name by which it is queried.
    public Table(
            String featureGroupName,
            String catalog,
            String database,
            String name,
            boolean iceberg,
            boolean hourlyFolders,
            String recordIdentifier,
            String eventTime,
            List<Feature> features,
            List<Column> columns,
            List<Column> partitionKeys) {
        this(
                featureGroupName,
                catalog,
                database,
                name,
                iceberg,
                hourlyFolders,
                recordIdentifier,
                eventTime,
                features,
                columns,
                partitionKeys,
                new TableEntry(Optional.empty(), database, name));
    }

    /// Returns whether the table is in the catalog of the account that runs the export.
    @JsonIgnore
    public boolean isInOwnCatalog() {
        return catalog.equals(OWN_CATALOG);
    }

    /// Names the feature store's types.
    public enum FeatureType {
        INTEGRAL,
        FRACTIONAL,
        STRING
    }

    /// Names the kinds of collections that a feature's value can be.
    public enum CollectionType {
        LIST,
        SET,
        VECTOR
    }

    /// Describes a feature whose value is a collection.
    ///
    /// @param type its kind
    /// @param dimension the number of elements of a vector; empty for any other kind
    public record Collection(CollectionType type, OptionalInt dimension) {}

    /// Describes a feature of the feature group.
    ///
    /// @param name its name in the group's own case (the catalog has lower case)
    /// @param type its type; the type of the elements if it is a collection
    /// @param collection the collection that its value is; empty for a single value
    public record Feature(String name, FeatureType type, Optional<Collection> collection) {
        /// Creates a feature with a single value.
        public Feature(String name, FeatureType type) {
            this(name, type, Optional.empty());
        }
    }

    /// Describes a column of the table.
    ///
    /// @param name its name in the catalog, lower case
    /// @param type its type
    public record Column(String name, ColumnType type) {}

    /// Makes the lists immutable.
    public Table {
        features = List.copyOf(features);
        columns = List.copyOf(columns);
        partitionKeys = List.copyOf(partitionKeys);
    }

    /// Returns `database.name`.
    public String qualifiedName() {
        return database + "." + name;
    }

    /// Returns the column with the given name, ignoring case. Partition keys are not searched.
    public Optional<Column> column(String columnName) {
        return columns.stream()
                .filter(c -> c.name().equalsIgnoreCase(columnName))
                .findFirst();
    }

    /// Returns the feature with the given name, ignoring case.
    public Optional<Feature> feature(String featureName) {
        return features.stream()
                .filter(f -> f.name().equalsIgnoreCase(featureName))
                .findFirst();
    }
}
