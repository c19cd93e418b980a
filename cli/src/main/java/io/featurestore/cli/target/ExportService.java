package io.featurestore.cli.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.cli.console.CommandFailure;
import io.featurestore.cli.console.Reasons;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
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

/// A deployed export: its state machine and the clients that reach it.
///
/// @param arn the ARN of the state machine, or of a version or an alias of it, which has one part more
/// @param sfn the client of Step Functions
/// @param s3 the client of S3
/// @param embedded whether it runs inside this process and ends with it
/// @param onClose runs after the clients are closed
public record ExportService(String arn, SfnClient sfn, S3Client s3, boolean embedded, Runnable onClose)
        implements AutoCloseable {
    private static final String OUTPUT_ARN = "StateMachineArn";

    /// Returns the export with that state machine on AWS. The region is the ARN's; the credentials are those
    /// of [SignIn], which are checked here, before anything is started.
    ///
    /// @throws CommandFailure if the ARN has another form, or there are no credentials
    static ExportService onAws(String arn) {
        return onAws(arn, Optional.empty());
    }

    private static ExportService onAws(String arn, Optional<AwsCredentialsProvider> signedIn) {
        Optional<Region> region = region(arn);
        if (region.isEmpty()) {
            throw CommandFailure.usage("usage.arn", arn);
        }
        AwsCredentialsProvider credentials = signedIn.orElseGet(ExportService::signIn);
        return new ExportService(
                arn,
                onAws(SfnClient.builder(), region.get(), credentials),
                onAws(S3Client.builder(), region.get(), credentials),
                false,
                () -> {});
    }

    /// Returns the region of a state machine's ARN; empty if it is the ARN of something else. The ARN of a version or
    /// an alias has one part more.
    static Optional<Region> region(String arn) {
        return Optional.of(arn.split(":", -1))
                .filter(p -> (p.length == 7 || p.length == 8)
                        && p[2].equals("states")
                        && p[5].equals("stateMachine")
                        && !p[3].isEmpty())
                .map(p -> Region.of(p[3]));
    }

    private static AwsCredentialsProvider signIn() {
        try {
            SignIn signIn = SignIn.find();
            signIn.resolveCredentials();
            return signIn;
        } catch (SdkException e) {
            throw CommandFailure.failed(e, "error.signin", Reasons.of(e));
        }
    }

    /// Returns the export of a deployed stack. The stack's outputs name the state machine.
    static ExportService ofStack(String stack) {
        AwsCredentialsProvider credentials = signIn();
        try (CloudFormationClient client = CloudFormationClient.builder()
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            String arn = client.describeStacks(r -> r.stackName(stack)).stacks().stream()
                    .flatMap(s -> s.outputs().stream())
                    .filter(o -> o.outputKey().equals(OUTPUT_ARN))
                    .map(Output::outputValue)
                    .findFirst()
                    .orElseThrow(() -> CommandFailure.failed("error.stack", stack, OUTPUT_ARN));
            return onAws(arn, Optional.of(credentials));
        } catch (SdkException e) {
            throw CommandFailure.failed(e, "error.stack.lookup", stack, Reasons.of(e));
        }
    }

    /// Returns the export on embedded services.
    static ExportService embedded(URI endpoint, Region region, String arn, Runnable onClose) {
        return new ExportService(
                arn,
                embedded(SfnClient.builder(), endpoint, region),
                embedded(S3Client.builder().forcePathStyle(true), endpoint, region),
                true,
                onClose);
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C onAws(
            B builder, Region region, AwsCredentialsProvider credentials) {
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C embedded(
            B builder, URI endpoint, Region region) {
        return builder.region(region)
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /// Starts an execution and returns its ARN.
    public String start(String name, JsonNode request) {
        return sfn.startExecution(r -> r.stateMachineArn(arn).name(name).input(request.toString()))
                .executionArn();
    }

    @Override
    public void close() {
        sfn.close();
        s3.close();
        onClose.run();
    }
}
