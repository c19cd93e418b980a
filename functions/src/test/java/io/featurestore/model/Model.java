package io.featurestore.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.machine.ExportStack;
import io.featurestore.model.Layout.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;

/// Makes random tables on one embedded stack, and compares the exports with a plain reading of their rows.
/// Thread-safe.
final class Model implements AutoCloseable {
    private static final String BUCKET = "model-data";
    private static final String DATABASE = "model";
    private static final int SAME_BYTES = 3;

    private final ExportStack stack;
    private final GlueClient glue;
    private final SageMakerClient groups;
    private final Connection duckdb;
    private final Path scratch;
    private final AtomicInteger exact = new AtomicInteger();
    private final AtomicInteger records = new AtomicInteger();

    private Model(ExportStack stack, Path scratch) throws SQLException, IOException {
        this.stack = stack;
        this.scratch = Files.createDirectories(scratch);
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
        this.glue = GlueClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(stack.aws().endpoint())
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        this.groups = SageMakerClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(stack.aws().endpoint())
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        this.duckdb = DriverManager.getConnection("jdbc:duckdb:");
        stack.aws().createBucket(BUCKET);
        glue.createDatabase(r -> r.databaseInput(d -> d.name(DATABASE)));
    }

    static Model start(Path folder) throws IOException, SQLException {
        return new Model(ExportStack.start(folder.resolve("store")), folder.resolve("scratch"));
    }

    /// Makes the table of a seed, exports it and checks the output, the estimate and, sometimes, that it is the same
    /// again.
    ///
    /// @throws AssertionError with everything that repeats the fault
    void check(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomTable table = RandomTable.of("t" + seed, random);
        RandomRequest request = RandomRequest.of(table, random);
        String what = "seed " + seed + "\n  " + table + "\n  " + request + "\n  " + request.json(table, "…");
        try {
            make(table, random);
            Oracle oracle = new Oracle(table, request);
            String output = "s3://" + ExportStack.EXPORTS + "/" + table.name() + "." + request.format();
            ExportStack.Run run = stack.run(table.name(), request.json(table, output));
            if (!run.status().equals("SUCCEEDED")) {
                throw new AssertionError("it ended as " + run.status() + " " + run.error() + ": " + run.cause());
            }
            Path file = stack.file(run.uri());
            List<List<Object>> found = new OutputReader(request, duckdb).read(file);
            oracle.fault(found).ifPresent(fault -> {
                throw new AssertionError(
                        fault + "\n  " + run.output().at("/query/sql").asText());
            });
            records.addAndGet(found.size());
            checkEstimate(table, request, run, found.size());
            if (random.nextInt(10) == 0) {
                checkSame(table, request, file);
            }
        } catch (IOException | SQLException | RuntimeException | AssertionError e) {
            throw new AssertionError(what + "\n  " + e, e);
        }
    }

    private void checkEstimate(RandomTable table, RandomRequest request, ExportStack.Run run, int count) {
        ObjectNode dry = request.json(
                        table, "s3://" + ExportStack.EXPORTS + "/" + table.name() + "-dry." + request.format())
                .put("dryRun", true);
        JsonNode estimate = stack.run(table.name() + "-dry", dry).succeeded().path("estimate");
        String basis = estimate.at("/basis/records/kind").asText();
        long estimated = estimate.path("records").asLong();
        boolean right =
                switch (basis) {
                    case "EXACT" -> estimated == count;
                    case "BOUND" ->
                        estimated >= count
                                && estimate.at("/basis/records/atLeast").asLong(0) <= count;
                    default -> !basis.isEmpty();
                };
        if (!right) {
            throw new AssertionError("the estimate says " + estimated + " records (" + estimate.at("/basis/records")
                    + "), there are " + count);
        }
        long scanned = run.output().at("/query/scannedBytes").asLong();
        if (estimate.at("/basis/scannedBytes/kind").asText().equals("EXACT")
                && estimate.path("scannedBytes").asLong() < scanned) {
            throw new AssertionError("the estimate says " + estimate.path("scannedBytes")
                    + " scanned bytes, EXACT, but they were " + scanned);
        }
        if (basis.equals("EXACT")) {
            exact.incrementAndGet();
        }
    }

    private void checkSame(RandomTable table, RandomRequest request, Path first) throws IOException {
        for (int n = 1; n < SAME_BYTES; n++) {
            String name = table.name() + "-again-" + n;
            ExportStack.Run run = stack.run(
                    name, request.json(table, "s3://" + ExportStack.EXPORTS + "/" + name + "." + request.format()));
            run.succeeded();
            if (Files.mismatch(first, stack.file(run.uri())) >= 0) {
                throw new AssertionError("the same request gave other bytes");
            }
        }
    }

