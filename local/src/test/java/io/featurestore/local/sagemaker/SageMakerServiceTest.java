package io.featurestore.local.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.featurestore.local.fixture.LocalFeatureStore;
import io.featurestore.local.fixture.SettableClock;
import io.featurestore.local.glue.Catalog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CollectionType;
import software.amazon.awssdk.services.sagemaker.model.CreateFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.FeatureGroupStatus;
import software.amazon.awssdk.services.sagemaker.model.FeatureGroupSummary;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;
import software.amazon.awssdk.services.sagemaker.model.ListFeatureGroupsRequest;
import software.amazon.awssdk.services.sagemaker.model.OfflineStoreConfig;
import software.amazon.awssdk.services.sagemaker.model.OfflineStoreStatusValue;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.StorageType;
import software.amazon.awssdk.services.sagemaker.model.TableFormat;
import software.amazon.awssdk.services.sagemaker.model.TtlDurationUnit;

class SageMakerServiceTest {
    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05.678Z"));
    private LocalFeatureStore local;
    private SageMakerClient client;

    @BeforeEach
    void open() throws IOException {
        local = new LocalFeatureStore(folder, clock);
        client = local.sageMaker();
    }

    @AfterEach
    void close() throws IOException {
        local.close();
    }

    @Test
    void describesAGroupAsItWasMade() {
        String arn = client.createFeatureGroup(request("My-Group")
                        .description("about")
                        .roleArn("arn:aws:iam::123456789012:role/feature-store")
                        .onlineStoreConfig(online -> online.enableOnlineStore(true)
                                .ttlDuration(
                                        ttl -> ttl.unit(TtlDurationUnit.DAYS).value(3)))
                        .build())
                .featureGroupArn();

        DescribeFeatureGroupResponse group = describe("My-Group");
        assertThat(arn).isEqualTo("arn:aws:sagemaker:eu-west-1:123456789012:feature-group/My-Group");
        assertThat(group.featureGroupArn()).isEqualTo(arn);
        assertThat(group.featureGroupName()).isEqualTo("My-Group");
        assertThat(group.description()).isEqualTo("about");
        assertThat(group.roleArn()).isEqualTo("arn:aws:iam::123456789012:role/feature-store");
        assertThat(group.recordIdentifierFeatureName()).isEqualTo("id");
        assertThat(group.eventTimeFeatureName()).isEqualTo("at");
        assertThat(group.creationTime()).isEqualTo(clock.instant());
        assertThat(group.featureGroupStatus()).isEqualTo(FeatureGroupStatus.CREATED);
        assertThat(group.onlineStoreConfig().ttlDuration().value()).isEqualTo(3);
        assertThat(group.featureDefinitions())
                .extracting(FeatureDefinition::featureName, FeatureDefinition::featureType)
                .containsExactly(tuple("id", FeatureType.STRING), tuple("at", FeatureType.FRACTIONAL));
        assertThat(group.nextToken()).isNull();
        assertThat(group.offlineStoreStatus().status()).isEqualTo(OfflineStoreStatusValue.ACTIVE);
        OfflineStoreConfig offline = group.offlineStoreConfig();
        assertThat(offline.disableGlueTableCreation()).isFalse();
        assertThat(offline.s3StorageConfig().s3Uri()).isEqualTo("s3://store/some/where/");
        assertThat(offline.s3StorageConfig().resolvedOutputS3Uri())
                .isEqualTo("s3://store/some/where/123456789012/"
                        + "sagemaker/eu-west-1/offline-store/My-Group-1767323045/data");
        assertThat(offline.dataCatalogConfig().catalog()).isEqualTo("AwsDataCatalog");
        assertThat(offline.dataCatalogConfig().database()).isEqualTo("sagemaker_featurestore");
        assertThat(offline.dataCatalogConfig().tableName()).isEqualTo("my_group_1767323045");
    }

    @Test
    void findsAGroupByItsArn() {
        String arn = client.createFeatureGroup(request("g").build()).featureGroupArn();

        assertThat(describe(arn).featureGroupName()).isEqualTo("g");
    }

