package io.featurestore.local.conformance.features;

import static io.featurestore.local.conformance.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.local.conformance.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.SageMakerFeatureStoreRuntimeClient;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.BatchGetRecordIdentifier;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.BatchGetRecordResponse;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.DeletionMode;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.FeatureValue;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.GetRecordResponse;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.TargetStore;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.TtlDurationUnit;

/// Checks the Feature Store runtime against its API reference: PutRecord
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_feature_store_PutRecord.html), GetRecord
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_feature_store_GetRecord.html), DeleteRecord
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_feature_store_DeleteRecord.html) and BatchGetRecord
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_feature_store_BatchGetRecord.html), and Time to live
/// (TTL) duration for records (docs.aws.amazon.com/sagemaker/latest/dg/feature-store-time-to-live.html). Each
/// record has an identifier of its own.
class RecordsConformanceTest {
    private static final AtomicInteger IDENTIFIERS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Services services;
    private static SageMakerFeatureStoreRuntimeClient records;

    private final String id = "id-" + IDENTIFIERS.incrementAndGet();

    @BeforeAll
    static void open() throws IOException {
        services = Services.open(folder);
        records = services.records();
        services.aws().createBucket("store");
        for (String name : List.of("orders", "customers")) {
            createGroup(name, false);
        }
        createGroup("brief", true);
    }

    private static void createGroup(String name, boolean brief) {
        services.sageMaker().createFeatureGroup(r -> r.featureGroupName(name)
                .recordIdentifierFeatureName("id")
                .eventTimeFeatureName("ts")
                .featureDefinitions(
                        definition("id", FeatureType.STRING),
                        definition("ts", FeatureType.STRING),
                        definition("text", FeatureType.STRING),
                        definition("count", FeatureType.INTEGRAL),
                        definition("score", FeatureType.FRACTIONAL))
                .onlineStoreConfig(online -> {
                    online.enableOnlineStore(true);
                    if (brief) {
                        online.ttlDuration(ttl -> ttl.unit("Hours").value(1));
                    }
                })
                .offlineStoreConfig(offline -> offline.s3StorageConfig(s3 -> s3.s3Uri("s3://store/")))
                .roleArn("arn:aws:iam::000000000000:role/feature-store"));
    }

    @AfterAll
    static void close() {
        services.close();
    }

    /// Holds the event time of a second record relative to the first one, in seconds, and the record that is then
    /// read.
    @ParameterizedTest
    @CsvSource({"1, second", "3600, second", "0, second", "-1, first", "-3600, first"})
    void keepsTheRecordOfTheGreaterEventTime(int seconds, String kept) {
        Instant first = Instant.parse("2026-01-02T03:04:05Z");
        put("orders", first, "first");
        put("orders", first.plusSeconds(seconds), "second");

        assertThat(get("orders").record()).contains(value("text", kept));
    }

    @Test
    void overwritesARecordAsAWhole() {
        records.putRecord(r -> r.featureGroupName("orders")
                .record(
                        value("id", id),
                        value("ts", "2026-01-01T00:00:00Z"),
                        value("text", "old"),
                        value("count", "7")));
        records.putRecord(r -> r.featureGroupName("orders")
                .record(value("id", id), value("ts", "2026-01-02T00:00:00Z"), value("score", "0.5")));

        assertThat(get("orders").record())
                .containsExactlyInAnyOrder(value("id", id), value("ts", "2026-01-02T00:00:00Z"), value("score", "0.5"));
    }

