package io.featurestore.cli.console;

import software.amazon.awssdk.core.exception.SdkClientException;

/// Reports that no AWS credentials can be had. The message is a sentence for the user, without a capital at
/// its beginning and without a stop at its end.
public final class SignInFailure extends SdkClientException {
    /// Creates a failure with that message and what the SDK reported.
    public SignInFailure(String message, Throwable cause) {
        super(SdkClientException.builder().message(message).cause(cause));
    }
}
