package io.featurestore.local.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads the document of a feature group, which is the answer of DescribeFeatureGroup with all feature
/// definitions.
final class StoredGroup {
    private StoredGroup() {}

    /// Returns the group in the form that the other services use.
    static FeatureGroup read(JsonNode document) {
        List<FeatureGroup.Feature> features = new ArrayList<>();
        for (JsonNode definition : document.path("FeatureDefinitions")) {
            JsonNode dimension =
                    definition.path("CollectionConfig").path("VectorConfig").path("Dimension");
            features.add(new FeatureGroup.Feature(
                    definition.path("FeatureName").asText(),
                    definition.path("FeatureType").asText(),
                    Optional.ofNullable(definition.path("CollectionType").textValue()),
                    dimension.isInt() ? OptionalInt.of(dimension.intValue()) : OptionalInt.empty()));
        }
        JsonNode online = document.path("OnlineStoreConfig");
        return new FeatureGroup(
                document.path("FeatureGroupName").asText(),
                document.path("RecordIdentifierFeatureName").asText(),
                document.path("EventTimeFeatureName").asText(),
                features,
                online.path("EnableOnlineStore").asBoolean(false),
                FeatureGroup.timeToLive(online.path("TtlDuration")),
                offline(document),
                instant(document.path("CreationTime").decimalValue()));
    }

    /// Converts an instant to the form of AWS's JSON protocols: seconds with three decimals.
    static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.toEpochMilli(), 3);
    }

    /// Converts a time of AWS's JSON protocols to an instant.
    static Instant instant(BigDecimal seconds) {
        return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
    }

    /// Returns the status and, for a blocked store, its reason. Returns empty without an offline store.
    static Optional<ObjectNode> offlineStatus(JsonNode document) {
        return document.path("OfflineStoreStatus") instanceof ObjectNode status
                ? Optional.of(status)
                : Optional.empty();
    }

    private static Optional<FeatureGroup.Offline> offline(JsonNode document) {
        JsonNode config = document.path("OfflineStoreConfig");
        if (!config.isObject()) {
            return Optional.empty();
        }
        JsonNode names = config.path("DataCatalogConfig");
        return Optional.of(new FeatureGroup.Offline(
                config.path("S3StorageConfig").path("ResolvedOutputS3Uri").asText(),
                names.isObject()
                        ? Optional.of(new FeatureGroup.TableName(
                                names.path("Database").asText(),
                                names.path("TableName").asText()))
                        : Optional.empty(),
                config.path("TableFormat").asText("").equals("Iceberg"),
                document.path("OfflineStoreStatus").path("Status").asText()));
    }
}
