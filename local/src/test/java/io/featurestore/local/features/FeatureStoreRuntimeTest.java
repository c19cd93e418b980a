package io.featurestore.local.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.local.fixture.Duck;
import io.featurestore.local.fixture.LocalFeatureStore;
import io.featurestore.local.fixture.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sagemaker.model.CollectionType;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;
import software.amazon.awssdk.services.sagemaker.model.StorageType;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.SageMakerFeatureStoreRuntimeClient;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.BatchGetRecordIdentifier;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.DeletionMode;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.ExpirationTimeResponse;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.FeatureValue;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.GetRecordResponse;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.TargetStore;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.TtlDurationUnit;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.ValidationErrorException;

/// Puts, reads and deletions as the SDK makes them. The group `g`: id, ts (Fractional), n, x, text, tags.
class FeatureStoreRuntimeTest {
    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05.678Z"));
    private LocalFeatureStore local;
    private SageMakerFeatureStoreRuntimeClient client;

    @BeforeEach
    void open() throws IOException {
        local = new LocalFeatureStore(folder, clock);
        client = local.records();
        if (local.sageMaker()
                .listFeatureGroups(all -> {})
                .featureGroupSummaries()
                .isEmpty()) {
            make("g", FeatureType.FRACTIONAL);
        }
    }

    @AfterEach
    void close() throws IOException {
        local.close();
    }

    @Test
    void readsBackWhatWasPut() {
        FeatureValue tags = FeatureValue.builder()
                .featureName("tags")
                .valueAsStringList("a,b", "", "🎁")
                .build();
        put(
                value("id", "007"),
                value("ts", "1700000000.25"),
                value("n", "-9223372036854775808"),
                value("x", "4.9E-324"),
                value("text", "\"quote\",\r\n한국어 🎉"),
                tags);

        assertThat(get("007").record())
                .containsExactly(
                        value("id", "007"),
                        value("ts", "1700000000.25"),
                        value("n", "-9223372036854775808"),
                        value("x", "4.9E-324"),
                        value("text", "\"quote\",\r\n한국어 🎉"),
                        tags);
    }

    @Test
    void readsTheFeaturesAskedFor() {
        put(value("id", "1"), value("ts", "1"), value("n", "2"), value("text", "t"));

        assertThat(client.getRecord(request -> request.featureGroupName("g")
                                .recordIdentifierValueAsString("1")
                                .featureNames("text", "n"))
                        .record())
                .containsExactly(value("n", "2"), value("text", "t"));
        refusedGet("unknown");
    }

    @Test
    void findsAGroupByItsArnAndAnIdentifierWithSigns() {
        String identifier = "a/b c?d=é&%2F+";
        client.putRecord(request -> request.featureGroupName("arn:aws:sagemaker:eu-west-1:123456789012:feature-group/g")
                .record(value("id", identifier), value("ts", "1")));

        assertThat(get(identifier).record()).contains(value("id", identifier));
    }

    @Test
    void readsNothingWhereNothingWasPut() {
        assertThat(get("none").hasRecord()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"200, 200", "150, 200", "250, 250"})
    void keepsTheNewerRecordOnline(String second, String kept) {
        put(value("id", "1"), value("ts", "200"), value("text", "200 first"));
        put(value("id", "1"), value("ts", second), value("text", second + " then"));

        String text = second.equals("150") ? "200 first" : second + " then";
        assertThat(get("1").record()).contains(value("ts", kept), value("text", text));
    }

    @Test
    void sendsAnOlderRecordToTheOfflineStore() throws Exception {
        put(value("id", "1"), value("ts", "200"));
        put(value("id", "1"), value("ts", "100"));

        assertThat(offline("SELECT ts FROM t ORDER BY ts")).containsExactly("100.0", "200.0");
    }

    @Test
    void bringsAPutToTheOfflineStore() throws Exception {
        put(
                value("id", "007"),
                value("ts", "1700000000.25"),
                value("n", "9007199254740993"),
                value("x", "1e-7"),
                value("text", "a\n\"b\""),
                FeatureValue.builder()
                        .featureName("tags")
                        .valueAsStringList("x", "y")
                        .build());
        clock.set(Instant.parse("2026-01-02T03:10:00Z"));

        assertThat(offline("""
                SELECT id || '|' || ts || '|' || n || '|' || x || '|' || text || '|' || tags::TEXT || '|' || write_time
                  || '|' || api_invocation_time || '|' || is_deleted || '|' || year || month || day || hour FROM t"""))
                .containsExactly("007|1700000000.25|9007199254740993|1e-07|a\n\"b\"|[x, y]|2026-01-02 03:10:00"
                        + "|2026-01-02 03:04:05.678|false|2023111422");
        String table = local.sageMaker()
                .describeFeatureGroup(request -> request.featureGroupName("g"))
                .offlineStoreConfig()
                .dataCatalogConfig()
                .tableName();
        assertThat(local.partitions("sagemaker_featurestore", table))
                .containsExactly(List.of("2023", "11", "14", "22"));
    }

