package io.featurestore.local.conformance;

import io.featurestore.local.LocalAws;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.SageMakerFeatureStoreRuntimeClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/// Holds the embedded services over a folder, with a client of the AWS SDK for Java for each of them.
public final class Services implements AutoCloseable {
    private final LocalAws aws;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final S3Client s3;
    private final GlueClient glue;
    private final AthenaClient athena;
    private final SageMakerClient sageMaker;
    private final SageMakerFeatureStoreRuntimeClient records;
    private final SfnClient stepFunctions;

    private Services(LocalAws aws) {
        this.aws = aws;
        s3 = client(S3Client.builder().forcePathStyle(true));
        glue = client(GlueClient.builder());
        athena = client(AthenaClient.builder());
        sageMaker = client(SageMakerClient.builder());
        records = client(SageMakerFeatureStoreRuntimeClient.builder());
        stepFunctions = client(SfnClient.builder());
    }

    /// Starts the services on a free port.
    public static Services open(Path folder) throws IOException {
        return new Services(LocalAws.open(folder, 0, Region.EU_WEST_1.id()));
    }

    /// Returns the services themselves, for what AWS does outside these APIs.
    public LocalAws aws() {
        return aws;
    }

    /// Returns the address of all services, for requests that no SDK sends.
    public URI endpoint() {
        return aws.endpoint();
    }

    /// Returns the client of S3.
    public S3Client s3() {
        return s3;
    }

    /// Returns the client of the Glue data catalog.
    public GlueClient glue() {
        return glue;
    }

    /// Returns the client of Athena.
    public AthenaClient athena() {
        return athena;
    }

    /// Returns the client of SageMaker.
    public SageMakerClient sageMaker() {
        return sageMaker;
    }

    /// Returns the client of the Feature Store runtime.
    public SageMakerFeatureStoreRuntimeClient records() {
        return records;
    }

    /// Returns the client of Step Functions.
    public SfnClient stepFunctions() {
        return stepFunctions;
    }

    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(B builder) {
        return builder.endpointOverride(aws.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(http)
                .build();
    }

    @Override
    public void close() {
        s3.close();
        glue.close();
        athena.close();
        sageMaker.close();
        records.close();
        stepFunctions.close();
        http.close();
        aws.close();
    }
}
