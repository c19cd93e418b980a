package io.featurestore.steps.cost;

import java.math.BigDecimal;

/// Holds AWS's list prices in USD for us-east-1, without free tier or discounts, as of November 2026. Prices of
/// other regions differ, so the cost of an export is approximate. The deployment's dashboard reads the price of
/// Athena here, too.
public final class Prices {
    /// USD per terabyte that a query scans (aws.amazon.com/athena/pricing).
    public static final int ATHENA_TERABYTE = 5;
    /// Bytes of a terabyte. The pricing page does not say whether it means 10^12 or 2^40 bytes; 10^12 gives the
    /// higher price. The lowest scan limit of a work group is 10,000,000 bytes
    /// (docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html).
    public static final long TERABYTE = 1_000_000_000_000L;
    /// USD per megabyte. Athena rounds up to whole megabytes and charges at least 10 MB per query.
    static final BigDecimal ATHENA_MEGABYTE =
            BigDecimal.valueOf(ATHENA_TERABYTE).movePointLeft(6);
    static final long MEGABYTE = TERABYTE / 1_000_000;
    static final long ATHENA_LEAST_MEGABYTES = 10;

    // aws.amazon.com/lambda/pricing: the rate of x86, which is higher; arm64 costs a fifth less.
    static final BigDecimal LAMBDA_GIGABYTE_SECOND = new BigDecimal("0.0000166667");
    static final BigDecimal LAMBDA_REQUEST = new BigDecimal("0.0000002");
    static final long MEGABYTES_PER_GIGABYTE = 1_024;

    // aws.amazon.com/step-functions/pricing: a standard transition; an Express request, and its GB-seconds, which are
    // counted in steps of 64 MB.
    static final BigDecimal TRANSITION = new BigDecimal("0.000025");
    static final BigDecimal EXPRESS_REQUEST = new BigDecimal("0.000001");
    static final BigDecimal EXPRESS_GIGABYTE_SECOND = new BigDecimal("0.00001667");
    static final long EXPRESS_MEGABYTES = 64;

    // aws.amazon.com/s3/pricing: writes are PUT, COPY, POST and LIST; reads are GET and HEAD; deletions are free.
    static final BigDecimal S3_WRITE = new BigDecimal("0.000005");
    static final BigDecimal S3_READ = new BigDecimal("0.0000004");

    private Prices() {}
}
