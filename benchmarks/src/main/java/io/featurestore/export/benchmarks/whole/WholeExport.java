package io.featurestore.export.benchmarks.whole;

import io.featurestore.local.Deployment;
import io.featurestore.local.EventPattern;
import io.featurestore.local.LocalAws;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// Deploys the export to embedded services that use a folder.
final class WholeExport implements AutoCloseable {
    private static final String EXPORTS = "exports";
    private static final String WORK = "work";
    private static final String WORK_GROUP = "feature-store-export";
    private static final long LOOK_MILLIS = 20;

    private final LocalAws aws;
    private final SfnClient sfn;
    private final String machine;

    private WholeExport(LocalAws aws, SfnClient sfn, String machine) {
        this.aws = aws;
        this.sfn = sfn;
        this.machine = machine;
    }

    /// Starts the services, deploys the export and creates the sample feature group.
    static WholeExport start(Path folder, int rows) throws IOException {
        LocalAws aws = LocalAws.open(folder, 0, "us-east-1");
        aws.createBucket(EXPORTS);
        aws.createBucket(WORK);
        aws.createWorkGroup(WORK_GROUP);
        System.setProperty("aws.endpointUrl", aws.endpoint().toString());
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        String machine = aws.deploy(new Deployment(
                "feature-store-export",
                resource("statemachine/export.asl.json"),
                resource("functions.json"),
                Map.of(
                        "ExportBucket",
                        EXPORTS,
                        "WorkBucket",
                        WORK,
                        "Workgroup",
                        WORK_GROUP,
                        "ConcurrentExports",
                        "20",
                        "ConcurrentChunks",
                        "500",
                        "UnloadFromBytes",
                        "128000000",
                        "ReservedConcurrency",
                        "0"),
                Optional.of(
                        new Deployment.StopRule(
                                EventPattern.of(resource("statemachine/stopped-pattern.json")),
                                "CleanUp",
                                Map.of("executionId", "$.detail.executionArn"),
                                "{\"executionId\": <executionId>, \"event\": <aws.events.event.json>, \"workBucket\": \"${WorkBucket}\"}")),
                Objects.requireNonNull(WholeExport.class.getClassLoader())));
        SfnClient sfn = SfnClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(aws.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        aws.createSampleGroup(rows);
        return new WholeExport(aws, sfn, machine);
    }

    /// Runs a request to its end and returns the execution's ARN.
    String run(String request) throws InterruptedException {
        String arn = sfn.startExecution(r -> r.stateMachineArn(machine).input(request))
                .executionArn();
        DescribeExecutionResponse execution;
        do {
            Thread.sleep(LOOK_MILLIS);
            execution = sfn.describeExecution(r -> r.executionArn(arn));
        } while (execution.status() == ExecutionStatus.RUNNING);
        if (execution.status() != ExecutionStatus.SUCCEEDED) {
            throw new IllegalStateException("the export ended with " + execution.error() + ": " + execution.cause());
        }
        return arn;
    }

    /// Returns the output of an execution.
    String output(String arn) {
        return sfn.describeExecution(r -> r.executionArn(arn)).output();
    }

    /// Returns the events of an execution's history, in order.
    List<HistoryEvent> history(String arn) {
        List<HistoryEvent> events = new ArrayList<>();
        sfn.getExecutionHistoryPaginator(r -> r.executionArn(arn)).events().forEach(events::add);
        return events;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = WholeExport.class.getResourceAsStream("/io/featurestore/export/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        sfn.close();
        aws.close();
    }
}
