package io.featurestore.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.cli.CommandRun;
import io.featurestore.cli.target.EmbeddedServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.SageMakerFeatureStoreRuntimeClient;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.FeatureValue;

class DemoTest {
    @Test
    void makesOutputsOfBothGroupsAndShowsThem(@TempDir Path folder) throws Exception {
        Path outputs = folder.resolve("outputs");
        CommandRun run = CommandRun.of(
                "demo", "--rows", "3000", "--store", folder.resolve("store").toString(), "--dir", outputs.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        try (var files = Files.list(outputs)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains(
                            "customers.csv.gz",
                            "customers-online.json.gz",
                            "customers.parquet",
                            "customers-iceberg.json.gz");
        }
        assertThat(OutputPreview.firstLines(outputs.resolve("customers.csv.gz")).getFirst())
                .startsWith("\"customer_id\",");
        assertThat(run.out()).contains("\"customer_id\",", "{\"customer_id\":\"", "customer_id=");
        assertThat(run.out()).contains("./fs export customers my.parquet");
    }

    /// Two demos in a store with a group of the user's own, which has the name of the sample.
    @Test
    void leavesTheUsersOwnGroupAsItIs(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store");
        makeOwnGroup(store);
        Path own = store.resolve("s3/buckets/own-data");
        Map<String, String> before = contents(own);
        assertThat(before).isNotEmpty();

        for (int demo = 1; demo <= 2; demo++) {
            CommandRun run = CommandRun.of(
                    "demo",
                    "--rows",
                    "300",
                    "--store",
                    store.toString(),
                    "--dir",
                    folder.resolve("outputs").toString());
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err())
                    .contains(
                            "The feature group 'customers' that is here was not made by fs demo, so it stays as it is; "
                                    + "the sample is called 'demo-customers'.");
            assertThat(run.out()).contains("./fs export demo-customers my.parquet");
            assertThat(contents(own)).isEqualTo(before);
        }
        CommandRun export = CommandRun.of(
                "export",
                "customers",
                folder.resolve("own.csv").toString(),
                "--no-compress",
                "--store",
                store.toString());
        assertThat(export.exitCode()).as(export.err()).isZero();
        assertThat(Files.readString(folder.resolve("own.csv"))).isEqualTo("""
                "id","at"
                "mine","1.7E9"
                """);
    }

    private static void makeOwnGroup(Path store) throws Exception {
        try (EmbeddedServices services = EmbeddedServices.open(store, 0, "error.store.in.use")) {
            var any = StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
            try (S3Client s3 = S3Client.builder()
                            .region(Region.of(services.region()))
                            .endpointOverride(services.endpoint())
                            .credentialsProvider(any)
                            .forcePathStyle(true)
                            .httpClient(UrlConnectionHttpClient.create())
                            .build();
                    SageMakerClient groups = SageMakerClient.builder()
                            .region(Region.of(services.region()))
                            .endpointOverride(services.endpoint())
                            .credentialsProvider(any)
                            .httpClient(UrlConnectionHttpClient.create())
                            .build();
                    SageMakerFeatureStoreRuntimeClient records = SageMakerFeatureStoreRuntimeClient.builder()
                            .region(Region.of(services.region()))
                            .endpointOverride(services.endpoint())
                            .credentialsProvider(any)
                            .httpClient(UrlConnectionHttpClient.create())
                            .build()) {
                s3.createBucket(r -> r.bucket("own-data"));
                groups.createFeatureGroup(r -> r.featureGroupName("customers")
                        .recordIdentifierFeatureName("id")
                        .eventTimeFeatureName("at")
                        .featureDefinitions(
                                List.of(feature("id", FeatureType.STRING), feature("at", FeatureType.FRACTIONAL)))
                        .onlineStoreConfig(c -> c.enableOnlineStore(true))
                        .offlineStoreConfig(c -> c.s3StorageConfig(s -> s.s3Uri("s3://own-data/features")))
                        .roleArn("arn:aws:iam::000000000000:role/any"));
                records.putRecord(r -> r.featureGroupName("customers")
                        .record(List.of(value("id", "mine"), value("at", "1700000000"))));
            }
        }
    }

    private static FeatureDefinition feature(String name, FeatureType type) {
        return FeatureDefinition.builder().featureName(name).featureType(type).build();
    }

    private static FeatureValue value(String name, String text) {
        return FeatureValue.builder().featureName(name).valueAsString(text).build();
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
