package io.featurestore.local.sample;

import static io.featurestore.local.sample.SampleFeatureGroup.Format.GLUE;
import static io.featurestore.local.sample.SampleFeatureGroup.Format.ICEBERG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.featurestore.local.fixture.Duck;
import io.featurestore.local.fixture.LocalFeatureStore;
import io.featurestore.local.glue.Catalog;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.s3.storage.Buckets;
import io.featurestore.local.sagemaker.FeatureGroup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;

class SampleFeatureGroupTest {
    private static final String LOCATION = "s3://feature-store-offline-123456789012-eu-west-1/123456789012/sagemaker/"
            + "eu-west-1/offline-store/customers-1700000000/data";
    private static final String TABLE = "customers_1700000000";

    @TempDir
    private Path folder;

    private LocalFeatureStore local;
    private SampleFeatureGroup sample;

    @BeforeEach
    void open() throws IOException {
        local = new LocalFeatureStore(folder, Clock.systemUTC());
        sample = new SampleFeatureGroup(local.groups(), local.catalog(), local.buckets());
    }

    @AfterEach
    void close() throws IOException {
        local.close();
    }

    @Test
    void describesTheGroupAsSageMakerDoes() throws IOException {
        FeatureGroup group = sample.create(GLUE, 100);

        assertThat(group.created()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(group.recordIdentifier()).isEqualTo("customer_id");
        JsonNode described = local.groups()
                .call(
                        "DescribeFeatureGroup",
                        JsonNodeFactory.instance.objectNode().put("FeatureGroupName", "customers"));
        assertThat(described.at("/FeatureGroupArn").asText())
                .isEqualTo("arn:aws:sagemaker:eu-west-1:123456789012:feature-group/customers");
        assertThat(described.at("/FeatureGroupStatus").asText()).isEqualTo("Created");
        assertThat(described.at("/EventTimeFeatureName").asText()).isEqualTo("event_time");
        assertThat(described.at("/OfflineStoreConfig/DataCatalogConfig").toString())
                .isEqualTo("{\"TableName\":\"" + TABLE + "\",\"Catalog\":\"AwsDataCatalog\","
                        + "\"Database\":\"sagemaker_featurestore\"}");
        assertThat(described.at("/OfflineStoreConfig/TableFormat").asText()).isEqualTo("Glue");
        assertThat(described
                        .at("/OfflineStoreConfig/S3StorageConfig/ResolvedOutputS3Uri")
                        .asText())
                .isEqualTo(LOCATION);
        assertThat(described.at("/OfflineStoreStatus/Status").asText()).isEqualTo("Active");
        assertThat(described.at("/FeatureDefinitions").findValuesAsText("FeatureType"))
                .containsExactly(
                        "String",
                        "Fractional",
                        "Integral",
                        "Fractional",
                        "String",
                        "String",
                        "String",
                        "String",
                        "String",
                        "String");
    }

    @Test
    void givesTheTableItsBooleanItsListAndItsStruct() throws IOException {
        sample.create(GLUE, 100);

        Catalog.Table table =
                local.catalog().table("sagemaker_featurestore", TABLE).orElseThrow();
        assertThat(table.location()).isEqualTo(LOCATION);
        assertThat(table.iceberg()).isFalse();
        assertThat(table.partitionKeys())
                .extracting(Catalog.Column::name)
                .containsExactly("year", "month", "day", "hour");
        assertThat(table.columns())
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly(
                        "customer_id string",
                        "event_time double",
                        "age bigint",
                        "lifetime_value double",
                        "is_active boolean",
                        "segment string",
                        "comment string",
                        "email string",
                        "tags array<string>",
                        "address struct<city:string,zip:string>",
                        "write_time timestamp",
                        "api_invocation_time timestamp",
                        "is_deleted boolean");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 49, 99, 100, 303})
    void hasExactlyTheRowsAskedFor(int rows) throws Exception {
        sample.create(GLUE, rows);

        try (Duck duck = data()) {
            assertThat(duck.number("SELECT count(*) FROM t")).isEqualTo(rows);
        }
    }