    @Test
    void makesAPartitionedTableForTheGlueFormat() {
        client.createFeatureGroup(request("g")
                .featureDefinitions(
                        definition("id", FeatureType.STRING),
                        definition("at", FeatureType.FRACTIONAL),
                        definition("Count", FeatureType.INTEGRAL),
                        definition("Words", FeatureType.STRING).toBuilder()
                                .collectionType(CollectionType.LIST)
                                .build(),
                        definition("Place", FeatureType.FRACTIONAL).toBuilder()
                                .collectionType(CollectionType.VECTOR)
                                .collectionConfig(config -> config.vectorConfig(vector -> vector.dimension(2)))
                                .build())
                .onlineStoreConfig(online -> online.enableOnlineStore(true).storageType(StorageType.IN_MEMORY))
                .build());

        Catalog.Table table = table("g");
        assertThat(table.columns())
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly(
                        "id string",
                        "at double",
                        "count bigint",
                        "words array<string>",
                        "place array<double>",
                        "write_time timestamp",
                        "api_invocation_time timestamp",
                        "is_deleted boolean");
        assertThat(table.partitionKeys())
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly("year string", "month string", "day string", "hour string");
        assertThat(table.location())
                .isEqualTo(describe("g").offlineStoreConfig().s3StorageConfig().resolvedOutputS3Uri());
        assertThat(table.iceberg()).isFalse();
    }

    @Test
    void makesAnIcebergTable() {
        client.createFeatureGroup(request("g")
                .featureDefinitions(definition("id", FeatureType.STRING), definition("at", FeatureType.STRING))
                .offlineStoreConfig(offline ->
                        offline.tableFormat(TableFormat.ICEBERG).s3StorageConfig(s3 -> s3.s3Uri("s3://store")))
                .build());

        assertThat(describe("g").offlineStoreConfig().tableFormat()).isEqualTo(TableFormat.ICEBERG);
        assertThat(table("g").iceberg()).isTrue();
        assertThat(table("g").partitionKeys()).isEmpty();
    }

    @Test
    void takesTheTableTheCallerNames() {
        client.createFeatureGroup(request("g")
                .offlineStoreConfig(offline -> offline.s3StorageConfig(s3 -> s3.s3Uri("s3://store"))
                        .dataCatalogConfig(names ->
                                names.catalog("AwsDataCatalog").database("own").tableName("Name-d")))
                .build());

        assertThat(local.catalog().table("own", "Name-d")).isPresent();
        assertThat(describe("g").offlineStoreConfig().dataCatalogConfig().database())
                .isEqualTo("own");
    }

    @Test
    void makesNoTableWhereNoneIsWanted() {
        client.createFeatureGroup(request("g")
                .offlineStoreConfig(
                        offline -> offline.disableGlueTableCreation(true).s3StorageConfig(s3 -> s3.s3Uri("s3://store")))
                .build());

        assertThat(local.catalog().tables()).isEmpty();
        assertThat(describe("g").offlineStoreConfig().disableGlueTableCreation())
                .isTrue();
        assertThat(describe("g").offlineStoreConfig().dataCatalogConfig()).isNull();
    }

    @Test
    void makesAGroupWithoutAnOfflineStore() {
        client.createFeatureGroup(request("g")
                .offlineStoreConfig((OfflineStoreConfig) null)
                .onlineStoreConfig(online -> online.enableOnlineStore(true))
                .build());

        assertThat(describe("g").offlineStoreConfig()).isNull();
        assertThat(describe("g").offlineStoreStatus()).isNull();
        assertThat(local.catalog().tables()).isEmpty();
    }

    @Test
    void givesAllFeaturesAGroupCanHaveInOneAnswer() {
        client.createFeatureGroup(
                request("wide").featureDefinitions(wide(2_500)).build());

        var all = describe("wide").featureDefinitions();
        assertThat(all).hasSize(2_500);
        assertThat(describe("wide").nextToken()).isNull();
    }

    @Test
    void keepsAGroupOverARestart() throws IOException {
        client.createFeatureGroup(request("g").build());
        DescribeFeatureGroupResponse before = describe("g");
        close();
        open();

        assertThat(describe("g").equalsBySdkFields(before)).isTrue();
    }

    @Test
    void listsTheNewestGroupFirst() {
        makeThree();

        assertThat(list(request -> {})).containsExactly("churn-3", "sales-2", "churn-1");
    }

    @Test
    void listsWhatTheFiltersLeave() {
        makeThree();

        assertThat(list(request -> request.nameContains("churn"))).containsExactly("churn-3", "churn-1");
        assertThat(list(request -> request.sortBy("Name").sortOrder("Ascending")))
                .containsExactly("churn-1", "churn-3", "sales-2");
        assertThat(list(request -> request.creationTimeAfter(Instant.parse("2026-01-02T04:00:00Z"))))
                .containsExactly("churn-3", "sales-2");
        assertThat(list(request -> request.creationTimeBefore(Instant.parse("2026-01-02T04:00:00Z"))))
                .containsExactly("churn-1");
        assertThat(list(request -> request.featureGroupStatusEquals("Created"))).hasSize(3);
        assertThat(list(request -> request.featureGroupStatusEquals("Deleting")))
                .isEmpty();
        assertThat(list(request -> request.offlineStoreStatusEquals("Active"))).hasSize(3);
        assertThat(list(request -> request.offlineStoreStatusEquals("Blocked"))).isEmpty();
    }