    @Test
    void leavesNullWhereAFeatureIsNotPut() throws Exception {
        put(value("id", "1"), value("ts", "1"), value("text", ""));

        assertThat(offline("SELECT concat_ws(',', n IS NULL, x IS NULL, text = '', tags IS NULL) FROM t"))
                .containsExactly("true,true,true,true");
    }

    @Test
    void writesToTheStoresNamed() throws Exception {
        client.putRecord(request -> request.featureGroupName("g")
                .targetStores(TargetStore.ONLINE_STORE)
                .record(value("id", "online"), value("ts", "1")));
        client.putRecord(request -> request.featureGroupName("g")
                .targetStores(TargetStore.OFFLINE_STORE)
                .record(value("id", "offline"), value("ts", "1")));
        client.putRecord(request -> request.featureGroupName("g")
                .targetStores(TargetStore.OFFLINE_STORE, TargetStore.ONLINE_STORE)
                .record(value("id", "both"), value("ts", "1")));

        assertThat(get("online").hasRecord()).isTrue();
        assertThat(get("offline").hasRecord()).isFalse();
        assertThat(get("both").hasRecord()).isTrue();
        assertThat(offline("SELECT id FROM t ORDER BY id")).containsExactly("both", "offline");
    }

    @Test
    void refusesAStoreTheGroupHasNot() {
        local.sageMaker().createFeatureGroup(request -> request.featureGroupName("plain")
                .recordIdentifierFeatureName("id")
                .eventTimeFeatureName("ts")
                .featureDefinitions(definition("id", FeatureType.STRING), definition("ts", FeatureType.STRING))
                .offlineStoreConfig(store -> store.s3StorageConfig(s3 -> s3.s3Uri("s3://store"))));

        assertThatThrownBy(() -> client.putRecord(request -> request.featureGroupName("plain")
                        .targetStores(TargetStore.ONLINE_STORE)
                        .record(value("id", "1"), value("ts", "2026-01-01T00:00:00Z"))))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("has no OnlineStore");
        assertThatThrownBy(() -> client.getRecord(
                        request -> request.featureGroupName("plain").recordIdentifierValueAsString("1")))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("has no OnlineStore");
    }

    @Test
    void leavesATombstoneInTheOfflineStore() throws Exception {
        put(value("id", "1"), value("ts", "100"), value("n", "5"), value("text", "t"));
        delete("1", "200", DeletionMode.SOFT_DELETE);

        assertThat(get("1").hasRecord()).isFalse();
        assertThat(offline("""
                           SELECT concat_ws(',', id, ts, is_deleted, n IS NULL, x IS NULL, text IS NULL, tags IS NULL)
                           FROM t ORDER BY ts"""))
                .containsExactly("1,100.0,false,false,true,false,true", "1,200.0,true,true,true,true,true");
    }

    @Test
    void keepsARecordNewerThanItsDeletion() throws Exception {
        put(value("id", "1"), value("ts", "100"));
        delete("1", "100", DeletionMode.SOFT_DELETE);

        assertThat(get("1").hasRecord()).isTrue();
        assertThat(offline("SELECT count(*) FROM t WHERE is_deleted")).containsExactly("1");
    }

    @Test
    void hidesALateRecordBehindATombstone() {
        put(value("id", "1"), value("ts", "100"));
        delete("1", "200", DeletionMode.SOFT_DELETE);
        put(value("id", "1"), value("ts", "150"));
        assertThat(get("1").hasRecord()).isFalse();

        put(value("id", "1"), value("ts", "201"));
        assertThat(get("1").hasRecord()).isTrue();
    }

    @Test
    void forgetsAHardDeletedRecord() throws Exception {
        put(value("id", "1"), value("ts", "100"));
        assertThatThrownBy(() -> delete("1", "100", DeletionMode.HARD_DELETE))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("must be later");
        delete("1", "200", DeletionMode.HARD_DELETE);
        put(value("id", "1"), value("ts", "150"));

        assertThat(get("1").record()).contains(value("ts", "150"));
        assertThat(offline("SELECT ts FROM t WHERE is_deleted")).containsExactly("200.0");
    }

