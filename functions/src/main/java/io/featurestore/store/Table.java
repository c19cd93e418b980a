package io.featurestore.store;

import java.util.List;
import java.util.Optional;

import io.featurestore.records.ColumnType;

/**
 * The table an export reads, and what the feature group says of it.
 *
 * @param featureGroupName the feature group's name
 * @param catalog the catalog as Athena's {@code QueryExecutionContext} takes it
 * @param database the Glue database
 * @param name the table's name
 * @param iceberg whether it is an Iceberg table (daily partitions that the engine prunes by itself); else Parquet
 *        below {@code year=/month=/day=/hour=} folders by event time
 * @param recordIdentifier name of the feature that identifies a record
 * @param eventTime name of the event-time feature
 * @param features the feature group's definitions, in order
 * @param columns the table's columns but the partition keys, in the catalog's order, system columns included
 * @param partitionKeys the table's partition keys, in order
 */
public record Table(String featureGroupName, String catalog, String database, String name, boolean iceberg,
        String recordIdentifier, String eventTime, List<Feature> features, List<Column> columns,
        List<Column> partitionKeys) {
    /** A feature's type, as the feature store has them. */
    public enum FeatureType {
        INTEGRAL, FRACTIONAL, STRING
    }

    /**
     * A feature of the feature group.
     *
     * @param name its name, in the group's own case (the catalog's is lower)
     * @param type its type
     */
    public record Feature(String name, FeatureType type) {}

    /**
     * A column of the table.
     *
     * @param name its name in the catalog, lower case
     * @param type its type
     */
    public record Column(String name, ColumnType type) {}

    /** Copies the lists. */
    public Table {
        features = List.copyOf(features);
        columns = List.copyOf(columns);
        partitionKeys = List.copyOf(partitionKeys);
    }

    /** Returns {@code database.name}, as the result shows it. */
    public String qualifiedName() {
        return database + "." + name;
    }

    /** Returns the column of a name, whatever its case; partition keys are not among them. */
    public Optional<Column> column(String columnName) {
        return columns.stream().filter(c -> c.name().equalsIgnoreCase(columnName)).findFirst();
    }

    /** Returns the feature of a name, whatever its case. */
    public Optional<Feature> feature(String featureName) {
        return features.stream().filter(f -> f.name().equalsIgnoreCase(featureName)).findFirst();
    }
}
