package io.featurestore.local.sagemaker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import io.featurestore.local.glue.Catalog;

/**
 * A feature group as the feature store runtime sees it.
 *
 * @param name its name
 * @param recordIdentifier the record identifier's feature name
 * @param eventTime the event time's feature name
 * @param features its features, in order
 * @param online whether it has an online store
 * @param timeToLive how long a record stays in the online store after its event time; empty means for ever
 * @param offline where its offline store lies; empty without one
 * @param created when it was made, to the millisecond: tells two groups apart that had one name in turn
 */
public record FeatureGroup(String name, String recordIdentifier, String eventTime, List<Feature> features,
        boolean online, Optional<Duration> timeToLive, Optional<Offline> offline, Instant created) {
    /** The columns every offline store has after those of its features. */
    public static final List<Catalog.Column> SYSTEM_COLUMNS = List.of(new Catalog.Column("write_time", "timestamp"),
            new Catalog.Column("api_invocation_time", "timestamp"), new Catalog.Column("is_deleted", "boolean"));

    /** Copies the features. */
    public FeatureGroup {
        Objects.requireNonNull(name, "name is null");
        features = List.copyOf(features);
    }

    /**
     * A feature.
     *
     * @param name its name
     * @param type {@code Integral}, {@code Fractional} or {@code String}; a collection's element type
     * @param collection {@code List}, {@code Set} or {@code Vector}; empty for a single value
     * @param dimension the number of a vector's elements
     */
    public record Feature(String name, String type, Optional<String> collection, OptionalInt dimension) {
        /** Returns its column in the offline store, as CreateFeatureGroup makes it. */
        public Catalog.Column column() {
            String element = switch (type) {
                case "Integral" -> "bigint";
                case "Fractional" -> "double";
                default -> "string";
            };
            return new Catalog.Column(name.toLowerCase(Locale.ROOT),
                    collection.isPresent() ? "array<" + element + ">" : element);
        }
    }

    /**
     * An offline store.
     *
     * @param dataLocation {@code s3://bucket/…/data}; its files lie below
     * @param table its table in the data catalog; empty where the group was made without one
     * @param iceberg whether its table format is Iceberg: folders by day, not by hour
     * @param status {@code Active}, {@code Blocked} or {@code Disabled}
     */
    public record Offline(String dataLocation, Optional<TableName> table, boolean iceberg, String status) {
        /** Returns whether records reach it. */
        public boolean active() {
            return status.equals("Active");
        }
    }

    /** A table of the data catalog. */
    public record TableName(String database, String name) {}

    /** Returns the columns of its offline store, as CreateFeatureGroup makes them. */
    public List<Catalog.Column> columns() {
        return Stream.concat(features.stream().map(Feature::column), SYSTEM_COLUMNS.stream()).toList();
    }

    /** Returns the feature of that name. */
    public Optional<Feature> feature(String featureName) {
        return features.stream().filter(feature -> feature.name().equals(featureName)).findFirst();
    }

    /** Returns the API's {@code TtlDuration}, an object of {@code Unit} and {@code Value}; empty if it is none. */
    public static Optional<Duration> timeToLive(JsonNode duration) {
        if (!duration.isObject()) {
            return Optional.empty();
        }
        long value = duration.path("Value").longValue();
        return Optional.of(switch (duration.path("Unit").asText()) {
            case "Seconds" -> Duration.ofSeconds(value);
            case "Minutes" -> Duration.ofMinutes(value);
            case "Hours" -> Duration.ofHours(value);
            case "Days" -> Duration.ofDays(value);
            default -> Duration.ofDays(7).multipliedBy(value);
        });
    }
}
