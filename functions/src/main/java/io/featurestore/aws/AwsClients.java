package io.featurestore.aws;

import io.featurestore.steps.BucketRules;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.AthenaClientBuilder;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.GlueClientBuilder;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClientBuilder;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.SfnClientBuilder;

/// Holds the clients of one handler. Each client is built at its first use. Region, endpoint and credentials
/// come from the SDK's standard settings (environment or system properties), so no handler knows where it
/// runs. Thread-safe.
public final class AwsClients {
    /// Lists the services that a handler may call.
    public enum Service {
        /// S3, for reading, writing and listing objects.
        S3,
        /// S3, for multipart uploads.
        S3_PARTS,
        /// S3, for removing objects and uploads.
        S3_REMOVAL,
        /// Athena, for queries.
        ATHENA,
        /// Glue, for tables.
        GLUE,
        /// SageMaker, for feature groups.
        SAGE_MAKER,
        /// Step Functions, for the running exports.
        STATES,
        /// Lambda, for the account's quota.
        LAMBDA
    }

    /// Attempts of one call, including the first. The state machine retries calls that still fail, with
    /// longer pauses.
    private static final int ATTEMPTS = 4;
    private static final Duration BASE_PAUSE = Duration.ofMillis(100);
    private static final Duration BASE_THROTTLED_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration CONTROL_ATTEMPT = Duration.ofSeconds(10);
    private static final Duration CONTROL_CALL = Duration.ofSeconds(25);
    /// The longest time without data on a connection. During a long copy or completion S3 sends spaces to
    /// keep the connection alive.
    private static final Duration DATA_SILENCE = Duration.ofSeconds(60);

    private final BucketRules buckets;
    private final Supplier<S3Client> s3;
    private final Supplier<AthenaClient> athena =
            new Lazy<>(() -> athenaBuilder().build());
    private final Supplier<GlueClient> glue = new Lazy<>(() -> glueBuilder().build());
    private final Supplier<SageMakerClient> sageMaker =
            new Lazy<>(() -> sageMakerBuilder().build());
    private final Supplier<SfnClient> states = new Lazy<>(() -> statesBuilder().build());
    private final Supplier<LambdaClient> lambda =
            new Lazy<>(() -> lambdaBuilder().build());

    /// Creates a holder for the deployment's buckets. It builds no client and makes no call yet.
    public AwsClients() {
        this(BucketRules.ofEnvironment());
    }

    /// Creates a holder for buckets with the given rules. It builds no client and makes no call yet.
    public AwsClients(BucketRules buckets) {
        this.buckets = buckets;
        this.s3 = new Lazy<>(() -> s3Builder(buckets).build());
    }

    /// Builds clients and loads the classes of their first calls, before a snapshot is taken. It calls no
    /// service.
    ///
    /// @throws NoSuchAlgorithmException if this Java has no TLS
    public void prime(Set<Service> services) throws NoSuchAlgorithmException {
        SSLContext.getDefault().getSocketFactory();
        for (Service service : services) {
            switch (service) {
                case S3 -> {
                    s3();
                    ClientPriming.s3();
                }
                case S3_PARTS -> {
                    s3();
                    ClientPriming.s3Parts();
                }
                case S3_REMOVAL -> {
                    s3();
                    ClientPriming.s3Removal();
                }
                case ATHENA -> {
                    athena();
                    ClientPriming.athena();
                }
                case GLUE -> {
                    glue();
                    ClientPriming.glue();
                }
                case SAGE_MAKER -> {
                    sageMaker();
                    ClientPriming.sageMaker();
                }
                case STATES -> {
                    states();
                    ClientPriming.states();
                }
                case LAMBDA -> {
                    lambda();
                    ClientPriming.lambda();
                }
            }
        }
    }

    /// Returns the rules of the deployment's buckets.
    BucketRules buckets() {
        return buckets;
    }

    S3Client s3() {
        return s3.get();
    }

    AthenaClient athena() {
        return athena.get();
    }

    GlueClient glue() {
        return glue.get();
    }

    SageMakerClient sageMaker() {
        return sageMaker.get();
    }

    SfnClient states() {
        return states.get();
    }

    LambdaClient lambda() {
        return lambda.get();
    }

    static S3ClientBuilder s3Builder(BucketRules buckets) {
        return S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(DATA_SILENCE))
                .overrideConfiguration(retries()
                        .addExecutionInterceptor(new BucketHeaders(buckets))
                        .build())
                .forcePathStyle(hasOwnEndpoint())
                // With a default checksum, completing an upload would require the checksum of every part, also of
                // copied parts.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED);
    }

    /// Returns whether S3 is reached at an address that the deployment names. A bucket is named in the path
    /// there: a name with dots before an IP address would be no name of a host.
    private static boolean hasOwnEndpoint() {
        return Stream.of("aws.endpointUrl", "aws.endpointUrlS3").anyMatch(name -> System.getProperty(name) != null)
                || Stream.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3").anyMatch(name -> System.getenv(name) != null);
    }

    static AthenaClientBuilder athenaBuilder() {
        return AthenaClient.builder().httpClientBuilder(controlConnection()).overrideConfiguration(control());
    }

    static GlueClientBuilder glueBuilder() {
        return GlueClient.builder().httpClientBuilder(controlConnection()).overrideConfiguration(control());
    }

    static SageMakerClientBuilder sageMakerBuilder() {
        return SageMakerClient.builder().httpClientBuilder(controlConnection()).overrideConfiguration(control());
    }

    static SfnClientBuilder statesBuilder() {
        return SfnClient.builder().httpClientBuilder(controlConnection()).overrideConfiguration(control());
    }

    static LambdaClientBuilder lambdaBuilder() {
        return LambdaClient.builder().httpClientBuilder(controlConnection()).overrideConfiguration(control());
    }

    private static UrlConnectionHttpClient.Builder controlConnection() {
        return UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(CONTROL_ATTEMPT);
    }

    private static ClientOverrideConfiguration control() {
        return retries()
                .apiCallAttemptTimeout(CONTROL_ATTEMPT)
                .apiCallTimeout(CONTROL_CALL)
                .build();
    }

    private static ClientOverrideConfiguration.Builder retries() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(ATTEMPTS)
                        .backoffStrategy(new RandomBackoff(BASE_PAUSE, LONGEST_PAUSE))
                        .throttlingBackoffStrategy(new RandomBackoff(BASE_THROTTLED_PAUSE, LONGEST_PAUSE))
                        .build());
    }
}