    /// Holds the unit and the number of a time to live, and it in seconds.
    @ParameterizedTest(name = "{1} {0}")
    @CsvSource({"Seconds, 90, 90", "Minutes, 3, 180", "Hours, 2, 7200", "Days, 1, 86400", "Weeks, 1, 604800"})
    void expiresATimeToLiveAfterTheEventTime(String unit, int number, long seconds) {
        Instant eventTime = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        records.putRecord(r -> r.featureGroupName("orders")
                .record(value("id", id), value("ts", eventTime.toString()))
                .ttlDuration(ttl -> ttl.unit(TtlDurationUnit.fromValue(unit)).value(number)));

        GetRecordResponse shown = records.getRecord(r ->
                r.featureGroupName("orders").recordIdentifierValueAsString(id).expirationTimeResponse("Enabled"));
        assertThat(Instant.parse(shown.expiresAt())).isEqualTo(eventTime.plusSeconds(seconds));
        assertThat(records.getRecord(r -> r.featureGroupName("orders")
                                .recordIdentifierValueAsString(id)
                                .expirationTimeResponse("Disabled"))
                        .expiresAt())
                .isNull();
        assertThat(get("orders").expiresAt()).as("it is not shown by default").isNull();
    }

    @Test
    void takesTheTimeToLiveOfTheGroupUnlessTheRecordHasOne() {
        Instant eventTime = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        put("brief", eventTime, "by the group");
        assertThat(Duration.between(eventTime, expiration("brief"))).isEqualTo(Duration.ofHours(1));

        records.putRecord(r -> r.featureGroupName("brief")
                .record(value("id", id), value("ts", eventTime.plusSeconds(1).toString()))
                .ttlDuration(ttl -> ttl.unit("Days").value(2)));
        assertThat(expiration("brief")).isEqualTo(eventTime.plusSeconds(1).plus(Duration.ofDays(2)));
    }

    @Test
    void hidesARecordWhoseTimeToLiveIsOver() {
        put("brief", Instant.now().minus(Duration.ofHours(2)), "late");

        assertThat(get("brief").hasRecord()).isFalse();
        put("brief", Instant.now().minus(Duration.ofMinutes(30)), "in time");
        assertThat(get("brief").record()).contains(value("text", "in time"));
    }

    @Test
    void hasNoExpirationWithoutATimeToLive() {
        put("orders", Instant.now(), "for ever");

        assertThat(records.getRecord(r -> r.featureGroupName("orders")
                                .recordIdentifierValueAsString(id)
                                .expirationTimeResponse("Enabled"))
                        .expiresAt())
                .isNull();
    }

