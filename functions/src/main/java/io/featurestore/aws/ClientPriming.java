package io.featurestore.aws;

import io.featurestore.steps.BucketRules;
import io.featurestore.store.objects.S3Uri;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/// Primes clients for a snapshot with calls that never leave the process. The calls load the classes that the
/// first real call would load, and have no other effect. They ask for no credentials, so a snapshot cannot
/// contain any.
final class ClientPriming {
    private static final StaticCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("rehearsal", "rehearsal"));

    /// Rules that let the calls run the code of every header.
    private static final BucketRules RULES = new BucketRules(
            Optional.of("rehearsal"),
            List.of(new BucketRules.Place(
                    BucketRules.Use.WORK, new S3Uri("rehearsal", ""), Optional.empty(), Optional.of("rehearsal"))),
            false);

    private static final String ETAG = "\"rehearsal\"";

    private ClientPriming() {}

    static void s3() {
        run(AwsClients.s3Builder(RULES), "", client -> {
            client.putObject(r -> r.bucket("rehearsal").key("key"), RequestBody.fromString("{}"));
            client.getObjectAsBytes(r -> r.bucket("rehearsal").key("key"));
        });
        run(AwsClients.s3Builder(RULES), "<ListBucketResult/>", client -> {
            client.headObject(r -> r.bucket("rehearsal").key("key"));
            client.listObjectsV2(r -> r.bucket("rehearsal").prefix("key"));
        });
    }

    static void s3Parts() {
        run(AwsClients.s3Builder(RULES), "<Result/>", client -> {
            client.createMultipartUpload(r -> r.bucket("rehearsal").key("key"));
            client.uploadPart(
                    r -> r.bucket("rehearsal").key("key").uploadId("id").partNumber(1), RequestBody.fromString("{}"));
            client.uploadPartCopy(r -> r.sourceBucket("rehearsal")
                    .sourceKey("part")
                    .destinationBucket("rehearsal")
                    .destinationKey("key")
                    .uploadId("id")
                    .partNumber(2));
            client.completeMultipartUpload(r -> r.bucket("rehearsal")
                    .key("key")
                    .uploadId("id")
                    .multipartUpload(u -> u.parts(
                            CompletedPart.builder().partNumber(1).eTag(ETAG).build())));
        });
    }

    static void s3Removal() {
        run(AwsClients.s3Builder(RULES), "<Result/>", client -> {
            client.listMultipartUploads(r -> r.bucket("rehearsal").prefix("key"));
            client.deleteObjects(r -> r.bucket("rehearsal")
                    .delete(d -> d.objects(ObjectIdentifier.builder().key("key").build())
                            .quiet(true)));
        });
    }

    static void athena() {
        run(AwsClients.athenaBuilder(), "{}", client -> client.getQueryExecution(r -> r.queryExecutionId("id")));
    }

    static void glue() {
        run(
                AwsClients.glueBuilder(),
                "{}",
                client -> client.getTable(r -> r.databaseName("database").name("table")));
    }

    static void sageMaker() {
        run(
                AwsClients.sageMakerBuilder(),
                "{}",
                client -> client.describeFeatureGroup(r -> r.featureGroupName("group")));
    }

    static void states() {
        run(AwsClients.statesBuilder(), "{}", client -> client.listExecutions(r -> r.stateMachineArn("arn")));
    }

    static void lambda() {
        run(AwsClients.lambdaBuilder(), "{}", client -> client.getAccountSettings(_ -> {}));
    }

    /// Returns a client that gives this content for every object, and forgets what it is given.
    static S3Client s3Holding(byte[] content) {
        return AwsClients.s3Builder(RULES)
                .credentialsProvider(NOBODY)
                .httpClientBuilder(_ -> new Answering(content))
                .build();
    }

    private static <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> void run(
            B builder, String answer, Consumer<C> calls) {
        try (C client = builder.credentialsProvider(NOBODY)
                .httpClientBuilder(_ -> new Answering(answer.getBytes(StandardCharsets.UTF_8)))
                .build()) {
            calls.accept(client);
        }
    }

    /// Answers every request with success: where something is asked for, with this.
    private record Answering(byte[] body) implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            byte[] answer = request.httpRequest().method() == SdkHttpMethod.PUT ? new byte[0] : body;
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder()
                                    .statusCode(200)
                                    .putHeader("ETag", ETAG)
                                    .putHeader("Content-Length", String.valueOf(answer.length))
                                    .build())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer)))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