    @Test
    void showsABlockedOfflineStoreAndWhy() {
        makeThree();
        local.groups().setOfflineStatus("sales-2", SageMakerService.OfflineStatus.BLOCKED, "access denied");

        assertThat(describe("sales-2").offlineStoreStatus().status()).isEqualTo(OfflineStoreStatusValue.BLOCKED);
        assertThat(describe("sales-2").offlineStoreStatus().blockedReason()).isEqualTo("access denied");
        assertThat(list(request -> request.offlineStoreStatusEquals("Blocked"))).containsExactly("sales-2");

        local.groups().setOfflineStatus("sales-2", SageMakerService.OfflineStatus.ACTIVE, "");
        assertThat(describe("sales-2").offlineStoreStatus().blockedReason()).isNull();
    }

    @Test
    void pagesTheList() {
        makeThree();

        var first = client.listFeatureGroups(request -> request.maxResults(2));
        assertThat(first.featureGroupSummaries()).hasSize(2);
        var second = client.listFeatureGroups(request -> request.maxResults(2).nextToken(first.nextToken()));
        assertThat(second.featureGroupSummaries())
                .extracting(FeatureGroupSummary::featureGroupName)
                .containsExactly("churn-1");
        assertThat(second.nextToken()).isNull();
        assertThat(client.listFeatureGroupsPaginator(request -> request.maxResults(1))
                        .featureGroupSummaries())
                .hasSize(3)
                .allSatisfy(group -> {
                    assertThat(group.featureGroupArn()).endsWith("/" + group.featureGroupName());
                    assertThat(group.featureGroupStatus()).isEqualTo(FeatureGroupStatus.CREATED);
                    assertThat(group.offlineStoreStatus().status()).isEqualTo(OfflineStoreStatusValue.ACTIVE);
                });
    }