    /// Holds the mode of a deletion, its event time relative to the record's, and whether the record is gone.
    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({"SOFT_DELETE, 1, true", "SOFT_DELETE, 0, false", "SOFT_DELETE, -1, false", "HARD_DELETE, 1, true"})
    void deletesARecordByALaterEventTime(DeletionMode mode, int seconds, boolean gone) {
        Instant eventTime = Instant.parse("2026-01-02T03:04:05Z");
        put("orders", eventTime, "kept");

        delete(mode, eventTime.plusSeconds(seconds));

        assertThat(get("orders").hasRecord()).isEqualTo(!gone);
        assertThat(batch("orders", id).records()).hasSize(gone ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesToHardDeleteARecordThatIsNotOlder(int seconds) {
        Instant eventTime = Instant.parse("2026-01-02T03:04:05Z");
        put("orders", eventTime, "kept");

        assertRefused(() -> delete(DeletionMode.HARD_DELETE, eventTime.plusSeconds(seconds)), 400, "ValidationError");
        assertThat(get("orders").record()).contains(value("text", "kept"));
    }

    /// Holds the mode of a deletion, and whether a record that is older than the deletion can be read afterwards.
    @ParameterizedTest
    @CsvSource({"SOFT_DELETE, false", "HARD_DELETE, true"})
    void remembersTheEventTimeOfASoftDeletionAlone(DeletionMode mode, boolean readable) {
        Instant eventTime = Instant.parse("2026-01-02T03:04:05Z");
        put("orders", eventTime, "first");
        delete(mode, eventTime.plusSeconds(10));

        put("orders", eventTime.plusSeconds(5), "between");
        assertThat(get("orders").hasRecord()).isEqualTo(readable);
        put("orders", eventTime.plusSeconds(11), "later");
        assertThat(get("orders").record()).contains(value("text", "later"));
    }

    @ParameterizedTest
    @EnumSource(
            value = DeletionMode.class,
            names = {"SOFT_DELETE", "HARD_DELETE"})
    void deletesWhatIsNotThere(DeletionMode mode) {
        delete(mode, Instant.parse("2026-01-02T03:04:05Z"));

        assertThat(get("orders").hasRecord()).isFalse();
    }

    @Test
    void writesToTheNamedStoresAlone() {
        Instant eventTime = Instant.parse("2026-01-02T03:04:05Z");
        records.putRecord(r -> r.featureGroupName("orders")
                .targetStores(TargetStore.OFFLINE_STORE)
                .record(value("id", id), value("ts", eventTime.toString())));
        assertThat(get("orders").hasRecord()).isFalse();

        records.putRecord(r -> r.featureGroupName("orders")
                .targetStores(TargetStore.ONLINE_STORE)
                .record(value("id", id), value("ts", eventTime.toString())));
        assertThat(get("orders").hasRecord()).isTrue();
    }

    @Test
    void readsTheNamedFeaturesAlone() {
        put("orders", Instant.parse("2026-01-02T03:04:05Z"), "named");

        assertThat(records.getRecord(r -> r.featureGroupName("orders")
                                .recordIdentifierValueAsString(id)
                                .featureNames("text"))
                        .record())
                .containsExactly(value("text", "named"));
        assertRefused(
                () -> records.getRecord(r -> r.featureGroupName("orders")
                        .recordIdentifierValueAsString(id)
                        .featureNames("none")),
                400,
                "ValidationError");
    }

    @Test
    void readsABatchOverSeveralGroups() {
        Instant eventTime = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        put("orders", eventTime, "order");
        put("brief", eventTime, "brief");

        BatchGetRecordResponse answer = records.batchGetRecord(r -> r.expirationTimeResponse("Enabled")
                .identifiers(
                        identifier("orders", id, "none").toBuilder()
                                .featureNames("text")
                                .build(),
                        identifier("brief", id),
                        identifier("missing-group", id),
                        identifier("customers", id)));

        assertThat(answer.records()).hasSize(2);
        assertThat(answer.records().get(0).featureGroupName()).isEqualTo("orders");
        assertThat(answer.records().get(0).recordIdentifierValueAsString()).isEqualTo(id);
        assertThat(answer.records().get(0).record()).containsExactly(value("text", "order"));
        assertThat(answer.records().get(0).expiresAt()).isNull();
        assertThat(Instant.parse(answer.records().get(1).expiresAt())).isEqualTo(eventTime.plus(Duration.ofHours(1)));
        assertThat(answer.errors()).hasSize(1);
        assertThat(answer.errors().getFirst().featureGroupName()).isEqualTo("missing-group");
        assertThat(answer.errors().getFirst().recordIdentifierValueAsString()).isEqualTo(id);
        assertThat(answer.errors().getFirst().errorCode()).isEqualTo("ResourceNotFound");
        assertThat(answer.unprocessedIdentifiers()).isEmpty();
    }

    @Test
    void readsAtMostAHundredRecordsInABatch() {
        String[] hundred = new String[100];
        Arrays.fill(hundred, id);

        assertThat(batch("orders", hundred).errors()).isEmpty();
        assertRefused(
                () -> records.batchGetRecord(
                        r -> r.identifiers(identifier("orders", hundred), identifier("customers", id))),
                400,
                "ValidationError");
        List<BatchGetRecordIdentifier> groups = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            groups.add(identifier("orders", id));
        }
        assertRefused(() -> records.batchGetRecord(r -> r.identifiers(groups)), 400, "ValidationError");
        assertRefused(() -> records.batchGetRecord(r -> r.identifiers(List.of())), 400, "ValidationError");
    }

    /// Holds event times in the two formats that CreateFeatureGroup documents for a String feature.
    @ParameterizedTest
    @ValueSource(strings = {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.678Z"})
    void takesAnEventTimeInIso8601(String eventTime) {
        records.putRecord(r -> r.featureGroupName("orders").record(value("id", id), value("ts", eventTime)));

        assertThat(get("orders").record()).contains(value("ts", eventTime));
    }

    /// Holds a feature and a value that is not of its type.
    @ParameterizedTest(name = "{0} is not {1}")
    @CsvSource({
        "count, 1.5",
        "count, x",
        "count, 9223372036854775808",
        "score, x",
        "score, 1e400",
        "ts, tomorrow",
        "ts, 2026-01-02",
        "ts, 1767323045",
        "none, 1"
    })
    void refusesAValueThatIsNotOfTheFeature(String feature, String text) {
        List<FeatureValue> values = new ArrayList<>(List.of(value("id", id), value(feature, text)));
        if (!feature.equals("ts")) {
            values.add(value("ts", "2026-01-02T03:04:05Z"));
        }

        assertRefused(
                () -> records.putRecord(r -> r.featureGroupName("orders").record(values)), 400, "ValidationError");
    }

    @Test
    void refusesARecordWithoutItsKeys() {
        assertRefused(
                () -> records.putRecord(r -> r.featureGroupName("orders").record(value("id", id))),
                400,
                "ValidationError");
        assertRefused(
                () -> records.putRecord(r -> r.featureGroupName("orders").record(value("ts", "2026-01-02T03:04:05Z"))),
                400,
                "ValidationError");
        assertRefused(
                () -> records.putRecord(r -> r.featureGroupName("orders").record(List.of())), 400, "ValidationError");
    }

    @Test
    void namesAGroupThatIsNotThere() {
        String group = "g" + UUID.randomUUID();

        assertRefused(
                () -> records.getRecord(r -> r.featureGroupName(group).recordIdentifierValueAsString(id)),
                404,
                "ResourceNotFound");
        assertRefused(
                () -> records.putRecord(r -> r.featureGroupName(group).record(value("id", id))),
                400,
                "ValidationError");
        assertRefused(
                () -> records.deleteRecord(r -> r.featureGroupName(group)
                        .recordIdentifierValueAsString(id)
                        .eventTime("2026-01-02T03:04:05Z")),
                400,
                "ValidationError");
    }

    private void put(String group, Instant eventTime, String text) {
        records.putRecord(r -> r.featureGroupName(group)
                .record(
                        value("id", id),
                        value("ts", eventTime.truncatedTo(ChronoUnit.SECONDS).toString()),
                        value("text", text)));
    }

    private void delete(DeletionMode mode, Instant eventTime) {
        records.deleteRecord(r -> r.featureGroupName("orders")
                .recordIdentifierValueAsString(id)
                .deletionMode(mode)
                .eventTime(eventTime.toString()));
    }

    private GetRecordResponse get(String group) {
        return records.getRecord(r -> r.featureGroupName(group).recordIdentifierValueAsString(id));
    }

    private Instant expiration(String group) {
        return Instant.parse(records.getRecord(r -> r.featureGroupName(group)
                        .recordIdentifierValueAsString(id)
                        .expirationTimeResponse("Enabled"))
                .expiresAt());
    }

    private static BatchGetRecordResponse batch(String group, String... identifiers) {
        return records.batchGetRecord(r -> r.identifiers(identifier(group, identifiers)));
    }

    private static BatchGetRecordIdentifier identifier(String group, String... identifiers) {
        return BatchGetRecordIdentifier.builder()
                .featureGroupName(group)
                .recordIdentifiersValueAsString(identifiers)
                .build();
    }

    private static FeatureValue value(String name, String text) {
        return FeatureValue.builder().featureName(name).valueAsString(text).build();
    }

    private static FeatureDefinition definition(String name, FeatureType type) {
        return FeatureDefinition.builder().featureName(name).featureType(type).build();
    }
}
