package io.featurestore.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.Deployment;
import io.featurestore.local.EventPattern;
import io.featurestore.local.LocalAws;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// Deploys the whole export on the embedded services as on AWS: real state machine, real handlers, real SDK.
public final class ExportStack implements AutoCloseable {
    /// Cleans up after an execution that was stopped, as the rule of the stack does.
    public static final Deployment.StopRule STOP_RULE = new Deployment.StopRule(
            EventPattern.of(text("export/statemachine/stopped-pattern.json")),
            "CleanUp",
            Map.of("executionId", "$.detail.executionArn"),
            "{\"executionId\": <executionId>, \"event\": <aws.events.event.json>, \"workBucket\": \"${WorkBucket}\"}");
    public static final String EXPORTS = "feature-store-export-000000000000-us-east-1";
    static final String WORK = "feature-store-export-work-000000000000-us-east-1";

    /// What a stack fills into the definition. Tests run many exports at the same time, so it allows more of
    /// them than the standard settings.
    static final Map<String, String> SUBSTITUTIONS = Map.of(
            "ExportBucket",
            EXPORTS,
            "WorkBucket",
            WORK,
            "Workgroup",
            "feature-store-export",
            "ConcurrentExports",
            "1000",
            "ConcurrentChunks",
            "500",
            "UnloadFromBytes",
            "-1",
            "ReservedConcurrency",
            "0");

    private final Path folder;
    private final LocalAws aws;
    private final SfnClient sfn;
    private final String machine;

    /// Holds an execution that has ended.
    public record Run(String name, String status, JsonNode output, String error, String cause) {
        /// Returns the URI of the output.
        public S3Uri uri() {
            return S3Uri.parse(output.path("output").path("uri").asText());
        }

        /// Returns the result. Fails unless the execution succeeded.
        public JsonNode succeeded() {
            if (!status.equals("SUCCEEDED")) {
                throw new AssertionError(name + " " + status + " " + error + ": " + cause);
            }
            return output;
        }
    }

    private ExportStack(Path folder, LocalAws aws, SfnClient sfn, String machine) {
        this.folder = folder;
        this.aws = aws;
        this.sfn = sfn;
        this.machine = machine;
    }

    /// Starts the services on a folder, and deploys the export.
    public static ExportStack start(Path folder) throws IOException {
        LocalAws aws = LocalAws.open(folder, 0, "us-east-1");
        aws.createBucket(EXPORTS);
        aws.createBucket(WORK);
        aws.createWorkGroup("feature-store-export");
        pointHandlersAt(aws.endpoint());
        String machine = deploy(aws, "feature-store-export", text("export/functions.json"), SUBSTITUTIONS);
        SfnClient sfn = SfnClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(aws.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        return new ExportStack(folder, aws, sfn, machine);
    }

    private static String deploy(LocalAws aws, String machine, String functions, Map<String, String> substitutions)
            throws IOException {
        return aws.deploy(new Deployment(
                machine,
                text("export/statemachine/export.asl.json"),
                functions,
                substitutions,
                Optional.of(STOP_RULE),
                ExportStack.class.getClassLoader()));
    }

    /// Deploys the export again, with another time-out of the converters. The new functions replace the old
    /// ones for all machines.
    ///
    /// @return the stack with this machine, over the same services; not to be closed
    ExportStack convertingWithin(int seconds) throws IOException {
        ArrayNode functions = Json.MAPPER.createArrayNode();
        for (JsonNode function : Json.MAPPER.readTree(text("export/functions.json"))) {
            boolean converter = function.get("name").asText().endsWith("Chunk");
            functions.add(converter ? ((ObjectNode) function).put("timeoutSeconds", seconds) : function);
        }
        return new ExportStack(
                folder, aws, sfn, deploy(aws, "converting-within-" + seconds, functions.toString(), SUBSTITUTIONS));
    }

    /// Deploys the export again under another name, with another quota of running exports.
    ///
    /// @return the stack with this machine, over the same services; not to be closed
    ExportStack runningAtMost(int exports) throws IOException {
        Map<String, String> substitutions = new TreeMap<>(SUBSTITUTIONS);
        substitutions.put("ConcurrentExports", String.valueOf(exports));
        String name = "running-at-most-" + exports;
        return new ExportStack(folder, aws, sfn, deploy(aws, name, text("export/functions.json"), substitutions));
    }

    /// Deploys the export again under another name. It unloads every result that can be.
    ///
    /// @return the stack with this machine, over the same services; not to be closed
    ExportStack unloading() throws IOException {
        Map<String, String> substitutions = new TreeMap<>(SUBSTITUTIONS);
        substitutions.put("UnloadFromBytes", "0");
        return new ExportStack(
                folder, aws, sfn, deploy(aws, "unloading", text("export/functions.json"), substitutions));
    }

    private static void pointHandlersAt(URI endpoint) {
        System.setProperty("aws.endpointUrl", endpoint.toString());
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
    }

    public LocalAws aws() {
        return aws;
    }

    SfnClient sfn() {
        return sfn;
    }

    /// Returns the request with every ' replaced by ".
    public static ObjectNode request(String json) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts an execution with any input, and returns its ARN.
    String start(String name, String input) {
        return sfn.startExecution(r -> r.stateMachineArn(machine).name(name).input(input))
                .executionArn();
    }

    /// Runs a request to its end.
    public Run run(String name, JsonNode request) {
        return await(name, start(name, request.toString()));
    }

    /// Returns whether an execution has not ended.
    boolean isRunning(String arn) {
        return sfn.describeExecution(r -> r.executionArn(arn)).status() == ExecutionStatus.RUNNING;
    }

    /// Waits for an execution.
    Run await(String name, String arn) {
        try {
            while (true) {
                DescribeExecutionResponse execution = sfn.describeExecution(r -> r.executionArn(arn));
                if (execution.status() != ExecutionStatus.RUNNING) {
                    return new Run(
                            name,
                            execution.statusAsString(),
                            execution.output() == null
                                    ? Json.MAPPER.missingNode()
                                    : Json.MAPPER.readTree(execution.output()),
                            Optional.ofNullable(execution.error()).orElse(""),
                            Optional.ofNullable(execution.cause()).orElse(""));
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the file that holds an object.
    public Path file(S3Uri uri) {
        return aws.buckets().file(uri.bucket(), uri.key()).orElseThrow(() -> new AssertionError(uri + " is not there"));
    }

    /// Returns the keys below a prefix.
    List<String> keys(String bucket, String prefix) {
        try (Stream<io.featurestore.local.s3.storage.Buckets.Entry> entries =
                aws.buckets().list(bucket, prefix)) {
            return entries.map(io.featurestore.local.s3.storage.Buckets.Entry::key)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the records of an uncompressed JSON Lines output.
    List<JsonNode> records(Run run) {
        run.succeeded();
        try {
            List<JsonNode> records = new ArrayList<>();
            for (String line : Files.readAllLines(file(run.uri()))) {
                records.add(Json.MAPPER.readTree(line));
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns DuckDB, an engine that wrote none of the data that it reads.
    Connection duckdb() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (var statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            statement.execute("SET threads=2");
            statement.execute("SET memory_limit='1GB'");
        }
        return connection;
    }

    Path folder() {
        return folder;
    }

    static String text(String resource) {
        try (InputStream in = ExportStack.class.getResourceAsStream("/io/featurestore/" + resource)) {
            if (in == null) {
                throw new AssertionError(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        sfn.close();
        aws.close();
    }
}
