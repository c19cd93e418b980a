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
import java.util.Optional;

import io.featurestore.local.Deployment;
import io.featurestore.local.LocalAws;
import io.featurestore.local.store.FolderInUseException;

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
        } catch (FolderInUseException e) {
            throw new CommandFailure(Fs.FAILED, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailure(Fs.FAILED, "The embedded services cannot start on '" + store + "', port " + port
                    + ": " + e.getMessage(), e);
        }
    }

    private static Embedded deploy(LocalAws aws, String region) throws IOException {
        String suffix = "-" + LocalAws.ACCOUNT + "-" + region;
        String exports = "feature-store-export" + suffix;
        String work = "feature-store-export-work" + suffix;
        aws.createBucket(exports);
        aws.createBucket(work);
        aws.createWorkGroup(MACHINE);
        handlersCall(aws.endpoint(), region);
        String arn = aws.deploy(new Deployment(MACHINE, resource(DEFINITION), resource(FUNCTIONS),
                Map.of("ExportBucket",
                        exports, "WorkBucket", work, "Workgroup", MACHINE),
                Optional.of("CleanUp"), Embedded.class
                        .getClassLoader()));
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

    private static String resource(String name) {
        try (InputStream in = Embedded.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
