package io.featurestore.aws;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.AthenaClientBuilder;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.GlueClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClientBuilder;

/**
 * The clients of one handler, each built at its first use and kept. Region, endpoint and credentials come from the
 * SDK's standard settings (environment or system properties), so no handler knows where it runs. Thread-safe.
 */
public final class AwsClients {
    /** What a handler calls. */
    public enum Service {
        /** Objects, read, written and listed. */
        S3,
        /** Objects that are made of parts. */
        S3_PARTS,
        /** Objects and uploads that are removed. */
        S3_REMOVAL,
        /** Queries. */
        ATHENA,
        /** Tables. */
        GLUE,
        /** Feature groups. */
        SAGE_MAKER
    }

    /** First try included. What still fails then is retried by the state machine, with longer pauses. */
    private static final int ATTEMPTS = 4;
    private static final Duration BASE_PAUSE = Duration.ofMillis(100);
    private static final Duration BASE_THROTTLED_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration CONTROL_ATTEMPT = Duration.ofSeconds(10);
    private static final Duration CONTROL_CALL = Duration.ofSeconds(25);
    /** Longest silence on a data connection; a long copy or completion keeps its connection alive by sending spaces. */
    private static final Duration DATA_SILENCE = Duration.ofSeconds(60);

    private final Supplier<S3Client> s3 = new Lazy<>(() -> s3Builder().build());
    private final Supplier<AthenaClient> athena = new Lazy<>(() -> athenaBuilder().build());
    private final Supplier<GlueClient> glue = new Lazy<>(() -> glueBuilder().build());
    private final Supplier<SageMakerClient> sageMaker = new Lazy<>(() -> sageMakerBuilder().build());

    /** Makes clients on demand; nothing is built or called yet. */
    public AwsClients() {}

    /**
     * Builds clients before a snapshot is taken, and loads what their first calls need. Calls no service.
     *
     * @throws NoSuchAlgorithmException if this Java has no TLS
     */
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
            }
        }
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

    static S3ClientBuilder s3Builder() {
        return S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(
                        DATA_SILENCE))
                .overrideConfiguration(retries().build())
                // A default checksum would be demanded of every part, copied ones too, when an upload is completed.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED);
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

    private static UrlConnectionHttpClient.Builder controlConnection() {
        return UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(CONTROL_ATTEMPT);
    }

    private static ClientOverrideConfiguration control() {
        return retries().apiCallAttemptTimeout(CONTROL_ATTEMPT).apiCallTimeout(CONTROL_CALL).build();
    }

    private static ClientOverrideConfiguration.Builder retries() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy()
                        .toBuilder()
                        .maxAttempts(ATTEMPTS)
                        .backoffStrategy(new RandomBackoff(BASE_PAUSE, LONGEST_PAUSE))
                        .throttlingBackoffStrategy(new RandomBackoff(BASE_THROTTLED_PAUSE, LONGEST_PAUSE))
                        .build());
    }
}
