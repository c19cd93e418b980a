package io.featurestore.local.lambda;

/// Holds the limits of Lambda: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html.
final class LambdaLimits {
    /// The most bytes in the payload of a synchronous request.
    static final int REQUEST_BYTES = 6_291_456;

    /// The most bytes in the payload of a synchronous answer. The error message of Lambda names this number.
    static final int RESPONSE_BYTES = 6_291_556;

    /// The longest time-out of a function, in seconds.
    static final int TIMEOUT_SECONDS = 900;

    /// The most bytes of all functions' code in an account and region.
    static final long TOTAL_CODE_BYTES = 80_530_636_800L;

    /// The most bytes of a function's code, unpacked.
    static final long UNZIPPED_BYTES = 262_144_000;

    /// The most bytes of a function's code, packed, in an upload.
    static final long ZIPPED_BYTES = 52_428_800;

    /// The default quota of concurrent calls of an account and region.
    static final int CONCURRENT_CALLS = 1_000;

    private LambdaLimits() {}
}
