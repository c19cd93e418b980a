package io.featurestore.local.conformance.features;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.conformance.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.FeatureGroupStatus;
import software.amazon.awssdk.services.sagemaker.model.FeatureGroupSummary;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;
import software.amazon.awssdk.services.sagemaker.model.ListFeatureGroupsRequest;
import software.amazon.awssdk.services.sagemaker.model.OfflineStoreStatusValue;

/// Checks feature groups against SageMaker's API reference: CreateFeatureGroup
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateFeatureGroup.html), DescribeFeatureGroup
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeFeatureGroup.html), UpdateFeatureGroup
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateFeatureGroup.html) and ListFeatureGroups
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListFeatureGroups.html).
class FeatureGroupsConformanceTest {
    private static final String ARN = "arn:aws:sagemaker:eu-west-1:000000000000:feature-group/";

    @TempDir
    static Path folder;

    private static Services services;
    private static SageMakerClient sageMaker;

    @BeforeAll
    static void open() throws IOException {
        services = Services.open(folder);
        sageMaker = services.sageMaker();
        services.aws().createBucket("store");
    }

    @AfterAll
    static void close() {
        services.close();
    }

    /// Holds names that the pattern of the reference allows.
    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "a-b", "a_b", "a--b", "a-_b", "A1", "-64-"})
    void takesANameOfLettersDigitsHyphensAndUnderscores(String name) {
        String taken = name.equals("-64-") ? "x".repeat(64) : name;

        assertThat(create(taken, r -> {})).isEqualTo(ARN + taken);
        assertThat(describe(taken).featureGroupName()).isEqualTo(taken);
        assertThat(describe(ARN + taken).featureGroupName()).isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "a-", "_a", "a_", "a b", "a.b", "a/b", "é", "-65-"})
    void refusesAnyOtherName(String name) {
        String refused = name.equals("-65-") ? "x".repeat(65) : name;

        assertRefused(() -> create(refused, r -> {}), 400, "ValidationException");
    }

    @Test
    void describesAGroup() {
        Instant before = Instant.now().minusSeconds(5);
        create("described", r -> r.description("of orders").onlineStoreConfig(o -> o.enableOnlineStore(true)
                .ttlDuration(ttl -> ttl.unit("Days").value(3))));

        DescribeFeatureGroupResponse group = describe("described");

        assertThat(group.featureGroupArn()).isEqualTo(ARN + "described");
        assertThat(group.recordIdentifierFeatureName()).isEqualTo("id");
        assertThat(group.eventTimeFeatureName()).isEqualTo("ts");
        assertThat(group.featureDefinitions())
                .containsExactly(definition("id", FeatureType.STRING), definition("ts", FeatureType.FRACTIONAL));
        assertThat(group.featureGroupStatus()).isEqualTo(FeatureGroupStatus.CREATED);
        assertThat(group.offlineStoreStatus().status()).isEqualTo(OfflineStoreStatusValue.ACTIVE);
        assertThat(group.creationTime()).isBetween(before, Instant.now().plusSeconds(5));
        assertThat(group.description()).isEqualTo("of orders");
        assertThat(group.onlineStoreConfig().ttlDuration().unitAsString()).isEqualTo("Days");
        assertThat(group.onlineStoreConfig().ttlDuration().value()).isEqualTo(3);
        assertThat(group.offlineStoreConfig().s3StorageConfig().s3Uri()).isEqualTo("s3://store/offline");
        assertThat(group.offlineStoreConfig().s3StorageConfig().resolvedOutputS3Uri())
                .startsWith("s3://store/offline/000000000000/sagemaker/eu-west-1/offline-store/described-")
                .endsWith("/data");
        assertThat(group.offlineStoreConfig().dataCatalogConfig().catalog()).isEqualTo("AwsDataCatalog");
        assertThat(group.offlineStoreConfig().dataCatalogConfig().database()).isEqualTo("sagemaker_featurestore");
        assertThat(group.nextToken()).isNull();
    }

    @Test
    void refusesASecondGroupOfTheName() {
        create("twice", r -> {});

        assertRefused(() -> create("twice", r -> {}), 400, "ResourceInUse");
    }

    /// Holds the name of a feature that the reference forbids.
    @ParameterizedTest
    @ValueSource(strings = {"is_deleted", "write_time", "api_invocation_time", "-a", "a-", "a b", "id"})
    void refusesAFeatureWithSuchAName(String feature) {
        assertRefused(
                () -> create(
                        "features",
                        r -> r.featureDefinitions(
                                definition("id", FeatureType.STRING),
                                definition("ts", FeatureType.FRACTIONAL),
                                definition(feature, FeatureType.STRING))),
                400,
                "ValidationException");
    }

    @Test
    void keepsTheRulesOfARequest() {
        assertRefused(() -> create("rules", r -> r.recordIdentifierFeatureName("none")), 400, "ValidationException");
        assertRefused(() -> create("rules", r -> r.eventTimeFeatureName("none")), 400, "ValidationException");
        assertRefused(() -> create("rules", r -> r.featureDefinitions(List.of())), 400, "ValidationException");
        assertRefused(() -> create("rules", r -> r.description("x".repeat(129))), 400, "ValidationException");
        assertRefused(() -> create("rules", r -> r.roleArn("role")), 400, "ValidationException");
        assertRefused(
                () -> create(
                        "rules",
                        r -> r.onlineStoreConfig(o -> o.enableOnlineStore(true)
                                .ttlDuration(ttl -> ttl.unit("Days").value(0)))),
                400,
                "ValidationException");
        assertRefused(
                () -> create("rules", r -> r.offlineStoreConfig(o -> o.s3StorageConfig(s3 -> s3.s3Uri("/tmp")))),
                400,
                "ValidationException");
    }

    @Test
    void addsFeaturesToAGroup() {
        create("grown", r -> {});

        sageMaker.updateFeatureGroup(
                r -> r.featureGroupName("grown").featureAdditions(definition("score", FeatureType.FRACTIONAL)));

        assertThat(describe("grown").featureDefinitions())
                .extracting(FeatureDefinition::featureName)
                .containsExactly("id", "ts", "score");
        assertThat(describe("grown").lastUpdateStatus().statusAsString()).isEqualTo("Successful");
        assertThat(describe("grown").lastModifiedTime())
                .isAfterOrEqualTo(describe("grown").creationTime());
        assertRefused(
                () -> sageMaker.updateFeatureGroup(
                        r -> r.featureGroupName("grown").featureAdditions(definition("score", FeatureType.STRING))),
                400,
                "ValidationException");
        List<FeatureDefinition> many = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            many.add(definition("f" + i, FeatureType.STRING));
        }
        assertRefused(
                () -> sageMaker.updateFeatureGroup(
                        r -> r.featureGroupName("grown").featureAdditions(many)),
                400,
                "ValidationException");
        assertRefused(() -> sageMaker.updateFeatureGroup(r -> r.featureGroupName("grown")), 400, "ValidationException");
        assertRefused(
                () -> sageMaker.updateFeatureGroup(
                        r -> r.featureGroupName("none").featureAdditions(definition("score", FeatureType.STRING))),
                400,
                "ResourceNotFound");
    }

    @Test
    void changesTheTimeToLiveOfAGroup() {
        create("lively", r -> {});

        sageMaker.updateFeatureGroup(r -> r.featureGroupName("lively")
                .onlineStoreConfig(o -> o.ttlDuration(ttl -> ttl.unit("Hours").value(6))));

        assertThat(describe("lively").onlineStoreConfig().ttlDuration().value()).isEqualTo(6);
        assertThat(describe("lively").onlineStoreConfig().enableOnlineStore()).isTrue();
    }

    @Test
    void forgetsADeletedGroup() {
        create("deleted", r -> {});

        sageMaker.deleteFeatureGroup(r -> r.featureGroupName("deleted"));

        assertRefused(() -> describe("deleted"), 400, "ResourceNotFound");
        assertRefused(() -> sageMaker.deleteFeatureGroup(r -> r.featureGroupName("deleted")), 400, "ResourceNotFound");
        create("deleted", r -> {});
        assertThat(describe("deleted").featureGroupStatus()).isEqualTo(FeatureGroupStatus.CREATED);
    }

    /// Holds what is asked of the groups list-a, list-b and list-c, which were made in this order, and their
    /// order.
    @ParameterizedTest(name = "by {0} {1}")
    @CsvSource(
            nullValues = "-",
            value = {
                "Name, Ascending, list-a list-b list-c",
                "Name, Descending, list-c list-b list-a",
                "CreationTime, Ascending, list-a list-b list-c",
                "CreationTime, Descending, list-c list-b list-a",
                "-, -, list-c list-b list-a"
            })
    void listsGroupsInTheOrderAskedFor(String by, String order, String names) throws InterruptedException {
        if (list(r -> r.nameContains("list-")).isEmpty()) {
            for (String name : List.of("list-a", "list-b", "list-c")) {
                create(name, r -> {});
                Thread.sleep(5);
            }
        }

        assertThat(list(r -> r.nameContains("list-").sortBy(by).sortOrder(order)))
                .containsExactly(names.split(" "));
        assertThat(sageMaker
                        .listFeatureGroupsPaginator(r -> r.nameContains("list-")
                                .sortBy(by)
                                .sortOrder(order)
                                .maxResults(2))
                        .featureGroupSummaries()
                        .stream()
                        .map(FeatureGroupSummary::featureGroupName))
                .containsExactly(names.split(" "));
    }

    @Test
    void listsTheGroupsThatPassEveryFilter() {
        create("filter-one", r -> {});
        Instant created = describe("filter-one").creationTime();

        assertThat(list(r -> r.nameContains("lter-on"))).containsExactly("filter-one");
        assertThat(list(r -> r.nameContains("filter-").featureGroupStatusEquals("Created")))
                .hasSize(1);
        assertThat(list(r -> r.nameContains("filter-").featureGroupStatusEquals("Deleting")))
                .isEmpty();
        assertThat(list(r -> r.nameContains("filter-").offlineStoreStatusEquals("Active")))
                .hasSize(1);
        assertThat(list(r -> r.nameContains("filter-").offlineStoreStatusEquals("Blocked")))
                .isEmpty();
        assertThat(list(r -> r.nameContains("filter-").creationTimeAfter(created.minusSeconds(1))))
                .hasSize(1);
        assertThat(list(r -> r.nameContains("filter-").creationTimeAfter(created.plusSeconds(1))))
                .isEmpty();
        assertThat(list(r -> r.nameContains("filter-").creationTimeBefore(created.plusSeconds(1))))
                .hasSize(1);
        assertThat(list(r -> r.nameContains("filter-").creationTimeBefore(created.minusSeconds(1))))
                .isEmpty();
        assertRefused(() -> list(r -> r.maxResults(101)), 400, "ValidationException");
        assertRefused(() -> list(r -> r.maxResults(0)), 400, "ValidationException");
        assertRefused(() -> list(r -> r.nameContains("x".repeat(65))), 400, "ValidationException");
    }

    private static String create(String name, Consumer<CreateFeatureGroupRequest.Builder> options) {
        CreateFeatureGroupRequest.Builder request = CreateFeatureGroupRequest.builder()
                .featureGroupName(name)
                .recordIdentifierFeatureName("id")
                .eventTimeFeatureName("ts")
                .featureDefinitions(definition("id", FeatureType.STRING), definition("ts", FeatureType.FRACTIONAL))
                .onlineStoreConfig(o -> o.enableOnlineStore(true))
                .offlineStoreConfig(o -> o.s3StorageConfig(s3 -> s3.s3Uri("s3://store/offline")))
                .roleArn("arn:aws:iam::000000000000:role/feature-store");
        options.accept(request);
        return sageMaker.createFeatureGroup(request.build()).featureGroupArn();
    }

    private static DescribeFeatureGroupResponse describe(String name) {
        return sageMaker.describeFeatureGroup(r -> r.featureGroupName(name));
    }

    private static List<String> list(Consumer<ListFeatureGroupsRequest.Builder> options) {
        return sageMaker.listFeatureGroups(options).featureGroupSummaries().stream()
                .map(FeatureGroupSummary::featureGroupName)
                .toList();
    }

    private static FeatureDefinition definition(String name, FeatureType type) {
        return FeatureDefinition.builder().featureName(name).featureType(type).build();
    }
}
