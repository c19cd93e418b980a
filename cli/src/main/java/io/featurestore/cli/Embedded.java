package io.featurestore.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.featurestore.local.Deployment;
import io.featurestore.local.LocalAws;
import io.featurestore.local.faults.FaultPlan;
import io.featurestore.local.store.FolderInUseException;

import software.amazon.awssdk.regions.Region;

/** The embedded services with the export deployed on them, as a stack would be on AWS. */
final class Embedded implements AutoCloseable {
    private static final String MACHINE = "feature-store-export";
    private static final String DEFINITION = "/io/featurestore/export/statemachine/export.asl.json";
    private static final String FUNCTIONS = "/io/featurestore/export/functions.json";

    private final LocalAws aws;
    private final Machine machine;
    private boolean ended;

    private Embedded(LocalAws aws, String region, String arn) {
        this.aws = aws;
        this.machine = Machine.embedded(aws.endpoint(), Region.of(region), arn, this::end);
    }

    /**
     * Opens the services over a folder.
     *
     * @param port port on the loopback address; 0 for any
     * @param inUse the text for a folder that another process has
     * @throws CommandFailure if another process has the folder, or the port
     */
    static Embedded open(Path store, int port, String inUse) {
        String region = System.getenv().getOrDefault("AWS_REGION", "us-east-1");
        try {
            LocalAws aws = LocalAws.open(store, port, region);
            try {
                FunctionsOutput.into(store.resolve("logs").resolve("functions.log"));
                return deploy(aws, region);
            } catch (IOException | RuntimeException e) {
                aws.close();
                throw e;
            }
        } catch (FolderInUseException e) {
            throw CommandFailure.failed(e, inUse, String.valueOf(e.getMessage()), region);
        } catch (IOException e) {
            throw e.getCause() instanceof BindException
                    ? CommandFailure.failed(e, "error.port", String.valueOf(port))
                    : CommandFailure.failed(e, "error.store", store, Reasons.of(e));
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
                Optional.of(new Deployment.StopRule("CleanUp",
                        "{\"event\": <aws.events.event.json>, \"workBucket\": \"${WorkBucket}\"}")), Embedded.class
                        .getClassLoader()));
        return new Embedded(aws, region, arn);
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
        aws.createSampleGroup(rows);
    }

    /** Lets things go wrong from now on. */
    void disturb(FaultPlan faults) {
        aws.faults().add(faults);
    }

    @Override
    public void close() {
        machine.close();
    }

    /** Ends the services once, whoever asks; all who ask wait for the end. */
    private synchronized void end() {
        if (!ended) {
            ended = true;
            aws.close();
            FunctionsOutput.end();
        }
    }

    /** Points the SDK clients of the handlers here, by the SDK's own settings; they win over the environment's. */
    private static void handlersCall(URI endpoint, String region) {
        for (String service : List.of("", "S3", "Athena", "Glue", "SageMaker")) {
            System.setProperty("aws.endpointUrl" + service, endpoint.toString());
        }
        System.setProperty("aws.region", region);
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
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
