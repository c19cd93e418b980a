package io.featurestore.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;

/// Creates the tables for the tests of options: the sample `customers`; `visits`, whose event time is a text; and
/// a database `copies` with a table of the sample's name that holds the gold segment alone.
final class Scenery {
    private static final String OFFLINE = "feature-store-offline-000000000000-us-east-1";
    private static final int VISITS = 40;

    private Scenery() {}

    static void build(ExportStack stack, OfflineTruth truth, int rows) throws Exception {
        stack.aws().createSampleGroup(rows);
        try (MachineGroups groups = new MachineGroups(stack)) {
            truth.load("customers_rows", OFFLINE, groups.offline("customers").key());
            makeVisits(groups);
            awaitVisits(truth, groups);
            truth.script("machine/truth.sql");
            copyGold(stack, truth, groups.table("customers"));
        }
    }

    private static void makeVisits(MachineGroups groups) {
        groups.create(
                "visits",
                "visit_id",
                "visited_at",
                List.of(
                        MachineGroups.feature("visit_id", FeatureType.STRING),
                        MachineGroups.feature("visited_at", FeatureType.STRING),
                        MachineGroups.feature("page", FeatureType.STRING),
                        MachineGroups.feature("seconds", FeatureType.FRACTIONAL)),
                OFFLINE);
        for (int i = 0; i < VISITS; i++) {
            String fraction = i % 2 == 0 ? "" : String.format(Locale.ROOT, ".%03d", i * 20 + 1);
            groups.put(
                    "visits",
                    List.of(
                            MachineGroups.value("visit_id", "v" + i),
                            MachineGroups.value(
                                    "visited_at", String.format(Locale.ROOT, "2024-01-01T10:%02d:00%sZ", i, fraction)),
                            MachineGroups.value("page", "/home?a=\"" + i + "\""),
                            MachineGroups.value("seconds", i + ".25")));
        }
    }

    /// The offline store has records a moment after the online store.
    private static void awaitVisits(OfflineTruth truth, MachineGroups groups) throws Exception {
        String count = "0";
        while (!count.equals(Integer.toString(VISITS))) {
            Thread.sleep(100);
            truth.execute("CREATE OR REPLACE TABLE visits_rows (n INTEGER)");
            if (truth.hasFiles(OFFLINE, groups.offline("visits").key())) {
                truth.load("visits_rows", OFFLINE, groups.offline("visits").key());
            }
            count = truth.value("SELECT count(*) FROM visits_rows");
        }
    }

    private static void copyGold(ExportStack stack, OfflineTruth truth, String name) throws Exception {
        Path file = stack.folder().resolveSibling("gold.parquet");
        truth.execute("COPY gold_rows TO " + OfflineTruth.literal(file.toString()) + " (FORMAT parquet)");
        stack.aws().put(OFFLINE, "copies/gold.parquet", Files.readAllBytes(file));
        try (GlueClient glue = GlueClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(stack.aws().endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            Table own = glue.getTable(
                            r -> r.databaseName("sagemaker_featurestore").name(name))
                    .table();
            glue.createDatabase(r -> r.databaseInput(d -> d.name("copies")));
            glue.createTable(r -> r.databaseName("copies").tableInput(t -> t.name(name)
                    .tableType(own.tableType())
                    .storageDescriptor(own.storageDescriptor().toBuilder()
                            .location("s3://" + OFFLINE + "/copies")
                            .build())));
        }
    }
}
