package io.featurestore.cli.target;

import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.Reasons;
import io.featurestore.local.Deployment;
import io.featurestore.local.EventPattern;
import io.featurestore.local.LocalAws;
import io.featurestore.local.faults.FaultPlan;
import io.featurestore.local.sample.SampleFeatureGroup;
import io.featurestore.local.store.FolderInUseException;
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
import software.amazon.awssdk.regions.Region;

/// The embedded AWS services of this process, with the export deployed on them like a stack on AWS.
public final class EmbeddedServices implements AutoCloseable {
    private static final String STATE_MACHINE = "feature-store-export";
    private static final String DEFINITION = "/io/featurestore/export/statemachine/export.asl.json";
    private static final String STOPPED = "/io/featurestore/export/statemachine/stopped-pattern.json";
    private static final String FUNCTIONS = "/io/featurestore/export/functions.json";

    private final LocalAws aws;
    private final ExportService exportService;
    private boolean ended;

    private EmbeddedServices(LocalAws aws, String region, String arn) {
        this.aws = aws;
        this.exportService = ExportService.embedded(aws.endpoint(), Region.of(region), arn, this::end);
    }

    /// Starts the services with their data in a folder.
    ///
    /// @param port the port on the loopback address; 0 for any free one
    /// @param inUse the key of the text that is shown when another process uses the folder
    /// @throws CommandFailure if another process uses the folder or the port, or the folder cannot be written
    public static EmbeddedServices open(Path store, int port, String inUse) {
        String region = System.getenv().getOrDefault("AWS_REGION", "us-east-1");
        try {
            LocalAws aws = LocalAws.open(store, port, region);
            try {
                FunctionLogs.into(store.resolve("logs").resolve("functions.log"));
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

    private static EmbeddedServices deploy(LocalAws aws, String region) throws IOException {
        String suffix = "-" + LocalAws.ACCOUNT + "-" + region;
        String exports = "feature-store-export" + suffix;
        String work = "feature-store-export-work" + suffix;
        aws.createBucket(exports);
        aws.createBucket(work);
        aws.createWorkGroup(STATE_MACHINE);
        pointHandlersTo(aws.endpoint(), region);
        String arn = aws.deploy(new Deployment(
                STATE_MACHINE,
                resource(DEFINITION),
                resource(FUNCTIONS),
                Map.of(
                        "ExportBucket",
                        exports,
                        "WorkBucket",
                        work,
                        "Workgroup",
                        STATE_MACHINE,
                        "ConcurrentExports",
                        "20",
                        "ConcurrentChunks",
                        "500",
                        "UnloadFromBytes",
                        "128000000",
                        "ReservedConcurrency",
                        "0"),
                Optional.of(new Deployment.StopRule(
                        EventPattern.of(resource(STOPPED)),
                        "CleanUp",
                        Map.of("executionId", "$.detail.executionArn"),
                        "{\"executionId\": <executionId>, \"event\": <aws.events.event.json>, "
                                + "\"workBucket\": \"${WorkBucket}\"}")),
                EmbeddedServices.class.getClassLoader()));
        return new EmbeddedServices(aws, region, arn);
    }

    /// Returns the address at which all services answer.
    public URI endpoint() {
        return aws.endpoint();
    }

    /// Returns the AWS region that the services claim to be in.
    public String region() {
        return aws.region();
    }

    /// Returns the export that is deployed here. Closing it ends the services.
    public ExportService exportService() {
        return exportService;
    }

    /// Creates a sample feature group with that number of records, or replaces an earlier sample.
    ///
    /// @return the name of the group, which is not the usual one if that belongs to a group that is no sample
    public String makeCustomers(SampleFeatureGroup.Format format, int rows) throws IOException {
        return aws.createSampleGroup(format, rows);
    }

    /// Adds faults that the services cause from now on.
    public void addFaults(FaultPlan faults) {
        aws.faults().add(faults);
    }

    @Override
    public void close() {
        exportService.close();
    }

    /// Ends the services at the first call. Further calls wait until that is done.
    private synchronized void end() {
        if (!ended) {
            ended = true;
            aws.close();
            FunctionLogs.end();
        }
    }

    /// Points the SDK clients of the handlers to the services. System properties win over the environment's
    /// settings.
    private static void pointHandlersTo(URI endpoint, String region) {
        for (String service : List.of("", "S3", "Athena", "Glue", "SageMaker", "Sfn", "Lambda")) {
            System.setProperty("aws.endpointUrl" + service, endpoint.toString());
        }
        System.setProperty("aws.region", region);
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
    }

    private static String resource(String name) {
        try (InputStream in = EmbeddedServices.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
