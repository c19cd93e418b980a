package io.featurestore.machine;

import io.featurestore.aws.AwsClients;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.store.files.IcebergTable;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;

/// Creates offline stores with files of DuckDB, so that their footers come from another writer than ours.
final class EstimateTables implements AutoCloseable {
    private static final String BUCKET = "feature-store-offline-000000000000-us-east-1";
    private static final String DATABASE = "sagemaker_featurestore";

    private final ExportStack stack;
    private final MachineGroups groups;
    private final GlueClient glue;
    private final Map<String, List<Path>> files = new LinkedHashMap<>();

    EstimateTables(ExportStack stack) throws IOException {
        stack.aws().createBucket(BUCKET);
        this.stack = stack;
        this.groups = new MachineGroups(stack);
        this.glue = GlueClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(stack.aws().endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /// Returns a table's files.
    List<Path> files(String group) {
        return files.getOrDefault(group, List.of());
    }

    /// Creates a feature group with `id`, `ts` and the columns that the statement selects, with one file per
    /// hour.
    ///
    /// @param columns names and catalog types of the other columns
    /// @param select a select list over `range(rows) AS t(i)` with the other columns
    /// @param rows the number of rows
    /// @param hours the number of hours that they are spread over, from midnight of 2024-01-01
    /// @param deleted the condition that a row is a deletion
    void make(String group, Map<String, String> columns, String select, int rows, int hours, String deleted)
            throws SQLException, IOException {
        groups.create(
                group,
                "id",
                "ts",
                List.of(
                        MachineGroups.feature("id", FeatureType.STRING),
                        MachineGroups.feature("ts", FeatureType.FRACTIONAL)),
                BUCKET);
        List<Column> all = new ArrayList<>(List.of(column("id", "string"), column("ts", "double")));
        columns.forEach((name, type) -> all.add(column(name, type)));
        Stream.of("write_time", "api_invocation_time").forEach(name -> all.add(column(name, "timestamp")));
        all.add(column("is_deleted", "boolean"));
        redefine(group, all);
        try (Connection duckdb = stack.duckdb();
                Statement statement = duckdb.createStatement()) {
            statement.execute("SELECT setseed(0.25)");
            statement.execute("CREATE TABLE rows AS SELECT 'id-' || i AS id, "
                    + "CAST(1704067200 + i * 3600 * " + hours + " // " + rows + " AS DOUBLE) AS ts, " + select
                    + ", TIMESTAMP '2024-02-01 00:00:00' + to_milliseconds(i) AS write_time, "
                    + "TIMESTAMP '2024-02-01 00:00:00' + to_milliseconds(i) AS api_invocation_time, (" + deleted
                    + ") AS is_deleted, i FROM range(" + rows + ") AS t(i)");
            List<Path> written = new ArrayList<>();
            for (int hour = 0; hour < hours; hour++) {
                written.add(file(group, statement, hour));
            }
            files.put(group, List.copyOf(written));
        }
    }

    private Path file(String group, Statement statement, int hour) throws SQLException, IOException {
        Path file = Files.createTempFile(stack.folder().getParent(), group, ".parquet");
        long from = 1704067200L + hour * 3600L;
        statement.execute("COPY (SELECT * EXCLUDE (i) FROM rows WHERE ts >= " + from + " AND ts < " + (from + 3600)
                + " ORDER BY i) TO " + OfflineTruth.literal(file.toString()) + " (FORMAT parquet, CODEC 'snappy')");
        String day = "%02d".formatted(1 + hour / 24);
        String folder = folder(hour);
        S3Uri location = groups.offline(group);
        stack.aws().put(BUCKET, location.key() + folder + "/part.parquet", Files.readAllBytes(file));
        glue.createPartition(
                r -> r.databaseName(DATABASE).tableName(groups.table(group)).partitionInput(p -> p.values(
                                "2024", "01", day, "%02d".formatted(Math.floorMod(hour, 24)))
                        .storageDescriptor(s -> s.location(location + folder))));
        return file;
    }

    /// Makes the group's table an Iceberg table of its files, whose snapshot before also had copies of the first file.
    void iceberg(String group) throws IOException {
        S3Uri location = groups.offline(group);
        S3ObjectStore objects = new S3ObjectStore(new AwsClients());
        byte[] content = Files.readAllBytes(files(group).getFirst());
        Map<String, Integer> ids = Map.of(
                "id", 1, "ts", 2, "amount", 3, "shop", 4, "write_time", 5, "api_invocation_time", 6, "is_deleted", 7);
        Schema schema = new Schema(ids.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(column -> NestedField.optional(
                        column.getValue(),
                        column.getKey(),
                        switch (column.getKey()) {
                            case "id", "shop" -> Types.StringType.get();
                            case "ts", "amount" -> Types.DoubleType.get();
                            case "is_deleted" -> Types.BooleanType.get();
                            default -> Types.TimestampType.withoutZone();
                        }))
                .toList());
        IcebergTable table = new IcebergTable(
                objects,
                location,
                schema,
                PartitionSpec.unpartitioned(),
                Map.of(
                        "format-version",
                        "2",
                        TableProperties.DEFAULT_NAME_MAPPING,
                        NameMappingParser.toJson(MappingUtil.create(schema))),
                ".metadata.json");
        List<String> gone =
                List.of(location.key() + "data/deleted.parquet", location.key() + "data/superseded.parquet");
        var append = table.table().newAppend();
        for (String key : gone) {
            stack.aws().put(BUCKET, key, content);
            append.appendFile(table.describe("s3://" + BUCKET + "/" + key));
        }
        for (int hour = 0; hour < files(group).size(); hour++) {
            append.appendFile(table.describe(location + folder(hour) + "/part.parquet"));
        }
        append.commit();
        for (String key : gone) {
            table.table().newDelete().deleteFile("s3://" + BUCKET + "/" + key).commit();
        }
        var hive = glue.getTable(r -> r.databaseName(DATABASE).name(groups.table(group)))
                .table();
        glue.updateTable(r -> r.databaseName(DATABASE).tableInput(t -> t.name(hive.name())
                .tableType(hive.tableType())
                .parameters(Map.of("table_type", "ICEBERG", "metadata_location", table.metadata()))
                .storageDescriptor(hive.storageDescriptor())));
    }

    private static String folder(int hour) {
        return "year=2024/month=01/day=%02d/hour=%02d".formatted(1 + hour / 24, hour % 24);
    }

    /// Copies a table's first file several times, beside it.
    void copy(String group, int copies) throws IOException {
        byte[] content = Files.readAllBytes(files(group).getFirst());
        for (int i = 0; i < copies; i++) {
            stack.aws()
                    .put(
                            BUCKET,
                            groups.offline(group).key()
                                    + "year=2024/month=01/day=01/hour=00/copy-%05d.parquet".formatted(i),
                            content);
        }
    }

    private void redefine(String group, List<Column> columns) {
        var table = glue.getTable(r -> r.databaseName(DATABASE).name(groups.table(group)))
                .table();
        glue.updateTable(r -> r.databaseName(DATABASE).tableInput(t -> t.name(table.name())
                .tableType(table.tableType())
                .parameters(table.parameters())
                .partitionKeys(table.partitionKeys())
                .storageDescriptor(
                        table.storageDescriptor().toBuilder().columns(columns).build())));
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    @Override
    public void close() {
        glue.close();
        groups.close();
    }
}
