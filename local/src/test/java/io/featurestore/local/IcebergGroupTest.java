package io.featurestore.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.Datum;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.SageMakerFeatureStoreRuntimeClient;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.FeatureValue;

/// Uses a feature group of the format Iceberg from its creation to its queries, through the SDK's own clients.
class IcebergGroupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void keepsTheHistoryOfAGroupInAnIcebergTable() throws Exception {
        try (LocalAws aws = LocalAws.open(folder, 0, "eu-west-1");
                SageMakerClient sageMaker = client(aws, SageMakerClient.builder());
                SageMakerFeatureStoreRuntimeClient records = client(aws, SageMakerFeatureStoreRuntimeClient.builder());
                GlueClient glue = client(aws, GlueClient.builder());
                AthenaClient athena = client(aws, AthenaClient.builder())) {
            aws.createBucket("store");
            sageMaker.createFeatureGroup(request -> request.featureGroupName("Customers")
                    .recordIdentifierFeatureName("Id")
                    .eventTimeFeatureName("EventTime")
                    .featureDefinitions(
                            feature("Id", FeatureType.STRING),
                            feature("EventTime", FeatureType.STRING),
                            feature("age", FeatureType.INTEGRAL))
                    .onlineStoreConfig(online -> online.enableOnlineStore(true))
                    .offlineStoreConfig(
                            store -> store.tableFormat("Iceberg").s3StorageConfig(s3 -> s3.s3Uri("s3://store/fs"))));
            var offline = sageMaker
                    .describeFeatureGroup(request -> request.featureGroupName("Customers"))
                    .offlineStoreConfig();
            String name = offline.dataCatalogConfig().tableName();
            String location = offline.s3StorageConfig().resolvedOutputS3Uri();
            Query query = new Query(athena);

            put(records, Map.of("Id", "a", "EventTime", "2022-11-09T01:00:00Z", "age", "30"));
            put(records, Map.of("Id", "b", "EventTime", "2022-11-10T01:00:00Z"));
            records.deleteRecord(request -> request.featureGroupName("Customers")
                    .recordIdentifierValueAsString("a")
                    .eventTime("2022-11-10T02:00:00Z"));
            query.until("SELECT count(*) FROM " + name, List.of(List.of("3")));

            assertThat(query.rows("SELECT id, eventtime, age, is_deleted, write_time >= api_invocation_time FROM "
                            + name + " ORDER BY eventtime"))
                    .containsExactly(
                            List.of("a", "2022-11-09T01:00:00Z", "30", "false", "true"),
                            List.of("b", "2022-11-10T01:00:00Z", "", "false", "true"),
                            List.of("a", "2022-11-10T02:00:00Z", "", "true", "true"));
            assertThat(query.rows(
                            "SELECT DISTINCT regexp_replace(\"$path\", '/[0-9a-f]{8}/Event', '/<hash>/Event') LIKE '"
                                    + location
                                    + "/<hash>/EventTime_trunc=2022-11-__/%Z_________________.parquet', \"$partition\" FROM "
                                    + name + " ORDER BY 2"))
                    .containsExactly(
                            List.of("true", "EventTime_trunc=2022-11-09"),
                            List.of("true", "EventTime_trunc=2022-11-10"));

            sageMaker.updateFeatureGroup(request ->
                    request.featureGroupName("Customers").featureAdditions(feature("Score", FeatureType.FRACTIONAL)));
            put(records, Map.of("Id", "c", "EventTime", "2022-11-11T00:00:00.123456Z", "Score", "0.5"));
            query.until("SELECT count(*) FROM " + name, List.of(List.of("4")));

            assertThat(query.rows("SELECT score, age FROM " + name + " WHERE eventtime > '2022-11-11'"))
                    .containsExactly(List.of("0.5", ""));
            assertThat(query.columns("SELECT * FROM " + name))
                    .containsExactly(
                            "id varchar",
                            "eventtime varchar",
                            "age bigint",
                            "score double",
                            "write_time timestamp with time zone",
                            "api_invocation_time timestamp with time zone",
                            "is_deleted boolean");

            var entry = glue.getTable(request ->
                            request.databaseName("sagemaker_featurestore").name(name))
                    .table();
            String place = location.replaceFirst("/data$", "");
            assertThat(entry.storageDescriptor().location()).isEqualTo(place);
            assertThat(entry.storageDescriptor().serdeInfo()).isNull();
            assertThat(entry.partitionKeys()).isEmpty();
            assertThat(entry.parameters())
                    .containsEntry("table_type", "ICEBERG")
                    .hasEntrySatisfying("metadata_location", metadata -> assertThat(metadata)
                            .startsWith(place + "/metadata/")
                            .endsWith(".metadata.json"))
                    .containsKey("previous_metadata_location");
            assertThat(entry.storageDescriptor().columns())
                    .extracting(Column::name, Column::type, column -> column.parameters()
                            .get("iceberg.field.id"))
                    .contains(
                            org.assertj.core.groups.Tuple.tuple("write_time", "timestamp", "4"),
                            org.assertj.core.groups.Tuple.tuple("score", "double", "7"));
            boundsOf(aws.iceberg().load("sagemaker_featurestore", name));
        }
    }

    /// The event time has whole bounds, so that it prunes files however many features there are.
    private static void boundsOf(Table table) throws Exception {
        int id = table.schema().findField("EventTime").fieldId();
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().includeColumnStats().planFiles()) {
            for (FileScanTask task : tasks) {
                DataFile file = task.file();
                String least = Conversions.fromByteBuffer(
                                Types.StringType.get(), file.lowerBounds().get(id))
                        .toString();
                assertThat(least)
                        .startsWith(file.partition().get(0, String.class))
                        .endsWith("Z");
            }
        }
    }

    private static FeatureDefinition feature(String name, FeatureType type) {
        return FeatureDefinition.builder().featureName(name).featureType(type).build();
    }

    private static void put(SageMakerFeatureStoreRuntimeClient records, Map<String, String> values) {
        records.putRecord(request -> request.featureGroupName("Customers")
                .record(values.entrySet().stream()
                        .map(value -> FeatureValue.builder()
                                .featureName(value.getKey())
                                .valueAsString(value.getValue())
                                .build())
                        .toList()));
    }

    private static <B extends AwsClientBuilder<B, C>, C> C client(LocalAws aws, B builder) {
        var configured = builder.endpointOverride(aws.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
        if (configured instanceof software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder<?, ?> sync) {
            sync.httpClient(UrlConnectionHttpClient.create());
        }
        return configured.build();
    }

    /// Runs queries.
    private record Query(AthenaClient athena) {
        /// Runs a query again and again until it has the answer: the offline store follows about a second later.
        void until(String sql, List<List<String>> answer) throws InterruptedException {
            Instant end = Instant.now().plus(PATIENCE);
            while (!rows(sql).equals(answer) && Instant.now().isBefore(end)) {
                Thread.sleep(100);
            }
            assertThat(rows(sql)).isEqualTo(answer);
        }

        List<List<String>> rows(String sql) throws InterruptedException {
            return read(
                    sql,
                    id -> athena.getQueryResults(request -> request.queryExecutionId(id)).resultSet().rows().stream()
                            .skip(1)
                            .map(row -> row.data().stream()
                                    .map(Datum::varCharValue)
                                    .map(value -> value == null ? "" : value)
                                    .toList())
                            .toList());
        }

        List<String> columns(String sql) throws InterruptedException {
            return read(sql, id -> athena
                    .getQueryResults(request -> request.queryExecutionId(id))
                    .resultSet()
                    .resultSetMetadata()
                    .columnInfo()
                    .stream()
                    .map(column -> column.name() + " " + column.type())
                    .toList());
        }

        private <T> T read(String sql, Function<String, T> reader) throws InterruptedException {
            String id = athena.startQueryExecution(request -> request.queryString(sql)
                            .queryExecutionContext(context -> context.database("sagemaker_featurestore"))
                            .resultConfiguration(result -> result.outputLocation("s3://store/results/")))
                    .queryExecutionId();
            while (true) {
                var status = athena.getQueryExecution(request -> request.queryExecutionId(id))
                        .queryExecution()
                        .status();
                if (status.state() == QueryExecutionState.SUCCEEDED) {
                    return reader.apply(id);
                }
                assertThat(status.state())
                        .as(status.stateChangeReason())
                        .isIn(QueryExecutionState.QUEUED, QueryExecutionState.RUNNING);
                Thread.sleep(10);
            }
        }
    }
}
