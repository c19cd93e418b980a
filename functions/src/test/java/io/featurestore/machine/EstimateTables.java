package io.featurestore.machine;

import io.featurestore.steps.estimate.IcebergMetadata;
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

    /// Writes Iceberg metadata of a table whose current snapshot has the group's files, and no longer has a copy
    /// of the first file that the snapshot before had.
    ///
    /// @return the location of the metadata
    S3Uri iceberg(String group, long rowsInFile) throws IOException {
        S3Uri location = groups.offline(group);
        IcebergMetadata metadata = new IcebergMetadata(location);
        List<Path> live = files(group);
        for (int hour = 0; hour < live.size(); hour++) {
            metadata.add(
                    hour == 0 ? 1 : 0,
                    0,
                    location.append(folder(hour) + "/part.parquet"),
                    rowsInFile,
                    Files.size(live.get(hour)));
        }
        byte[] content = Files.readAllBytes(live.getFirst());
        for (String name : List.of("deleted", "superseded")) {
            stack.aws().put(BUCKET, location.key() + "data/" + name + ".parquet", content);
        }
        metadata.add(2, 0, location.append("data/deleted.parquet"), rowsInFile, content.length);
        metadata.addSuperseded(location.append("data/superseded.parquet"), rowsInFile, content.length);
        for (Map.Entry<S3Uri, byte[]> file : metadata.files().entrySet()) {
            stack.aws().put(BUCKET, file.getKey().key(), file.getValue());
        }
        return metadata.place();
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
