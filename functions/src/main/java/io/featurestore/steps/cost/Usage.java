package io.featurestore.steps.cost;

import java.util.Optional;

/**
 * What an export used, as far as it was counted.
 *
 * @param scannedBytes bytes the query scanned, as Athena counted them
 * @param queryMillis the query's time, which the waiting loop's transitions follow from
 * @param estimating the estimate before the query; empty where none was made
 * @param conversions calls of the converter, repairs included
 * @param conversionMillis their time, added up
 * @param rounds runs of the Distributed Map; 0 where the result is copied as it is
 * @param finalizeMillis time of the final step
 * @param s3Writes PUT, COPY, POST and LIST requests but those of the estimate
 * @param s3Reads GET and HEAD requests but those of the estimate
 */
public record Usage(long scannedBytes, long queryMillis, Optional<EstimateWork> estimating, long conversions,
        long conversionMillis, int rounds, long finalizeMillis, long s3Writes, long s3Reads) {
    /**
     * The work of EstimateExport.
     *
     * @param millis its time
     * @param files the files it listed
     * @param footers the footers it read
     */
    public record EstimateWork(long millis, long files, long footers) {}
}