    @Test
    void letsARecordExpire() {
        client.putRecord(request -> request.featureGroupName("g")
                .ttlDuration(ttl -> ttl.unit(TtlDurationUnit.MINUTES).value(5))
                .record(
                        value("id", "1"),
                        value("ts", Long.toString(clock.instant().getEpochSecond()))));

        assertThat(client.getRecord(request -> request.featureGroupName("g")
                                .recordIdentifierValueAsString("1")
                                .expirationTimeResponse(ExpirationTimeResponse.ENABLED))
                        .expiresAt())
                .isEqualTo("2026-01-02T03:09:05Z");
        clock.set(Instant.parse("2026-01-02T03:09:05Z"));
        assertThat(get("1").hasRecord()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', emptyValue = "", textBlock = """
                                                                                    ts=1;                            RecordIdentifier feature [id] is missing
                                                                                    id=1;                            EventTime feature [ts] is missing
                                                                                    id=,ts=1;                        must not be empty
                                                                                    id=1,ts=;                        into a FeatureValue of type Fractional
                                                                                    id=1,ts=2026-01-01T00:00:00Z;    into a FeatureValue of type Fractional
                                                                                    id=1,ts=1e300;                   must be a Unix timestamp
                                                                                    id=1,ts=-99999999999;            must be a Unix timestamp
                                                                                    id=1,ts=1,other=2;               feature named [other] is not one
                                                                                    id=1,ts=1,N=2;                   feature named [N] is not one
                                                                                    id=1,ts=1,n=2,n=2;               feature named [n] is there more than once
                                                                                    id=1,ts=1,n=1.0;                 into a FeatureValue of type Integral
                                                                                    id=1,ts=1,n=;                    into a FeatureValue of type Integral
                                                                                    id=1,ts=1,n=9223372036854775808; into a FeatureValue of type Integral
                                                                                    id=1,ts=1,n=0x10;                into a FeatureValue of type Integral
                                                                                    id=1,ts=1,n= 1;                  into a FeatureValue of type Integral
                                                                                    id=1,ts=1,x=NaN;                 into a FeatureValue of type Fractional
                                                                                    id=1,ts=1,x=Infinity;            into a FeatureValue of type Fractional
                                                                                    id=1,ts=1,x=1e309;               into a FeatureValue of type Fractional
                                                                                    id=1,ts=1,x=1d;                  into a FeatureValue of type Fractional
                                                                                    id=1,ts=1,x=true;                into a FeatureValue of type Fractional
                                                                                    id=1,ts=1,tags=t;                needs a ValueAsStringList
                                                                                    """)
    void refusesARecordAgainstTheRules(String record, String reason) throws Exception {
        FeatureValue[] values = Arrays.stream(record.split(","))
                .map(text -> text.split("=", 2))
                .map(pair -> value(pair[0], pair[1]))
                .toArray(FeatureValue[]::new);

        refused(reason, values);
    }

    @Test
    void refusesANull() throws Exception {
        refused(
                "has a null value; leave the feature out",
                value("id", "1"),
                value("ts", "1"),
                FeatureValue.builder().featureName("n").build());
    }

    @Test
    void refusesAListForASingleValue() throws Exception {
        refused(
                "needs a ValueAsString",
                value("id", "1"),
                value("ts", "1"),
                FeatureValue.builder()
                        .featureName("text")
                        .valueAsStringList("a")
                        .build());
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        refused("2049 bytes, more than 2048", value("id", "é".repeat(1024) + "x"), value("ts", "1"));
        refused("more than 358400", value("id", "1"), value("ts", "1"), value("text", "é".repeat(179_200)));
        refused("less than or equal to 358400", value("id", "1"), value("ts", "1"), value("text", "x".repeat(358_401)));
        put(value("id", "é".repeat(1024)), value("ts", "1"));
        put(value("id", "1"), value("ts", "1"), value("text", "x".repeat(358_400 - 10)));
    }

    @Test
    void refusesARecordWithoutValues() {
        assertThatThrownBy(() -> client.putRecord(
                        request -> request.featureGroupName("g").record(List.of())))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("'record' failed to satisfy constraint");
    }

    @Test
    void namesAGroupThatIsNotThereAsTheServiceDoes() {
        assertThatThrownBy(() -> client.putRecord(
                        request -> request.featureGroupName("none").record(value("id", "1"), value("ts", "1"))))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("can't find a FeatureGroup with name [none]");
        assertThatThrownBy(() -> client.getRecord(
                        request -> request.featureGroupName("none").recordIdentifierValueAsString("1")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-28T23:59:59Z", "2026-02-28T23:59:59.123Z", "2026-02-28T23:59:59.123456789Z"})
    void takesAnIsoEventTime(String time) throws Exception {
        make("iso", FeatureType.STRING);
        client.putRecord(request -> request.featureGroupName("iso").record(value("id", "1"), value("ts", time)));

        assertThat(offline("SELECT ts || ' ' || hour FROM t")).containsExactly(time + " 23");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1700000000",
                "2026-02-30T00:00:00Z",
                "2026-02-28 23:59:59Z",
                "2026-02-28T23:59:59",
                "2026-02-28T23:59:59+00:00",
                "2026-02-28T23:59Z",
                "2026-02-28T24:00:00Z",
                "2026-12-31T23:59:60Z",
                "2026-02-28T23:59:59.1Z"
            })
    void refusesAnEventTimeOfAnotherForm(String time) {
        make("iso", FeatureType.STRING);

        assertThatThrownBy(() -> client.putRecord(
                        request -> request.featureGroupName("iso").record(value("id", "1"), value("ts", time))))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("must be an ISO-8601 string");
    }

    @Test
    void putsAnIcebergGroupsRowsIntoFoldersOfDays() throws Exception {
        local.sageMaker().createFeatureGroup(request -> request.featureGroupName("ice")
                .recordIdentifierFeatureName("id")
                .eventTimeFeatureName("ts")
                .featureDefinitions(definition("id", FeatureType.STRING), definition("ts", FeatureType.STRING))
                .offlineStoreConfig(
                        store -> store.tableFormat("Iceberg").s3StorageConfig(s3 -> s3.s3Uri("s3://store"))));
        client.putRecord(request ->
                request.featureGroupName("ice").record(value("id", "1"), value("ts", "2026-02-28T23:59:59Z")));

        assertThat(offline("SELECT id || ' ' || regexp_extract(filename, 'data/[a-z0-9]{8}/(.*)/', 1) FROM t"))
                .containsExactly("1 ts_trunc=2026-02-28");
    }

    @Test
    void readsABatchOfRecords() {
        make("other", FeatureType.FRACTIONAL);
        put(value("id", "1"), value("ts", "1"), value("text", "one"));
        put(value("id", "2"), value("ts", "1"), value("text", "two"));
        client.putRecord(request -> request.featureGroupName("other").record(value("id", "1"), value("ts", "9")));

        var answer = client.batchGetRecord(request -> request.identifiers(
                identifiers("g", "1", "2", "none").toBuilder()
                        .featureNames("id", "text")
                        .build(),
                identifiers("other", "1"),
                identifiers("nowhere", "1")));

        assertThat(answer.records())
                .extracting(found -> found.featureGroupName() + " "
                        + found.record().stream()
                                .map(FeatureValue::valueAsString)
                                .toList())
                .containsExactlyInAnyOrder("g [1, one]", "g [2, two]", "other [1, 9]");
        assertThat(answer.errors()).singleElement().satisfies(error -> {
            assertThat(error.featureGroupName()).isEqualTo("nowhere");
            assertThat(error.recordIdentifierValueAsString()).isEqualTo("1");
            assertThat(error.errorCode()).isEqualTo("ResourceNotFound");
        });
        assertThat(answer.unprocessedIdentifiers()).isEmpty();
    }

    @Test
    void refusesABatchOfTooManyRecords() {
        String[] many = new String[60];
        Arrays.setAll(many, Integer::toString);

        assertThatThrownBy(() -> client.batchGetRecord(
                        request -> request.identifiers(identifiers("g", many), identifiers("g", many))))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("120 records");
    }

    @Test
    void keepsBothStoresOverARestart() throws Exception {
        put(value("id", "1"), value("ts", "100"), value("text", "kept\n"));
        delete("2", "100", DeletionMode.SOFT_DELETE);
        close();
        open();

        assertThat(get("1").record()).contains(value("text", "kept\n"));
        put(value("id", "2"), value("ts", "99"));
        assertThat(get("2").hasRecord()).isFalse();
        assertThat(offline("SELECT id || ' ' || ts FROM t ORDER BY ALL"))
                .containsExactly("1 100.0", "2 100.0", "2 99.0");
    }

    @Test
    void startsAGroupMadeAnewWithEmptyStores() throws Exception {
        put(value("id", "1"), value("ts", "100"));
        local.sageMaker().deleteFeatureGroup(request -> request.featureGroupName("g"));
        clock.set(clock.instant().plusSeconds(10));
        make("g", FeatureType.FRACTIONAL);

        assertThat(get("1").hasRecord()).isFalse();
        put(value("id", "2"), value("ts", "100"));
        assertThat(offline("SELECT id FROM t WHERE contains(filename, '/g-1767323055/')"))
                .containsExactly("2");
    }

    @Test
    void removesTheOnlineStoreOfADeletedGroup() throws Exception {
        put(value("id", "1"), value("ts", "100"));
        assertThat(onlineFiles()).hasSize(1);
        local.sageMaker().deleteFeatureGroup(request -> request.featureGroupName("g"));
        close();
        open();

        assertThat(onlineFiles()).isEmpty();
    }

    @Test
    void writesOnWhenItsTableIsDropped() throws Exception {
        local.catalog().tables().forEach(table -> local.catalog().removeTable(table.database(), table.name()));
        put(value("id", "1"), value("ts", "100"));

        assertThat(offline("SELECT id FROM t")).containsExactly("1");
    }

    @Test
    void writesTheOtherGroupsRowsWhenOneBucketIsGone() throws Exception {
        Path other = folder.resolve("buckets/other");
        Files.createDirectories(other);
        local.sageMaker().createFeatureGroup(request -> request.featureGroupName("homeless")
                .recordIdentifierFeatureName("id")
                .eventTimeFeatureName("ts")
                .featureDefinitions(definition("id", FeatureType.STRING), definition("ts", FeatureType.FRACTIONAL))
                .offlineStoreConfig(store -> store.s3StorageConfig(s3 -> s3.s3Uri("s3://other"))));
        Files.delete(other);
        client.putRecord(request -> request.featureGroupName("homeless").record(value("id", "h"), value("ts", "1")));
        put(value("id", "1"), value("ts", "100"));

        assertThatThrownBy(local.runtime()::flush).hasMessageContaining("no bucket other");
        Files.createDirectories(other);
        assertThat(offline("SELECT id FROM t ORDER BY id")).containsExactly("1", "h");
    }

    private void put(FeatureValue... values) {
        client.putRecord(request -> request.featureGroupName("g").record(values));
    }

    private GetRecordResponse get(String identifier) {
        return client.getRecord(request -> request.featureGroupName("g").recordIdentifierValueAsString(identifier));
    }

    private void delete(String identifier, String eventTime, DeletionMode mode) {
        client.deleteRecord(request -> request.featureGroupName("g")
                .recordIdentifierValueAsString(identifier)
                .eventTime(eventTime)
                .deletionMode(mode));
    }

    private void refused(String reason, FeatureValue... values) throws Exception {
        assertThatThrownBy(() -> put(values))
                .isInstanceOfSatisfying(ValidationErrorException.class, e -> assertThat(e.statusCode())
                        .isEqualTo(400))
                .hasMessageContaining(reason);
        assertThat(offlineFiles()).isEmpty();
        assertThat(get("1").hasRecord()).isFalse();
    }

    private void refusedGet(String feature) {
        assertThatThrownBy(() -> client.getRecord(request -> request.featureGroupName("g")
                        .recordIdentifierValueAsString("1")
                        .featureNames(feature)))
                .isInstanceOf(ValidationErrorException.class)
                .hasMessageContaining("[" + feature + "] is not one");
    }

    private void make(String name, FeatureType eventTime) {
        local.sageMaker().createFeatureGroup(request -> request.featureGroupName(name)
                .recordIdentifierFeatureName("id")
                .eventTimeFeatureName("ts")
                .featureDefinitions(
                        definition("id", FeatureType.STRING),
                        definition("ts", eventTime),
                        definition("n", FeatureType.INTEGRAL),
                        definition("x", FeatureType.FRACTIONAL),
                        definition("text", FeatureType.STRING),
                        definition("tags", FeatureType.STRING).toBuilder()
                                .collectionType(CollectionType.LIST)
                                .build())
                .onlineStoreConfig(store -> store.enableOnlineStore(true).storageType(StorageType.IN_MEMORY))
                .offlineStoreConfig(store -> store.s3StorageConfig(s3 -> s3.s3Uri("s3://store"))));
    }

    private List<String> offline(String sql) throws Exception {
        local.runtime().flush();
        try (var duck = new Duck(folder.resolve("buckets"))) {
            return duck.rows(sql).stream().map(List::getFirst).toList();
        }
    }

    private List<Path> offlineFiles() throws IOException {
        local.runtime().flush();
        return files(folder.resolve("buckets"), ".parquet");
    }

    private List<Path> onlineFiles() throws IOException {
        return files(folder.resolve("runtime"), ".jsonl").stream()
                .filter(file -> file.getFileName().toString().startsWith("online-"))
                .toList();
    }

    private static List<Path> files(Path below, String ending) throws IOException {
        try (var files = Files.walk(below)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static BatchGetRecordIdentifier identifiers(String group, String... identifiers) {
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
