package io.featurestore.local.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.http.JsonService;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.store.Documents;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Serves SageMaker's feature groups: create, describe, list, update and delete. A group is `Created`
/// immediately. Deleting a group keeps its offline store and its table, as in AWS. The document of a group is the
/// answer of DescribeFeatureGroup.
public final class SageMakerService implements JsonService, FeatureGroups {
    /// The states of an offline store.
    public enum OfflineStatus {
        /// Records reach the offline store.
        ACTIVE("Active"),
        /// Replication to the offline store has failed.
        BLOCKED("Blocked"),
        /// The offline store was turned off.
        DISABLED("Disabled");

        private final String label;

        OfflineStatus(String label) {
            this.label = label;
        }
    }

    private static final String KIND = "feature-groups";

    private final Documents documents;
    private final OfflineTables offlineTables;
    private final String account;
    private final String region;
    private final Clock clock;
    private final int featuresPage;
    private final Map<String, FeatureGroup> known = new ConcurrentHashMap<>();

    /// Opens the feature groups of an account and a region.
    ///
    /// @param account the account, 12 digits
    /// @param clock the source of creation times
    public SageMakerService(
            Documents documents, Catalog catalog, Buckets buckets, String account, String region, Clock clock) {
        this(documents, catalog, buckets, account, region, clock, FeatureGroupLimits.FEATURES_PAGE);
    }

    SageMakerService(
            Documents documents,
            Catalog catalog,
            Buckets buckets,
            String account,
            String region,
            Clock clock,
            int featuresPage) {
        this.documents = documents;
        this.offlineTables = new OfflineTables(catalog, buckets, account, region);
        this.account = account;
        this.region = region;
        this.clock = clock;
        this.featuresPage = featuresPage;
    }

    @Override
    public String targetPrefix() {
        return "SageMaker";
    }

    @Override
    public String contentType() {
        return "application/x-amz-json-1.1";
    }

    @Override
    public synchronized JsonNode call(String operation, ObjectNode input) {
        return switch (operation) {
            case "CreateFeatureGroup" ->
                JsonNodeFactory.instance
                        .objectNode()
                        .put(
                                "FeatureGroupArn",
                                arn(create(input, clock.instant()).name()));
            case "DescribeFeatureGroup" -> describe(input);
            case "ListFeatureGroups" -> Listing.answer(documents.list(KIND).map(Documents.Document::content), input);
            case "UpdateFeatureGroup" -> update(input);
            case "DeleteFeatureGroup" -> delete(input);
            default ->
                throw new ServiceException(
                        400, "UnknownOperationException", "SageMaker's " + operation + " is not served");
        };
    }

    @Override
    public Optional<FeatureGroup> find(String nameOrArn) {
        String name = name(nameOrArn);
        FeatureGroup group = known.get(name);
        if (group != null) {
            return Optional.of(group);
        }
        synchronized (this) {
            Optional<FeatureGroup> read = documents.read(KIND, name).map(StoredGroup::read);
            read.ifPresent(found -> known.put(name, found));
            return read;
        }
    }

    /// Returns the account, 12 digits.
    public String account() {
        return account;
    }

    /// Returns the region.
    public String region() {
        return region;
    }

    /// Creates a feature group as CreateFeatureGroup does, but with a given creation time. Names that contain the
    /// creation time are then known in advance.
    ///
    /// @param input the request of CreateFeatureGroup
    /// @param created the creation time, which is kept in milliseconds
    /// @throws ServiceException with the errors of CreateFeatureGroup
    public synchronized FeatureGroup create(ObjectNode input, Instant created) {
        CreationRules.check(input);
        String name = input.path("FeatureGroupName").asText();
        if (documents.read(KIND, name).isPresent()) {
            throw new ServiceException(
                    400,
                    "ResourceInUse",
                    "Resource Already Exists: FeatureGroup with name " + name
                            + " already exists. Choose a different name.\nInfo: Feature Group '" + name
                            + "' already exists.");
        }
        ObjectNode document = input.deepCopy();
        document.remove("Tags");
        document.put("FeatureGroupArn", arn(name));
        document.put("CreationTime", StoredGroup.seconds(created.truncatedTo(ChronoUnit.MILLIS)));
        document.put("FeatureGroupStatus", "Created");
        if (document.get("OfflineStoreConfig") instanceof ObjectNode offline) {
            offlineTables.create(StoredGroup.read(document), offline);
            document.putObject("OfflineStoreStatus").put("Status", "Active");
        }
        return save(document);
    }

    /// Sets the state of a group's offline store, as a failed replication would. This is for tests.
    ///
    /// @param reason the reason of a blocked state; used for [OfflineStatus#BLOCKED] only
    /// @throws ServiceException if there is no such group or if it has no offline store
    public synchronized void setOfflineStatus(String group, OfflineStatus status, String reason) {
        ObjectNode document = document(group);
        ObjectNode shown = StoredGroup.offlineStatus(document)
                .orElseThrow(() -> FeatureGroupLimits.invalid("The feature group " + group + " has no offline store."));
        shown.removeAll();
        shown.put("Status", status.label);
        if (status == OfflineStatus.BLOCKED) {
            shown.put("BlockedReason", reason);
        }
        save(document);
    }

