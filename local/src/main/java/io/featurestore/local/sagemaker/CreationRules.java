package io.featurestore.local.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Checks a CreateFeatureGroup request: first the constraints of the service model, then the rules between the
/// members.
final class CreationRules {
    private static final Set<String> RESERVED = Set.of("is_deleted", "write_time", "api_invocation_time");

    private CreationRules() {}

    static void check(ObjectNode input) {
        checkModel(input);
        JsonNode online = input.path("OnlineStoreConfig");
        JsonNode offline = input.path("OfflineStoreConfig");
        if (!online.path("EnableOnlineStore").asBoolean(false) && !offline.isObject()) {
            throw FeatureGroupLimits.invalid("OnlineStore and OfflineStore cannot be both disabled. "
                    + "Please enable at least one of them and retry the request.");
        }
        boolean collections = online.path("StorageType").asText("").equals("InMemory");
        Map<String, JsonNode> features = checkDefinitions(input.path("FeatureDefinitions"), collections, Set.of());
        key(input, "RecordIdentifierFeatureName", features);
        JsonNode eventTime = key(input, "EventTimeFeatureName", features);
        if (eventTime.path("FeatureType").asText().equals("Integral")) {
            throw FeatureGroupLimits.invalid(
                    "The EventTimeFeatureName " + eventTime.path("FeatureName").asText()
                            + " must be of FeatureType String or Fractional, not Integral.");
        }
        if (offline.isObject()) {
            checkOffline(offline, eventTime);
        }
    }

    private static void checkModel(ObjectNode input) {
        Constraints constraints = FeatureGroupLimits.constraints();
        constraints.requiredText(input, "", "FeatureGroupName", FeatureGroupLimits.GROUP_NAME);
        constraints.requiredText(input, "", "RecordIdentifierFeatureName", FeatureGroupLimits.FEATURE_NAME);
        constraints.requiredText(input, "", "EventTimeFeatureName", FeatureGroupLimits.FEATURE_NAME);
        constraints.required(input, "", "FeatureDefinitions");
        checkFeatures(constraints, input, "FeatureDefinitions", FeatureGroupLimits.FEATURES);
        JsonNode online = input.path("OnlineStoreConfig");
        constraints.text(online, "onlineStoreConfig", "StorageType", FeatureGroupLimits.STORAGE_TYPE);
        checkTimeToLive(constraints, online, "onlineStoreConfig");
        JsonNode offline = input.path("OfflineStoreConfig");
        if (offline.isObject()) {
            checkOfflineModel(constraints, offline);
        }
        constraints.text(input, "", "RoleArn", FeatureGroupLimits.ROLE_ARN);
        constraints.text(input, "", "Description", FeatureGroupLimits.DESCRIPTION);
        constraints.check();
    }

    private static void checkOfflineModel(Constraints constraints, JsonNode offline) {
        String path = "offlineStoreConfig";
        if (constraints.required(offline, path, "S3StorageConfig")) {
            constraints.requiredText(
                    offline.path("S3StorageConfig"), path + ".s3StorageConfig", "S3Uri", FeatureGroupLimits.S3_URI);
        }
        constraints.text(offline, path, "TableFormat", FeatureGroupLimits.TABLE_FORMAT);
        JsonNode catalog = offline.path("DataCatalogConfig");
        if (catalog.isObject()) {
            for (String field : List.of("TableName", "Catalog", "Database")) {
                constraints.requiredText(catalog, path + ".dataCatalogConfig", field, FeatureGroupLimits.CATALOG_NAME);
            }
        }
    }

    /// Checks an optional TtlDuration against the service model.
    static void checkTimeToLive(Constraints constraints, JsonNode parent, String path) {
        JsonNode duration = parent.path("TtlDuration");
        if (duration.isObject()) {
            constraints.requiredText(duration, path + ".ttlDuration", "Unit", FeatureGroupLimits.TTL_UNIT);
            constraints.required(duration, path + ".ttlDuration", "Value");
            constraints.number(duration, path + ".ttlDuration", "Value", 1, Integer.MAX_VALUE);
        }
    }

