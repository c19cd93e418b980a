package io.featurestore.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

import io.featurestore.export.json.Json;
import io.featurestore.local.LocalAws;

import software.amazon.awssdk.regions.Region;

/** The embedded services with the export deployed on them, as a stack would be on AWS. */
final class Embedded implements AutoCloseable {
    private static final String MACHINE = "feature-store-export";
    private static final String DEFINITION = "/io/featurestore/export/statemachine/export.asl.json";
    private static final String FUNCTIONS = "/io/featurestore/export/functions.json";

    private final LocalAws aws;
    private final Machine machine;

    private Embedded(LocalAws aws, Machine machine) {
        this.aws = aws;
        this.machine = machine;
    }

    /**
     * Opens the services over a folder.
     *
     * @param port port on the loopback address; 0 for any
     * @throws CommandFailure if another process has the folder, or the port
     */
    static Embedded open(Path store, int port) {
        String region = System.getenv().getOrDefault("AWS_REGION", "us-east-1");
        try {
            LocalAws aws = LocalAws.open(store, port, region);
            functionsWriteTo(store.resolve("logs").resolve("functions.log"));
            return deploy(aws, region);
        } catch (LocalAws.InUse e) {
            throw new CommandFailure(Fs.FAILED, e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandFailure(Fs.FAILED, "The embedded services cannot start on '" + store + "', port " + port
                    + ": " + e.getMessage(), e);
        }
    }

    private static Embedded deploy(LocalAws aws, String region) throws IOException {
        String suffix = "-" + LocalAws.ACCOUNT + "-" + region;
        Map<String, String> substitutions = Map.of("ExportBucket", "feature-store-export" + suffix,
                "WorkBucket", "feature-store-export-work" + suffix, "Workgroup", MACHINE));
        aws.createBucket(substitutions.get("ExportBucket"));
        aws.createBucket(substitutions.get("WorkBucket"));
        aws.createWorkGroup(MACHINE);
        for (JsonNode function : Json.MAPPER.readTree(resource(FUNCTIONS))) {
            String name = function.path("name").asText();
            substitutions.put(name, aws.deployFunction(name, function.path("handler").asText(), function.path("memoryMb")
                    .asInt(), function.path("timeoutSeconds").asInt(), Embedded.class.getClassLoader()));
        }
        handlersCall(aws.endpoint(), region);
        String arn = aws.deployStateMachine(MACHINE, new String(resource(DEFINITION), StandardCharsets.UTF_8),
                substitutions);
        aws.whenStopped(MACHINE, "CleanUp", Map.of("workBucket", substitutions.get("WorkBucket")));
        return new Embedded(aws, Machine.embedded(aws.endpoint(), Region.of(region), arn, aws::close));
    }

    URI endpoint() {
        return aws.endpoint();
    }

    String region() {
        return aws.region();
    }

    Machine machine() {
        return machine;
    }

    /** Makes the demo's feature group anew, with so many records. */
    void makeCustomers(int rows) throws IOException {
        aws.makeCustomers(rows);
    }

    @Override
    public void close() {
        machine.close();
    }

    /** Points the SDK clients of the handlers here, by the SDK's own settings. */
    private static void handlersCall(URI endpoint, String region) {
        System.setProperty("aws.endpointUrl", endpoint.toString());
        System.setProperty("aws.region", region);
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
    }

    /** What functions print goes to CloudWatch on AWS and to a file here; standard output is the command's own. */
    private static void functionsWriteTo(Path log) throws IOException {
        Files.createDirectories(log.getParent());
        System.setOut(new PrintStream(new BufferedOutputStream(Files.newOutputStream(log, StandardOpenOption.CREATE,
                StandardOpenOption.APPEND)), true, StandardCharsets.UTF_8));
    }

    private static byte[] resource(String name) {
        try (InputStream in = Embedded.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
