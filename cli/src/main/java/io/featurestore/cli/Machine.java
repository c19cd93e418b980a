package io.featurestore.cli;

import java.net.URI;
import java.util.Optional;

import io.featurestore.steps.Json;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * A state machine that exports, and the clients that reach it.
 *
 * @param arn its ARN
 * @param sfn Step Functions
 * @param s3 S3
 * @param embedded whether it runs inside this process, and ends with it
 * @param owner closed with this
 */
record Machine(String arn, SfnClient sfn, S3Client s3, boolean embedded, Runnable owner) implements AutoCloseable {
    private static final String OUTPUT_ARN = "StateMachineArn";

    /** Returns the machine on AWS with that ARN; region and credentials are the environment's, the region may be the ARN's. */
    static Machine onAws(String arn) {
        Optional<Region> region = Optional.of(arn.split(":", -1))
                .filter(p -> p.length == 7 && p[2].equals("states") && p[5].equals("stateMachine") && !p[3].isEmpty())
                .map(p -> Region.of(p[3]));
        if (region.isEmpty()) {
            throw CommandFailure.usage("usage.arn", arn);
        }
        return new Machine(arn, onAws(SfnClient.builder(), region.get()), onAws(S3Client.builder(), region.get()),
                false,
                () -> {});
    }

    /** Returns the machine of a deployed stack, found by the stack's outputs. */
    static Machine ofStack(String stack) {
        try (CloudFormationClient client = CloudFormationClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            String arn = client.describeStacks(r -> r.stackName(stack))
                    .stacks()
                    .stream()
                    .flatMap(s -> s.outputs().stream())
                    .filter(o -> o.outputKey().equals(OUTPUT_ARN))
                    .map(Output::outputValue)
                    .findFirst()
                    .orElseThrow(() -> new CommandFailure(Fs.FAILED, Texts.text("error.stack", stack, OUTPUT_ARN)));
            return onAws(arn);
        } catch (SdkException e) {
            throw CommandFailure.failed(e, "error.stack.lookup", stack, Reasons.of(e));
        }
    }

    /** Returns the machine of embedded services. */
    static Machine embedded(URI endpoint, Region region, String arn, Runnable owner) {
        return new Machine(arn, embedded(SfnClient.builder(), endpoint, region), embedded(S3Client.builder(), endpoint,
                region), true, owner);
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C onAws(B builder,
            Region region) {
        return builder.region(region).httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }

    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C embedded(B builder, URI endpoint,
            Region region) {
        return builder.region(region)
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Starts an execution and returns its ARN. */
    String start(String name, com.fasterxml.jackson.databind.JsonNode request) {
        return sfn.startExecution(r -> r.stateMachineArn(arn).name(name).input(Json.MAPPER.valueToTree(request)
                .toString())).executionArn();
    }

    @Override
    public void close() {
        sfn.close();
        s3.close();
        owner.run();
    }
}
