package io.featurestore.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.Internal;
import io.featurestore.failure.Transient;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

class AwsErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, Rate exceeded, Throttled",
        "400, TooManyRequestsException, too many queries, Throttled",
        "503, SlowDown, reduce, Throttled",
        "429, , , Throttled",
        "500, InternalError, oops, Transient",
        "503, ServiceUnavailable, oops, Transient",
        "502, , , Transient",
        "400, RequestTimeout, slow socket, Transient",
        "409, ConditionalRequestConflict, again, Transient",
        "400, BadDigest, damaged, Transient",
        "400, IncompleteBody, cut, Transient",
        "403, AccessDenied, no, AccessDenied",
        "403, , , AccessDenied",
        "400, AccessDeniedException, no, AccessDenied",
        "400, ExpiredTokenException, old, AccessDenied",
        "400, InvalidRequestException, Insufficient permissions to execute the query, AccessDenied",
        "400, InvalidRequestException, Insufficient Lake Formation permission(s) on x, AccessDenied",
        "400, ValidationException, bad value, Internal",
        "404, NoSuchBucket, gone, Internal"
    })
    void translatesByWhatTheServiceMeans(int status, String code, String message, String expected) {
        AwsErrorDetails details =
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build();
        SdkException e = AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(details)
                .message("m")
                .build();
        assertThat(AwsErrors.translate(e, "s3:GetObject", "s3://bucket/key")
                        .getClass()
                        .getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    void namesActionAndResourceOfADenial() {
        SdkException e = AwsServiceException.builder()
                .statusCode(403)
                .message("Forbidden")
                .build();
        assertThat(AwsErrors.translate(e, "s3:PutObject", "s3://bucket/key"))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("s3:PutObject")
                .hasMessageContaining("s3://bucket/key")
                .hasMessageContaining("Forbidden")
                .hasCause(e);
    }

    @Test
    void takesABrokenConnectionForTransient() {
        SdkException e = SdkClientException.create(
                "Unable to execute HTTP request", new SocketTimeoutException("Read timed out"));
        assertThatThrownBy(() -> AwsErrors.call("s3:GetObject", "s3://bucket/key", () -> {
                    throw e;
                }))
                .isInstanceOf(Transient.class)
                .hasMessageContaining("s3:GetObject");
    }

    @Test
    void takesMissingCredentialsForADenialAndOtherClientErrorsForDefects() {
        assertThat(AwsErrors.translate(
                        SdkClientException.create("Unable to load credentials from any of the providers"),
                        "s3:GetObject",
                        "s3://bucket/key"))
                .isInstanceOf(AccessDenied.class);
        assertThat(AwsErrors.translate(
                        SdkClientException.create("Unable to marshall request"), "s3:GetObject", "s3://bucket/key"))
                .isInstanceOf(Internal.class);
    }
}
