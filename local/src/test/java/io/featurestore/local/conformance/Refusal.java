package io.featurestore.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Checks that a service refuses a call as its API reference says.
public final class Refusal {
    private Refusal() {}

    /// Checks the HTTP status and the error code of a refused call, and returns the exception of the SDK.
    public static AwsServiceException assertRefused(ThrowingCallable call, int status, String code) {
        AwsServiceException refused = catchThrowableOfType(AwsServiceException.class, call);
        assertThat(refused).as("the call must be refused with %s", code).isNotNull();
        assertThat(refused.awsErrorDetails().errorCode())
                .as("%s", refused.getMessage())
                .isEqualTo(code);
        assertThat(refused.statusCode()).isEqualTo(status);
        return refused;
    }
}
