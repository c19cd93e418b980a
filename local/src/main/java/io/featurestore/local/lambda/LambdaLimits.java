package io.featurestore.local.lambda;

/// Holds the limits of Lambda: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html.
final class LambdaLimits {
    /// The most bytes in the payload of a synchronous request.
    static final int REQUEST_BYTES = 6_291_456;

    /// The most bytes in the payload of a synchronous answer. The error message of Lambda names this number.
    static final int RESPONSE_BYTES = 6_291_556;

    /// The longest time-out of a function, in seconds.
    static final int TIMEOUT_SECONDS = 900;

    private LambdaLimits() {}
}
