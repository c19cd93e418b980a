package io.featurestore.local.lambda;

/** Lambda's limits: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. */
final class LambdaLimits {
    /** A synchronous request's payload. */
    static final int REQUEST_BYTES = 6_291_456;

    /** A synchronous answer's payload; the service's own error message names this number. */
    static final int RESPONSE_BYTES = 6_291_556;

    /** A function's longest time-out. */
    static final int TIMEOUT_SECONDS = 900;

    private LambdaLimits() {}
}
