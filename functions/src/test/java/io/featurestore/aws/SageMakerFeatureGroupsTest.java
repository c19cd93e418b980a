package io.featurestore.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.AccessDenied;
import io.featurestore.store.FeatureGroups.Description;
import io.featurestore.store.FeatureGroups.OfflineStore;
import io.featurestore.store.FeatureGroups.Status;
import io.featurestore.store.FeatureGroups.StoreStatus;
import io.featurestore.store.Table.Collection;
import io.featurestore.store.Table.CollectionType;
import io.featurestore.store.Table.Feature;
import io.featurestore.store.Table.FeatureType;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

class SageMakerFeatureGroupsTest {
    private static final String GROUP = """
                                        {"FeatureGroupName": "customers", "FeatureGroupStatus": "%s", "RecordIdentifierFeatureName": "id",
                                         "EventTimeFeatureName": "at", "FeatureDefinitions": [%s]%s}""";

    private final CannedService service = new CannedService();
    private final SageMakerFeatureGroups groups =
            new SageMakerFeatureGroups(() -> service.client(SageMakerClient.builder()));

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void gathersTheDefinitionsOfAllPages() {
        service.answers(GROUP.formatted(
                        "Created",
                        feature("id", "String") + "," + feature("at", "Fractional"),
                        ", \"NextToken\": \"more\""))
                .answers(GROUP.formatted("Created", feature("n", "Integral"), ""));
        assertThat(groups.describe("customers").orElseThrow().features())
                .containsExactly(
                        new Feature("id", FeatureType.STRING),
                        new Feature("at", FeatureType.FRACTIONAL),
                        new Feature("n", FeatureType.INTEGRAL));
        assertThat(service.asked().get(0).body().toString()).isEqualTo("{\"FeatureGroupName\":\"customers\"}");
        assertThat(service.asked().get(1).body().get("NextToken").asText()).isEqualTo("more");
    }

    @Test
    void readsTheCollections() {
        service.answers(GROUP.formatted("Created", """
                {"FeatureName": "l", "FeatureType": "String", "CollectionType": "List"},
                {"FeatureName": "s", "FeatureType": "Integral", "CollectionType": "Set"},
                {"FeatureName": "v", "FeatureType": "Fractional", "CollectionType": "Vector",
                 "CollectionConfig": {"VectorConfig": {"Dimension": 3}}}""", ""));
        assertThat(groups.describe("customers").orElseThrow().features())
                .containsExactly(
                        new Feature("l", FeatureType.STRING, collection(CollectionType.LIST, OptionalInt.empty())),
                        new Feature("s", FeatureType.INTEGRAL, collection(CollectionType.SET, OptionalInt.empty())),
                        new Feature("v", FeatureType.FRACTIONAL, collection(CollectionType.VECTOR, OptionalInt.of(3))));
    }

    private static Optional<Collection> collection(CollectionType type, OptionalInt dimension) {
        return Optional.of(new Collection(type, dimension));
    }

    @Test
    void readsTheOfflineStore() {
        service.answers(GROUP.formatted("Created", feature("id", "String"), """
                , "OfflineStoreStatus": {"Status": "Blocked", "BlockedReason": "no role"},
                "OfflineStoreConfig": {"S3StorageConfig": {"S3Uri": "s3://b"}, "TableFormat": "Iceberg",
                 "DataCatalogConfig": {"TableName": "t", "Catalog": "AwsDataCatalog", "Database": "d"}}"""));
        Description group = groups.describe("customers").orElseThrow();
        assertThat(group.name()).isEqualTo("customers");
        assertThat(group.recordIdentifier()).isEqualTo("id");
        assertThat(group.eventTime()).isEqualTo("at");
        OfflineStore store = group.offlineStore().orElseThrow();
        assertThat(store.status()).isEqualTo(StoreStatus.BLOCKED);
        assertThat(store.blockedReason()).contains("no role");
        assertThat(store.iceberg()).isTrue();
        assertThat(store.table())
                .hasToString("Optional[TableName[catalog=Optional[AwsDataCatalog], database=d, " + "name=t]]");
    }

    @Test
    void readsAnOfflineStoreWithoutATable() {
        service.answers(GROUP.formatted("CreateFailed", feature("id", "String"), """
                , "FailureReason": "why", "OfflineStoreConfig": {"S3StorageConfig": {"S3Uri": "s3://b"},
                 "DisableGlueTableCreation": true}"""));
        Description group = groups.describe("customers").orElseThrow();
        assertThat(group.status()).isEqualTo(Status.CREATE_FAILED);
        assertThat(group.failureReason()).contains("why");
        assertThat(group.offlineStore().orElseThrow().table()).isEmpty();
        assertThat(group.offlineStore().orElseThrow().iceberg()).isFalse();
        assertThat(group.offlineStore().orElseThrow().status()).isEqualTo(StoreStatus.OTHER);
    }

    @Test
    void knowsAGroupWithoutAnOfflineStoreOrWithAStatusOfTheFuture() {
        service.answers(GROUP.formatted("Improving", feature("id", "String"), ""));
        Description group = groups.describe("customers").orElseThrow();
        assertThat(group.status()).isEqualTo(Status.OTHER);
        assertThat(group.offlineStore()).isEmpty();
    }

    @Test
    void findsNothingWhereThereIsNone() {
        service.fails("ResourceNotFound", "Resource Not Found");
        assertThat(groups.describe("customers")).isEmpty();
    }

    @Test
    void namesTheActionThatIsDenied() {
        service.fails("AccessDeniedException", "no");
        assertThatThrownBy(() -> groups.describe("customers"))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("sagemaker:DescribeFeatureGroup on feature group customers");
    }

    private static String feature(String name, String type) {
        return "{\"FeatureName\": \"" + name + "\", \"FeatureType\": \"" + type + "\"}";
    }
}