    /// Checks a list of feature definitions against the service model.
    static void checkFeatures(Constraints constraints, JsonNode parent, String field, int most) {
        String list = Character.toLowerCase(field.charAt(0)) + field.substring(1);
        int number = 0;
        for (JsonNode feature : constraints.list(parent, "", field, 1, most)) {
            number++;
            String path = list + "." + number + ".member";
            constraints.requiredText(feature, path, "FeatureName", FeatureGroupLimits.FEATURE_NAME);
            constraints.requiredText(feature, path, "FeatureType", FeatureGroupLimits.FEATURE_TYPE);
            constraints.text(feature, path, "CollectionType", FeatureGroupLimits.COLLECTION_TYPE);
            JsonNode vector = feature.path("CollectionConfig").path("VectorConfig");
            if (vector.isObject()) {
                constraints.required(vector, path + ".collectionConfig.vectorConfig", "Dimension");
                constraints.number(
                        vector,
                        path + ".collectionConfig.vectorConfig",
                        "Dimension",
                        1,
                        FeatureGroupLimits.VECTOR_DIMENSION);
            }
        }
    }

    /// Checks the rules between feature definitions: names must be free, and a collection needs an online store
    /// that can hold it (docs.aws.amazon.com/sagemaker/latest/dg/feature-store-collection-types.html).
    ///
    /// @param collections whether the storage type of the online store is InMemory
    /// @param taken the names that are already used, in lower case
    /// @return the definitions by name
    static Map<String, JsonNode> checkDefinitions(JsonNode definitions, boolean collections, Set<String> taken) {
        Map<String, JsonNode> byName = new HashMap<>();
        Set<String> lower = new HashSet<>(taken);
        List<String> vectors = new ArrayList<>();
        for (JsonNode definition : definitions) {
            String name = definition.path("FeatureName").asText();
            if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw FeatureGroupLimits.invalid("The feature name " + name + " is reserved. Choose a different name.");
            }
            // Column names in the data catalog do not distinguish case.
            if (!lower.add(name.toLowerCase(Locale.ROOT))) {
                throw FeatureGroupLimits.invalid("The feature name " + name
                        + " is used more than once. Names must differ by more " + "than case.");
            }
            byName.put(name, definition);
            if (definition.hasNonNull("CollectionType")) {
                checkCollection(definition, name, collections, vectors);
            }
        }
        return byName;
    }

    private static void checkCollection(JsonNode definition, String name, boolean collections, List<String> vectors) {
        if (!collections) {
            throw FeatureGroupLimits.invalid(
                    "The feature " + name + " has a CollectionType. Only a feature group with an "
                            + "online store of StorageType InMemory can have one.");
        }
        if (!definition.path("CollectionType").asText().equals("Vector")) {
            return;
        }
        if (!definition.path("FeatureType").asText().equals("Fractional")) {
            throw FeatureGroupLimits.invalid(
                    "The feature " + name + " is a Vector; its FeatureType must be Fractional.");
        }
        if (!definition.path("CollectionConfig").path("VectorConfig").isObject()) {
            throw FeatureGroupLimits.invalid(
                    "The feature " + name + " is a Vector; its CollectionConfig must hold a VectorConfig.");
        }
        vectors.add(name);
        if (vectors.size() > 1) {
            throw FeatureGroupLimits.invalid(
                    "The features " + String.join(", ", vectors) + " are Vectors; a feature group can have one.");
        }
    }

    private static JsonNode key(ObjectNode input, String field, Map<String, JsonNode> features) {
        String name = input.path(field).asText();
        JsonNode feature = features.get(name);
        if (feature == null) {
            throw FeatureGroupLimits.invalid(
                    "The " + field + " " + name + " must be one of the feature definitions' names.");
        }
        if (feature.hasNonNull("CollectionType")) {
            throw FeatureGroupLimits.invalid("The " + field + " " + name + " must not have a CollectionType.");
        }
        return feature;
    }

    private static void checkOffline(JsonNode offline, JsonNode eventTime) {
        String uri = offline.path("S3StorageConfig").path("S3Uri").asText();
        if (!uri.startsWith("s3://")) {
            throw FeatureGroupLimits.invalid("The S3Uri " + uri + " must begin with s3://.");
        }
        if (!offline.path("TableFormat").asText("").equals("Iceberg")) {
            return;
        }
        if (!eventTime.path("FeatureType").asText().equals("String")) {
            throw FeatureGroupLimits.invalid(
                    "The TableFormat Iceberg needs an EventTimeFeatureName of FeatureType String.");
        }
        if (offline.path("DisableGlueTableCreation").asBoolean(false)) {
            throw FeatureGroupLimits.invalid("The TableFormat Iceberg needs DisableGlueTableCreation to be false.");
        }
    }
}
