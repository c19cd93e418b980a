package io.featurestore.local.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.glue.Catalog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Describes a feature group for the other services.
///
/// @param name the name
/// @param recordIdentifier the name of the feature that is the record identifier
/// @param eventTime the name of the feature that is the event time
/// @param features the features, in order
/// @param online whether the group has an online store
/// @param timeToLive the time that a record stays in the online store after its event time; empty means for ever
/// @param offline the offline store; empty if there is none
/// @param created the creation time in milliseconds, which distinguishes two groups that had the same name one
///     after the other
public record FeatureGroup(
        String name,
        String recordIdentifier,
        String eventTime,
        List<Feature> features,
        boolean online,
        Optional<Duration> timeToLive,
        Optional<Offline> offline,
        Instant created) {
    /// The columns that every offline store has after those of its features.
    public static final List<Catalog.Column> SYSTEM_COLUMNS = List.of(
            new Catalog.Column("write_time", "timestamp"),
            new Catalog.Column("api_invocation_time", "timestamp"),
            new Catalog.Column("is_deleted", "boolean"));

    /// Creates a feature group with a copy of the features.
    public FeatureGroup {
        Objects.requireNonNull(name, "The name must not be null");
        features = List.copyOf(features);
    }

    /// A feature.
    ///
    /// @param name the name
    /// @param type `Integral`, `Fractional` or `String`; for a collection, the type of its elements
    /// @param collection `List`, `Set` or `Vector`; empty for a single value
    /// @param dimension the number of elements of a vector
    public record Feature(String name, String type, Optional<String> collection, OptionalInt dimension) {
        /// Returns the column of the feature in the offline store, as CreateFeatureGroup creates it.
        public Catalog.Column column() {
            String element =
                    switch (type) {
                        case "Integral" -> "bigint";
                        case "Fractional" -> "double";
                        default -> "string";
                    };
            return new Catalog.Column(
                    name.toLowerCase(Locale.ROOT), collection.isPresent() ? "array<" + element + ">" : element);
        }
    }

    /// An offline store.
    ///
    /// @param dataLocation `s3://bucket/…/data`, the prefix of its files
    /// @param table the table in the data catalog; empty if the group was created without one
    /// @param iceberg whether the table format is Iceberg, which has folders by day instead of by hour
    /// @param status `Active`, `Blocked` or `Disabled`
    public record Offline(String dataLocation, Optional<TableName> table, boolean iceberg, String status) {
        /// Returns whether records reach the offline store.
        public boolean active() {
            return status.equals("Active");
        }
    }

    /// The name of a table in the data catalog.
    public record TableName(String database, String name) {}

    /// Returns the columns of the offline store, as CreateFeatureGroup creates them.
    public List<Catalog.Column> columns() {
        return Stream.concat(features.stream().map(Feature::column), SYSTEM_COLUMNS.stream())
                .toList();
    }

    /// Returns the feature with a name, or empty if there is none.
    public Optional<Feature> feature(String featureName) {
        return features.stream()
                .filter(feature -> feature.name().equals(featureName))
                .findFirst();
    }

    /// Converts the API's `TtlDuration`, an object with `Unit` and `Value`. Returns empty if the JSON is not an
    /// object.
    public static Optional<Duration> timeToLive(JsonNode duration) {
        if (!duration.isObject()) {
            return Optional.empty();
        }
        long value = duration.path("Value").longValue();
        return Optional.of(
                switch (duration.path("Unit").asText()) {
                    case "Seconds" -> Duration.ofSeconds(value);
                    case "Minutes" -> Duration.ofMinutes(value);
                    case "Hours" -> Duration.ofHours(value);
                    case "Days" -> Duration.ofDays(value);
                    default -> Duration.ofDays(7).multipliedBy(value);
                });
    }
}
