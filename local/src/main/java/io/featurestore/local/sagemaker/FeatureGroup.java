package io.featurestore.local.sagemaker;

import java.util.List;
import java.util.Optional;

/**
 * A feature group as the feature store runtime sees it.
 *
 * @param name its name
 * @param recordIdentifier the record identifier's feature name
 * @param eventTime the event time's feature name
 * @param features its features, in order
 * @param online whether it has an online store
 * @param offline where its offline store lies; empty without one
 */
public record FeatureGroup(String name, String recordIdentifier, String eventTime, List<Feature> features,
        boolean online, Optional<Offline> offline) {
    /**
     * A feature.
     *
     * @param name its name
     * @param type {@code Integral}, {@code Fractional} or {@code String}
     */
    public record Feature(String name, String type) {}

    /**
     * An offline store.
     *
     * @param database the Glue database
     * @param table the Glue table
     * @param dataLocation {@code s3://bucket/…/data}, the table's location
     */
    public record Offline(String database, String table, String dataLocation) {}
}