    @Test
    void deletesAGroupAndLeavesItsTable() {
        client.createFeatureGroup(request("g").build());

        client.deleteFeatureGroup(request -> request.featureGroupName("g"));

        assertThatThrownBy(() -> describe("g"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("can't find a FeatureGroup with name [g]");
        assertThat(list(request -> {})).isEmpty();
        assertThat(local.catalog().tables()).hasSize(1);
    }

    @Test
    void givesAGroupMadeAnewItsOwnTable() {
        client.createFeatureGroup(request("g").build());
        client.deleteFeatureGroup(request -> request.featureGroupName("g"));
        client.createFeatureGroup(request("g").build());

        assertThat(local.catalog().tables())
                .extracting(Catalog.Table::name)
                .containsExactly("g_1767323045", "g_1767323046");
        assertThat(local.catalog().tables()).extracting(Catalog.Table::location).doesNotHaveDuplicates();
    }

    @Test
    void addsFeatures() {
        client.createFeatureGroup(request("g").build());
        clock.set(Instant.parse("2026-01-03T00:00:00Z"));

        client.updateFeatureGroup(
                request -> request.featureGroupName("g").featureAdditions(definition("score", FeatureType.FRACTIONAL)));

        assertThat(describe("g").featureDefinitions())
                .extracting(FeatureDefinition::featureName)
                .containsExactly("id", "at", "score");
        assertThat(describe("g").lastModifiedTime()).isEqualTo(clock.instant());
        assertThat(table("g").columns())
                .extracting(Catalog.Column::name)
                .containsExactly("id", "at", "score", "write_time", "api_invocation_time", "is_deleted");
    }

    @Test
    void refusesASecondGroupOfAName() {
        client.createFeatureGroup(request("g").build());

        assertThatThrownBy(() -> client.createFeatureGroup(request("g").build()))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("already exists");
    }

    @Test
    void knowsNoGroupThatWasNotMade() {
        assertThatThrownBy(() -> describe("none")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> client.deleteFeatureGroup(request -> request.featureGroupName("none")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> client.updateFeatureGroup(request ->
                        request.featureGroupName("none").featureAdditions(definition("score", FeatureType.FRACTIONAL))))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-g",
                "g-",
                "g_",
                "a b",
                "g/h",
                "가",
                "g1234567890123456789012345678901234567890123456789012345678901234"
            })
    void refusesANameThatIsNone(String name) {
        refused(request(name), "featureGroupName");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            is_deleted | reserved
                                            Write_Time | reserved
                                            ID         | more than once
                                            a b        | featureDefinitions.3.member.featureName
                                            """)
    void refusesAFeatureNameThatIsNotFree(String name, String reason) {
        refused(
                request("g")
                        .featureDefinitions(
                                definition("id", FeatureType.STRING),
                                definition("at", FeatureType.FRACTIONAL),
                                definition(name, FeatureType.STRING)),
                reason);
    }

    @Test
    void refusesKeysThatAreNoFeatures() {
        refused(request("g").recordIdentifierFeatureName("other"), "RecordIdentifierFeatureName other");
        refused(request("g").eventTimeFeatureName("other"), "EventTimeFeatureName other");
    }

    @Test
    void refusesAnIntegralEventTime() {
        refused(
                request("g")
                        .featureDefinitions(
                                definition("id", FeatureType.STRING), definition("at", FeatureType.INTEGRAL)),
                "String or Fractional");
    }

    @Test
    void refusesIcebergWithAFractionalEventTime() {
        refused(
                request("g").offlineStoreConfig(offline -> offline.tableFormat(TableFormat.ICEBERG)
                        .s3StorageConfig(s3 -> s3.s3Uri("s3://store"))),
                "Iceberg needs an EventTimeFeatureName");
    }

    @Test
    void refusesACollectionOutsideMemory() {
        refused(
                request("g")
                        .featureDefinitions(
                                definition("id", FeatureType.STRING),
                                definition("at", FeatureType.FRACTIONAL),
                                definition("tags", FeatureType.STRING).toBuilder()
                                        .collectionType(CollectionType.LIST)
                                        .build()),
                "InMemory");
    }

    @Test
    void refusesAnOfflineStoreInNoBucket() {
        refused(
                request("g").offlineStoreConfig(offline -> offline.s3StorageConfig(s3 -> s3.s3Uri("s3://nowhere/x"))),
                "bucket nowhere");
        refused(
                request("g").offlineStoreConfig(offline -> offline.s3StorageConfig(s3 -> s3.s3Uri("/tmp"))),
                "offlineStoreConfig.s3StorageConfig.s3Uri");
    }

    @Test
    void refusesAGroupWithoutAnyStore() {
        refused(request("g").offlineStoreConfig((OfflineStoreConfig) null), "cannot be both disabled");
    }

    @Test
    void refusesTooManyFeatures() {
        refused(request("g").featureDefinitions(wide(2_501)), "less than or equal to 2500");
    }

    @Test
    void refusesATokenItNeverGave() {
        assertThatThrownBy(() -> client.listFeatureGroups(request -> request.nextToken("7")))
                .isInstanceOf(SageMakerException.class)
                .hasMessageContaining("NextToken");
    }

    private void refused(CreateFeatureGroupRequest.Builder request, String reason) {
        assertThatThrownBy(() -> client.createFeatureGroup(request.build()))
                .isInstanceOfSatisfying(SageMakerException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
                })
                .hasMessageContaining(reason);
        assertThat(list(all -> {})).isEmpty();
        assertThat(local.catalog().tables()).isEmpty();
    }

    private void makeThree() {
        for (String name : List.of("churn-1", "sales-2", "churn-3")) {
            client.createFeatureGroup(request(name).build());
            clock.set(clock.instant().plusSeconds(3600));
        }
    }

    private List<String> list(Consumer<ListFeatureGroupsRequest.Builder> filter) {
        return client.listFeatureGroups(filter).featureGroupSummaries().stream()
                .map(FeatureGroupSummary::featureGroupName)
                .toList();
    }

    private DescribeFeatureGroupResponse describe(String name) {
        return client.describeFeatureGroup(request -> request.featureGroupName(name));
    }

    private Catalog.Table table(String group) {
        var names = describe(group).offlineStoreConfig().dataCatalogConfig();
        return local.catalog().table(names.database(), names.tableName()).orElseThrow();
    }

    private static List<FeatureDefinition> wide(int features) {
        List<FeatureDefinition> definitions = new ArrayList<>(
                List.of(definition("id", FeatureType.STRING), definition("at", FeatureType.FRACTIONAL)));
        IntStream.range(2, features)
                .forEach(number -> definitions.add(definition("feature-" + number, FeatureType.FRACTIONAL)));
        return definitions;
    }

    private static CreateFeatureGroupRequest.Builder request(String name) {
        return CreateFeatureGroupRequest.builder()
                .featureGroupName(name)
                .recordIdentifierFeatureName("id")
                .eventTimeFeatureName("at")
                .featureDefinitions(definition("id", FeatureType.STRING), definition("at", FeatureType.FRACTIONAL))
                .offlineStoreConfig(offline -> offline.s3StorageConfig(s3 -> s3.s3Uri("s3://store/some/where/")));
    }

    private static FeatureDefinition definition(String name, FeatureType type) {
        return FeatureDefinition.builder().featureName(name).featureType(type).build();
    }
}
