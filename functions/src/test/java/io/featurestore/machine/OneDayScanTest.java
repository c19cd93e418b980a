package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.iceberg.IcebergCatalog;
import io.featurestore.local.iceberg.PartitionWriter;
import io.featurestore.store.objects.S3Uri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;

/// Exports one day of a table of a year, and compares the scanned bytes with those of a table that has only that day.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneDayScanTest {
    private static final String BUCKET = "days";
    private static final String DATABASE = "lake";
    private static final LocalDateTime DAY = LocalDateTime.parse("2024-06-15T00:00:00");
    private static final int HOURS = 24;
    private static final int ROWS = HOURS * 40;
    private static final List<Column> COLUMNS = List.of(
            column("id", "string"),
            column("event_time", ""),
            column("v", "double"),
            column("note", "string"),
            column("write_time", "timestamp"),
            column("api_invocation_time", "timestamp"),
            column("is_deleted", "boolean"));

    private ExportStack stack;
    private GlueClient glue;
    private SageMakerClient groups;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder.resolve("aws"));
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
        glue = GlueClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(stack.aws().endpoint())
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        groups = SageMakerClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(stack.aws().endpoint())
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        stack.aws().createBucket(BUCKET);
        glue.createDatabase(r -> r.databaseInput(d -> d.name(DATABASE)));
    }

    @AfterAll
    void close() {
        groups.close();
        glue.close();
        stack.close();
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    /// Where the rows of a day are.
    private enum Layout {
        /// In a file for each hour, in registered folders of the feature store.
        HOURLY,
        /// In a file for each day, in registered folders of another key.
        DAILY,
        /// As hourly, with projected partitions.
        PROJECTED,
        /// In a file for each day of an Iceberg table without partitions.
        ICEBERG,
        /// As before, with the day of writing as partition.
        ICEBERG_DAYS
    }

    @ParameterizedTest
    @CsvSource({
        "HOURLY, string, all latest",
        "HOURLY, double, all",
        "DAILY, string, latest",
        "PROJECTED, string, all",
        "ICEBERG, double, latest",
        "ICEBERG_DAYS, string, all"
    })
    void scansAtMostTwiceTheDay(Layout layout, String eventTime, String kinds) throws Exception {
        String name = layout.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + eventTime;
        make(name + "-year", layout, eventTime, days());
        make(name + "-day", layout, eventTime, List.of(DAY));
        for (String records : kinds.split(" ")) {
            ObjectNode day = request(name + "-day", records);
            ObjectNode range = request(name + "-year", records);
            range.putObject("eventTimeRange").put("from", "2024-06-15").put("to", "2024-06-15");
            JsonNode whole = stack.run(name + "-day-" + records, day).succeeded();
            JsonNode part = stack.run(name + "-year-" + records, range).succeeded();
            assertThat(part.at("/output/records").asLong())
                    .isEqualTo(whole.at("/output/records").asLong())
                    .isPositive();
            long scanned = part.at("/query/scannedBytes").asLong();
            long most = 2 * whole.at("/query/scannedBytes").asLong();
            assertThat(scanned).as(name + " " + records).isPositive().isLessThanOrEqualTo(most);
            JsonNode estimate = stack.run(
                            name + "-dry-" + records, range.put("dryRun", true).put("overwrite", true))
                    .succeeded()
                    .path("estimate");
            assertThat(estimate.path("scannedBytes").asLong()).isGreaterThanOrEqualTo(scanned);
        }
    }

    private static ObjectNode request(String group, String records) {
        return ExportStack.request("{}")
                .put("featureGroupName", group)
                .put("records", records)
                .put("output", "s3://" + ExportStack.EXPORTS + "/" + group + "-" + records + ".csv.gz");
    }

    /// Returns the first days of some months, and the days around the one that is exported.
    private static List<LocalDateTime> days() {
        return Stream.concat(
                        Stream.of(1, 6, 12).map(month -> LocalDateTime.of(2024, month, 1, 0, 0)),
                        IntStream.rangeClosed(-2, 2).mapToObj(DAY::plusDays))
                .sorted()
                .toList();
    }

    private void make(String name, Layout layout, String eventTime, List<LocalDateTime> days) throws Exception {
        S3Uri location = S3Uri.parse("s3://" + BUCKET + "/" + name + "/");
        try (Connection duckdb = stack.duckdb();
                Statement statement = duckdb.createStatement()) {
            statement.execute("CREATE TABLE rows AS SELECT 'customer-' || (i % 300) AS id, "
                    + (eventTime.equals("string") ? "strftime(t, '%Y-%m-%dT%H:%M:%SZ')" : "epoch(t)")
                    + " AS event_time, (hash(i) % 100000) / 100.0 AS v, md5(CAST(i AS VARCHAR)) AS note, "
                    + "t + INTERVAL 7 MINUTE AS write_time, t AS api_invocation_time, i % 97 = 5 AS is_deleted, t "
                    + "FROM (SELECT i, unnest("
                    + days.stream().map(d -> "TIMESTAMP '" + d + "'").toList()
                    + ") + to_seconds(i * 90) AS t FROM range(" + ROWS + ") AS x(i))");
            if (layout == Layout.ICEBERG || layout == Layout.ICEBERG_DAYS) {
                iceberg(name, layout, eventTime, statement);
            } else {
                glue(name, layout, eventTime, location, days, statement);
            }
        }
        groups.createFeatureGroup(r -> r.featureGroupName(name)
                .recordIdentifierFeatureName("id")
                .eventTimeFeatureName("event_time")
                .featureDefinitions(
                        feature("id", "String"),
                        feature("event_time", eventTime.equals("string") ? "String" : "Fractional"),
                        feature("v", "Fractional"),
                        feature("note", "String"))
                .offlineStoreConfig(c -> c.s3StorageConfig(s -> s.s3Uri("s3://" + BUCKET))
                        .disableGlueTableCreation(true)
                        .dataCatalogConfig(d ->
                                d.catalog("AwsDataCatalog").database(DATABASE).tableName(name)))
                .roleArn("arn:aws:iam::000000000000:role/feature-store"));
    }

    private static FeatureDefinition feature(String name, String type) {
        return FeatureDefinition.builder().featureName(name).featureType(type).build();
    }

    /// Makes a table with a file for each hour in the folders of the feature store, or for each day in others.
    private void glue(
            String name, Layout layout, String eventTime, S3Uri location, List<LocalDateTime> days, Statement statement)
            throws Exception {
        boolean daily = layout == Layout.DAILY;
        List<String> keys = daily ? List.of("dt") : List.of("year", "month", "day", "hour");
        Map<String, String> parameters = new LinkedHashMap<>();
        if (layout == Layout.PROJECTED) {
            parameters.put("projection.enabled", "true");
            Map<String, String> ranges = Map.of("year", "2020,2030", "month", "1,12", "day", "1,31", "hour", "0,23");
            keys.forEach(key -> {
                parameters.put("projection." + key + ".type", "integer");
                parameters.put("projection." + key + ".range", ranges.getOrDefault(key, ""));
                parameters.put("projection." + key + ".digits", key.equals("year") ? "4" : "2");
            });
        }
        glue.createTable(r -> r.databaseName(DATABASE).tableInput(t -> t.name(name)
                .tableType("EXTERNAL_TABLE")
                .parameters(parameters)
                .partitionKeys(keys.stream().map(key -> column(key, "string")).toList())
                .storageDescriptor(s -> s.location(location.toString())
                        .inputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                        .serdeInfo(i ->
                                i.serializationLibrary("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"))
                        .columns(COLUMNS.stream()
                                .map(c -> c.name().equals("event_time") ? column("event_time", eventTime) : c)
                                .toList()))));
        Path file = Files.createTempFile(stack.folder().getParent(), "day", ".parquet");
        for (LocalDateTime day : days) {
            for (int hour = 0; hour < HOURS; hour += daily ? HOURS : 1) {
                LocalDateTime from = day.plusHours(hour);
                List<String> values = daily
                        ? List.of(day.toLocalDate().toString())
                        : List.of("%tY %<tm %<td %<tH".formatted(from).split(" "));
                String folder = IntStream.range(0, keys.size())
                        .mapToObj(i -> keys.get(i) + "=" + values.get(i) + "/")
                        .reduce("", String::concat);
                statement.execute("COPY (SELECT * EXCLUDE (t) FROM rows WHERE t >= TIMESTAMP '" + from
                        + "' AND t < TIMESTAMP '" + from.plusHours(daily ? HOURS : 1) + "' ORDER BY t) TO "
                        + OfflineTruth.literal(file.toString()) + " (FORMAT parquet)");
                stack.aws().put(BUCKET, location.key() + folder + "part.parquet", Files.readAllBytes(file));
                if (parameters.isEmpty()) {
                    glue.createPartition(
                            r -> r.databaseName(DATABASE).tableName(name).partitionInput(p -> p.values(values)
                                    .storageDescriptor(s -> s.location(location + folder))));
                }
            }
        }
    }

    /// Makes an Iceberg table with a file for each day: without partitions, or with those of the day of writing.
    private void iceberg(String name, Layout layout, String eventTime, Statement statement) throws Exception {
        Schema schema = new Schema(
                NestedField.optional(1, "id", Types.StringType.get()),
                NestedField.optional(
                        2, "event_time", eventTime.equals("string") ? Types.StringType.get() : Types.DoubleType.get()),
                NestedField.optional(3, "v", Types.DoubleType.get()),
                NestedField.optional(4, "note", Types.StringType.get()),
                NestedField.optional(5, "write_time", Types.TimestampType.withZone()),
                NestedField.optional(6, "api_invocation_time", Types.TimestampType.withZone()),
                NestedField.optional(7, "is_deleted", Types.BooleanType.get()));
        PartitionSpec spec = layout == Layout.ICEBERG_DAYS
                ? PartitionSpec.builderFor(schema).day("write_time").build()
                : PartitionSpec.unpartitioned();
        IcebergCatalog catalog = stack.aws().iceberg();
        String location = "s3://" + BUCKET + "/" + name;
        var table = catalog.createTable(
                TableIdentifier.of(DATABASE, name), schema, spec, location, Map.of("format-version", "2"));
        Map<Object, List<Record>> byDay = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT *, CAST(t AS DATE) AS day FROM rows ORDER BY t")) {
            while (rows.next()) {
                GenericRecord record = GenericRecord.create(table.schema());
                for (NestedField field : table.schema().columns()) {
                    Object value = field.type() instanceof Types.TimestampType
                            ? rows.getObject(field.name(), LocalDateTime.class).atOffset(ZoneOffset.UTC)
                            : rows.getObject(field.name());
                    record.setField(field.name(), value);
                }
                byDay.computeIfAbsent(rows.getObject("day"), _ -> new ArrayList<>())
                        .add(record);
            }
        }
        AppendFiles append = table.newAppend();
        for (List<Record> day : byDay.values()) {
            new PartitionWriter(table, table.schema())
                    .write(day, _ -> location + "/data/" + UUID.randomUUID() + ".parquet")
                    .forEach(append::appendFile);
        }
        append.commit();
    }
}
