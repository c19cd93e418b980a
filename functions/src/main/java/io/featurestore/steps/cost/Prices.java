package io.featurestore.steps.cost;

import java.math.BigDecimal;

/**
 * What AWS asks, in USD, in us-east-1 without free tier or discounts, as the pricing pages said in November 2026. Other
 * regions differ; the figures of an export say what it roughly costs, the bill says what it costs.
 */
final class Prices {
    // aws.amazon.com/athena/pricing: 5 USD per TB scanned, by the started megabyte, at least 10 MB a query. The page
    // does not say which terabyte; the decimal one is the dearer, and the least limit of a work group's scan is
    // 10,000,000 bytes (docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html).
    static final BigDecimal ATHENA_MEGABYTE = new BigDecimal("0.000005");
    static final long MEGABYTE = 1_000_000;
    static final long ATHENA_LEAST_MEGABYTES = 10;

    // aws.amazon.com/lambda/pricing: arm64 is cheaper by a fifth; the dearer x86 rate is taken.
    static final BigDecimal LAMBDA_GIGABYTE_SECOND = new BigDecimal("0.0000166667");
    static final BigDecimal LAMBDA_REQUEST = new BigDecimal("0.0000002");
    static final long MEGABYTES_PER_GIGABYTE = 1_024;

    // aws.amazon.com/step-functions/pricing: a standard transition; an Express request and its GB-seconds, which are
    // counted in 64 MB chunks.
    static final BigDecimal TRANSITION = new BigDecimal("0.000025");
    static final BigDecimal EXPRESS_REQUEST = new BigDecimal("0.000001");
    static final BigDecimal EXPRESS_GIGABYTE_SECOND = new BigDecimal("0.00001667");
    static final long EXPRESS_MEGABYTES = 64;

    // aws.amazon.com/s3/pricing: PUT, COPY, POST and LIST; GET and HEAD; deletions are free.
    static final BigDecimal S3_WRITE = new BigDecimal("0.000005");
    static final BigDecimal S3_READ = new BigDecimal("0.0000004");

    private Prices() {}
}