    @Test
    void refusesASampleWithoutRows() {
        assertThatThrownBy(() -> sample.create(GLUE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1");
        assertThat(local.groups().find("customers")).isEmpty();
    }

    @Test
    void makesTheSameFilesFromTheSameNumberOfRows() throws Exception {
        sample.create(GLUE, 300);
        Map<String, Long> first = files();
        FeatureGroup again = sample.create(GLUE, 300);

        assertThat(files()).isEqualTo(first);
        assertThat(again.offline().orElseThrow().dataLocation()).isEqualTo(LOCATION);
        assertThat(again.created())
                .isEqualTo(Instant.ofEpochSecond(1_700_000_000).plusMillis(1));
    }

    @Test
    void dropsTheFilesAndPartitionsOfTheSampleBefore() throws Exception {
        sample.create(GLUE, 300);
        sample.create(GLUE, 100);

        assertThat(local.partitions("sagemaker_featurestore", TABLE)).hasSize(2);
        try (Duck duck = data()) {
            assertThat(duck.number("SELECT count(*) FROM t")).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 2_000})
    void makesAnIcebergTable(int rows) throws Exception {
        for (int times = 0; times < 2; times++) {
            FeatureGroup group = sample.create(ICEBERG, rows);

            assertThat(group.name()).isEqualTo("customers-iceberg");
            assertThat(group.offline().orElseThrow().iceberg()).isTrue();
            FeatureGroup.TableName name = group.offline().orElseThrow().table().orElseThrow();
            Table table = new IcebergCatalog(local.catalog(), local.buckets()).load(name.database(), name.name());
            assertThat(table.snapshots()).hasSize(rows < 2_000 ? 1 : 3);
            List<Record> records = new ArrayList<>();
            try (CloseableIterable<Record> scan = IcebergGenerics.read(table).build()) {
                scan.forEach(records::add);
            }
            assertThat(records).hasSize(rows).allSatisfy(row -> {
                assertThat((String) row.getField("event_time"))
                        .matches("202[34]-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
                assertThat((String) row.getField("customer_id")).hasSize(8);
            });
        }
    }

    @Test
    void leavesNoGroupBehindWhenAFileCannotBeWritten() {
        Buckets full = new FullBuckets(local.buckets());

        assertThatThrownBy(() -> new SampleFeatureGroup(local.groups(), local.catalog(), full).create(GLUE, 100))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");
        assertThat(local.groups().find("customers")).isEmpty();
        assertThat(local.catalog().tables()).isEmpty();
    }

    /// A group of the user's own that has the sample's name keeps everything, however often samples are made.
    @Test
    void touchesNoGroupThatIsNoSample() throws Exception {
        local.sageMaker().createFeatureGroup(r -> r.featureGroupName("customers")
                .description("Sample customers: versions, duplicates, late and deleted records")
                .recordIdentifierFeatureName("id")
                .eventTimeFeatureName("at")
                .featureDefinitions(List.of(feature("id", FeatureType.STRING), feature("at", FeatureType.FRACTIONAL)))
                .onlineStoreConfig(c -> c.enableOnlineStore(true))
                .offlineStoreConfig(c -> c.s3StorageConfig(s -> s.s3Uri("s3://store/own")))
                .roleArn("arn:aws:iam::123456789012:role/any"));
        String place = local.groups()
                .find("customers")
                .flatMap(FeatureGroup::offline)
                .orElseThrow()
                .dataLocation();
        put(place.substring("s3://store/".length()) + "/year=2024/own.parquet", "own data");
        Map<String, Long> before = files();
        JsonNode described = describe("customers");
        int tables = local.catalog().tables().size();

        for (int demo = 0; demo < 2; demo++) {
            assertThat(sample.create(GLUE, 100).name()).isEqualTo("demo-customers");
            assertThat(describe("customers")).isEqualTo(described);
            assertThat(files()).containsAllEntriesOf(before);
            assertThat(local.catalog().tables()).hasSize(tables + 1);
        }
    }

    @Test
    void refusesWhereBothNamesAreTaken() throws Exception {
        for (String name : List.of("customers", "demo-customers")) {
            sample.create(GLUE, 10);
            local.groups()
                    .call(
                            "DeleteFeatureGroup",
                            JsonNodeFactory.instance.objectNode().put("FeatureGroupName", name));
            local.sageMaker().createFeatureGroup(r -> r.featureGroupName(name)
                    .recordIdentifierFeatureName("id")
                    .eventTimeFeatureName("id")
                    .featureDefinitions(List.of(feature("id", FeatureType.STRING)))
                    .onlineStoreConfig(c -> c.enableOnlineStore(true)));
        }
        Map<String, Long> before = files();

        assertThatThrownBy(() -> sample.create(GLUE, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'customers' and 'demo-customers' which are no samples");
        assertThat(files()).isEqualTo(before);
    }

    /// Deleting a feature group keeps its files, as in AWS. They are nobody's then.
    @Test
    void leavesTheFilesOfADeletedSample() throws Exception {
        sample.create(GLUE, 100);
        local.groups()
                .call(
                        "DeleteFeatureGroup",
                        JsonNodeFactory.instance.objectNode().put("FeatureGroupName", "customers"));
        Map<String, Long> before = files();
        FeatureGroup other = sample.create(GLUE, 100);

        assertThat(other.name()).isEqualTo("customers");
        assertThat(other.offline().orElseThrow().dataLocation()).contains("customers-1700000001/");
        assertThat(files()).containsAllEntriesOf(before);
        local.catalog().removeTable("sagemaker_featurestore", TABLE);
        sample.create(GLUE, 50);
        assertThat(files()).containsAllEntriesOf(before);
    }

    private static FeatureDefinition feature(String name, FeatureType type) {
        return FeatureDefinition.builder().featureName(name).featureType(type).build();
    }

    private JsonNode describe(String group) {
        return local.groups()
                .call(
                        "DescribeFeatureGroup",
                        JsonNodeFactory.instance.objectNode().put("FeatureGroupName", group));
    }

    private void put(String key, String content) throws IOException {
        local.buckets().put("store", key, new ByteArrayInputStream(content.getBytes(UTF_8)), "text/plain");
    }

    private Duck data() throws Exception {
        return new Duck(local.buckets().folder().resolve(LOCATION.substring("s3://".length())));
    }

    private Map<String, Long> files() throws IOException {
        Map<String, Long> sums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(local.buckets().folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                CRC32 sum = new CRC32();
                sum.update(Files.readAllBytes(file));
                sums.put(file.toString(), sum.getValue());
            }
        }
        return sums;
    }

    /// Buckets on a full disk.
    private record FullBuckets(Buckets buckets) implements Buckets {
        @Override
        public Path folder() {
            return buckets.folder();
        }

        @Override
        public void create(String bucket) throws IOException {
            buckets.create(bucket);
        }

        @Override
        public Optional<Path> file(String bucket, String key) {
            return buckets.file(bucket, key);
        }

        @Override
        public void put(String bucket, String key, InputStream content, String contentType) throws IOException {
            throw new IOException("no space left");
        }

        @Override
        public Stream<Entry> list(String bucket, String prefix) throws IOException {
            return buckets.list(bucket, prefix);
        }

        @Override
        public void delete(String bucket, String key) throws IOException {
            buckets.delete(bucket, key);
        }
    }
}
