package io.featurestore.aws;

import io.featurestore.failure.Internal;
import io.featurestore.store.FeatureGroups;
import io.featurestore.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.OfflineStoreConfig;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.TableFormat;

/// Reads feature groups of SageMaker with `DescribeFeatureGroup`.
public final class SageMakerFeatureGroups implements FeatureGroups {
    private static final String ACTION = "sagemaker:DescribeFeatureGroup";

    private final Supplier<SageMakerClient> client;

    /// Creates a reader. It makes no call yet.
    public SageMakerFeatureGroups(AwsClients clients) {
        this(clients::sageMaker);
    }

    SageMakerFeatureGroups(Supplier<SageMakerClient> client) {
        this.client = client;
    }

    @Override
    public Optional<Description> describe(String nameOrArn) {
        String resource = "feature group " + nameOrArn;
        return AwsErrors.call(ACTION, resource, () -> {
            try {
                return Optional.of(pages(nameOrArn));
            } catch (ResourceNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /// Reads all pages. The first page describes the group, and every page has some of the feature definitions.
    private Description pages(String nameOrArn) {
        DescribeFeatureGroupResponse first = client.get().describeFeatureGroup(r -> r.featureGroupName(nameOrArn));
        List<FeatureDefinition> definitions = new ArrayList<>(first.featureDefinitions());
        DescribeFeatureGroupResponse page = first;
        while (page.nextToken() != null && !page.nextToken().isEmpty()) {
            String token = page.nextToken();
            page = client.get()
                    .describeFeatureGroup(r -> r.featureGroupName(nameOrArn).nextToken(token));
            definitions.addAll(page.featureDefinitions());
        }
        return new Description(
                first.featureGroupName(),
                status(first),
                Optional.ofNullable(first.failureReason()),
                first.recordIdentifierFeatureName(),
                first.eventTimeFeatureName(),
                definitions.stream().map(SageMakerFeatureGroups::feature).toList(),
                Optional.ofNullable(first.offlineStoreConfig()).map(c -> store(c, first)),
                Optional.ofNullable(first.featureGroupArn()));
    }

    private static Status status(DescribeFeatureGroupResponse group) {
        if (group.featureGroupStatus() == null) {
            return Status.OTHER;
        }
        return switch (group.featureGroupStatus()) {
            case CREATING -> Status.CREATING;
            case CREATED -> Status.CREATED;
            case CREATE_FAILED -> Status.CREATE_FAILED;
            case DELETING -> Status.DELETING;
            case DELETE_FAILED -> Status.DELETE_FAILED;
            case UNKNOWN_TO_SDK_VERSION -> Status.OTHER;
        };
    }

    private static OfflineStore store(OfflineStoreConfig config, DescribeFeatureGroupResponse group) {
        StoreStatus status = StoreStatus.OTHER;
        Optional<String> blockedReason = Optional.empty();
        if (group.offlineStoreStatus() != null && group.offlineStoreStatus().status() != null) {
            status = switch (group.offlineStoreStatus().status()) {
                case ACTIVE -> StoreStatus.ACTIVE;
                case BLOCKED -> StoreStatus.BLOCKED;
                case DISABLED -> StoreStatus.DISABLED;
                case UNKNOWN_TO_SDK_VERSION -> StoreStatus.OTHER;
            };
            blockedReason = Optional.ofNullable(group.offlineStoreStatus().blockedReason());
        }
        Optional<TableName> table = Optional.ofNullable(config.dataCatalogConfig())
                .filter(c -> c.database() != null && c.tableName() != null)
                .map(c -> new TableName(Optional.ofNullable(c.catalog()), c.database(), c.tableName()));
        return new OfflineStore(
                status,
                blockedReason,
                table,
                config.tableFormat() == TableFormat.ICEBERG,
                Optional.ofNullable(config.s3StorageConfig())
                        .flatMap(c -> Optional.ofNullable(c.resolvedOutputS3Uri())));
    }

    private static Table.Feature feature(FeatureDefinition definition) {
        Table.FeatureType type =
                switch (definition.featureType()) {
                    case INTEGRAL -> Table.FeatureType.INTEGRAL;
                    case FRACTIONAL -> Table.FeatureType.FRACTIONAL;
                    case STRING -> Table.FeatureType.STRING;
                    case UNKNOWN_TO_SDK_VERSION ->
                        throw new Internal("Feature " + definition.featureName() + " has the type "
                                + definition.featureTypeAsString() + ", which this version does not know.");
                };
        return new Table.Feature(definition.featureName(), type, collection(definition));
    }

    private static Optional<Table.Collection> collection(FeatureDefinition definition) {
        if (definition.collectionType() == null) {
            return Optional.empty();
        }
        Table.CollectionType type =
                switch (definition.collectionType()) {
                    case LIST -> Table.CollectionType.LIST;
                    case SET -> Table.CollectionType.SET;
                    case VECTOR -> Table.CollectionType.VECTOR;
                    case UNKNOWN_TO_SDK_VERSION ->
                        throw new Internal("Feature " + definition.featureName() + " is a collection of the type "
                                + definition.collectionTypeAsString() + ", which this version does not know.");
                };
        return Optional.of(new Table.Collection(type, dimension(definition)));
    }

    private static OptionalInt dimension(FeatureDefinition definition) {
        return definition.collectionConfig() == null
                        || definition.collectionConfig().vectorConfig() == null
                        || definition.collectionConfig().vectorConfig().dimension() == null
                ? OptionalInt.empty()
                : OptionalInt.of(definition.collectionConfig().vectorConfig().dimension());
    }
}