    private void make(RandomTable table, SplittableRandom random) throws IOException, SQLException {
        Layout layout = table.layout();
        String location = "s3://" + BUCKET + "/" + table.name();
        if (layout.finding() == Finding.ICEBERG) {
            new IcebergFiles(table, random, stack.aws().iceberg(), location).make(DATABASE);
            createGroup(table);
            return;
        }
        glue.createTable(r -> r.databaseName(DATABASE).tableInput(t -> t.name(table.name())
                .tableType("EXTERNAL_TABLE")
                .parameters(parameters(layout))
                .partitionKeys(layout.keys().stream()
                        .map(key -> column(key.toLowerCase(Locale.ROOT), layout.numbers() ? "int" : "string"))
                        .toList())
                .storageDescriptor(storage(location, table))));
        createGroup(table);
        writeFiles(table, random, location);
    }

    private void createGroup(RandomTable table) {
        groups.createFeatureGroup(r -> r.featureGroupName(table.name())
                .recordIdentifierFeatureName(table.identifier().name())
                .eventTimeFeatureName(table.eventTime().name())
                .featureDefinitions(table.columns().stream()
                        .filter(Column::feature)
                        .map(column -> FeatureDefinition.builder()
                                .featureName(column.name())
                                .featureType(column.kind().feature.orElseThrow())
                                .build())
                        .toList())
                .offlineStoreConfig(c -> c.s3StorageConfig(s -> s.s3Uri("s3://" + BUCKET))
                        .disableGlueTableCreation(true)
                        .dataCatalogConfig(d ->
                                d.catalog("AwsDataCatalog").database(DATABASE).tableName(table.name())))
                .roleArn("arn:aws:iam::000000000000:role/feature-store"));
    }

    private void writeFiles(RandomTable table, SplittableRandom random, String location)
            throws IOException, SQLException {
        Layout layout = table.layout();
        Map<List<String>, String> folders = new LinkedHashMap<>();
        int number = 0;
        for (TableFiles.Written file : new TableFiles(table, random, duckdb, scratch).write()) {
            String folder = folders.computeIfAbsent(file.partition(), values -> folder(layout, values, folders.size()));
            stack.aws().put(BUCKET, table.name() + "/" + folder + "file-" + number++ + ".parquet", file.content());
            if (layout.finding() == Finding.REGISTERED && file.seen()) {
                register(table, file.partition(), location + "/" + folder);
            }
        }
    }

    private void register(RandomTable table, List<String> values, String folder) {
        glue.batchCreatePartition(r -> r.databaseName(DATABASE)
                .tableName(table.name())
                .partitionInputList(PartitionInput.builder()
                        .values(values)
                        .storageDescriptor(storage(folder, table))
                        .build()));
    }

    private static String folder(Layout layout, List<String> values, int number) {
        if (layout.elsewhere()) {
            return "p" + number + "/";
        }
        StringBuilder folder = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            folder.append(layout.keys().get(i).toLowerCase(Locale.ROOT))
                    .append('=')
                    .append(values.get(i))
                    .append('/');
        }
        return folder.toString();
    }

    private static Map<String, String> parameters(Layout layout) {
        Map<String, String> parameters = new HashMap<>(Map.of("EXTERNAL", "TRUE", "classification", "parquet"));
        if (layout.finding() != Finding.PROJECTED) {
            return parameters;
        }
        parameters.put("projection.enabled", "true");
        if (layout.keys().size() == 1) {
            String key = "projection." + layout.keys().getFirst().toLowerCase(Locale.ROOT);
            parameters.putAll(Map.of(
                    key + ".type", "date", key + ".format", "yyyy-MM-dd", key + ".range", "1960-01-01,2030-01-01"));
            return parameters;
        }
        List<String> ranges = List.of("1900,2100", "1,12", "1,31", "0,23");
        for (int i = 0; i < layout.keys().size(); i++) {
            String key = "projection." + layout.keys().get(i);
            parameters.put(key + ".type", "integer");
            parameters.put(key + ".range", ranges.get(i));
            if (layout.padded() && i > 0) {
                parameters.put(key + ".digits", "2");
            }
        }
        return parameters;
    }

    private static StorageDescriptor storage(String location, RandomTable table) {
        return StorageDescriptor.builder()
                .location(location)
                .columns(table.all().stream()
                        .map(c -> column(c.name().toLowerCase(Locale.ROOT), c.kind().glue))
                        .toList())
                .inputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                .outputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                .serdeInfo(s -> s.serializationLibrary("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"))
                .build();
    }

    private static software.amazon.awssdk.services.glue.model.Column column(String name, String type) {
        return software.amazon.awssdk.services.glue.model.Column.builder()
                .name(name)
                .type(type)
                .build();
    }

    /// Returns the number of exported records, and of estimates whose number of records was exact.
    String figures() {
        return records + " records, " + exact + " exact estimates";
    }

    @Override
    public void close() throws SQLException {
        glue.close();
        groups.close();
        duckdb.close();
        stack.close();
    }
}