    private ObjectNode describe(ObjectNode input) {
        ObjectNode answer = requested(input, FeatureGroupLimits.NAME_OR_ARN);
        List<JsonNode> features = new ArrayList<>();
        answer.path("FeatureDefinitions").forEach(features::add);
        Pages.Page<JsonNode> page = new Pages<>(features, featuresPage).at(input.path("NextToken"));
        answer.putArray("FeatureDefinitions").addAll(page.elements());
        page.nextToken().ifPresent(token -> answer.put("NextToken", token));
        return answer;
    }

    private ObjectNode delete(ObjectNode input) {
        String name = requested(input, FeatureGroupLimits.GROUP_NAME)
                .path("FeatureGroupName")
                .asText();
        documents.remove(KIND, name);
        known.remove(name);
        return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode update(ObjectNode input) {
        ObjectNode document = requested(input, FeatureGroupLimits.NAME_OR_ARN);
        Constraints constraints = FeatureGroupLimits.constraints();
        CreationRules.checkFeatures(constraints, input, "FeatureAdditions", FeatureGroupLimits.FEATURE_ADDITIONS);
        CreationRules.checkTimeToLive(constraints, input.path("OnlineStoreConfig"), "onlineStoreConfig");
        constraints.check();
        boolean adds = input.path("FeatureAdditions").isArray();
        if (adds == input.path("OnlineStoreConfig").isObject()) {
            throw FeatureGroupLimits.invalid("Specify either FeatureAdditions or OnlineStoreConfig.");
        }
        if (adds) {
            addFeatures(document, input.path("FeatureAdditions"));
        } else {
            setTimeToLive(document, input.path("OnlineStoreConfig").path("TtlDuration"));
        }
        document.put("LastModifiedTime", StoredGroup.seconds(clock.instant()));
        document.putObject("LastUpdateStatus").put("Status", "Successful");
        save(document);
        return JsonNodeFactory.instance.objectNode().set("FeatureGroupArn", document.get("FeatureGroupArn"));
    }

    private void addFeatures(ObjectNode document, JsonNode additions) {
        ArrayNode definitions = (ArrayNode) document.get("FeatureDefinitions");
        Set<String> taken = new HashSet<>();
        definitions.forEach(
                feature -> taken.add(feature.path("FeatureName").asText().toLowerCase(Locale.ROOT)));
        boolean collections = document.path("OnlineStoreConfig")
                .path("StorageType")
                .asText("")
                .equals("InMemory");
        CreationRules.checkDefinitions(additions, collections, taken);
        if (definitions.size() + additions.size() > FeatureGroupLimits.FEATURES) {
            throw new ServiceException(
                    400,
                    "ResourceLimitExceeded",
                    "A feature group can have " + FeatureGroupLimits.FEATURES + " features.");
        }
        additions.forEach(definitions::add);
        FeatureGroup group = StoredGroup.read(document);
        List<FeatureGroup.Feature> added = group.features()
                .subList(
                        group.features().size() - additions.size(),
                        group.features().size());
        group.offline().flatMap(FeatureGroup.Offline::table).ifPresent(table -> offlineTables.addColumns(table, added));
    }

    private static void setTimeToLive(ObjectNode document, JsonNode duration) {
        if (!document.path("OnlineStoreConfig").path("EnableOnlineStore").asBoolean(false)) {
            throw FeatureGroupLimits.invalid("The feature group has no online store.");
        }
        ObjectNode online = (ObjectNode) document.get("OnlineStoreConfig");
        if (duration.isObject()) {
            online.set("TtlDuration", duration);
        } else {
            online.remove("TtlDuration");
        }
    }

    private ObjectNode requested(ObjectNode input, Constraints.Text rule) {
        Constraints constraints = FeatureGroupLimits.constraints();
        constraints.requiredText(input, "", "FeatureGroupName", rule);
        constraints.check();
        return document(input.path("FeatureGroupName").asText());
    }

    private ObjectNode document(String nameOrArn) {
        return documents
                .read(KIND, name(nameOrArn))
                .map(document -> (ObjectNode) document.deepCopy())
                .orElseThrow(() -> new ServiceException(
                        400,
                        "ResourceNotFound",
                        "Resource Not Found: Amazon SageMaker can't find a FeatureGroup with name [" + nameOrArn
                                + "]."));
    }

    private FeatureGroup save(ObjectNode document) {
        FeatureGroup group = StoredGroup.read(document);
        documents.write(KIND, group.name(), document);
        known.put(group.name(), group);
        return group;
    }

    private String arn(String name) {
        return "arn:aws:sagemaker:" + region + ":" + account + ":feature-group/" + name;
    }

    /// Returns the name from a name or an ARN. An ARN of another account or region is returned unchanged, because
    /// it names no group of this service.
    private String name(String nameOrArn) {
        String name = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
        return arn(name).equals(nameOrArn) ? name : nameOrArn;
    }
}
