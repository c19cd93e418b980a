package io.featurestore.export.cost;

/**
 * What an export used, as far as it was counted.
 *
 * @param scannedBytes bytes the query scanned, as Athena counted them
 * @param queryMillis the query's time, which the waiting loop's transitions follow from
 * @param conversions calls of the converter, repairs included
 * @param conversionMillis their time, added up
 * @param rounds runs of the Distributed Map; 0 where the result is copied as it is
 * @param finalizeMillis time of the final step
 * @param s3Writes PUT, COPY, POST and LIST requests
 * @param s3Reads GET and HEAD requests
 */
public record Usage(long scannedBytes, long queryMillis, long conversions, long conversionMillis, int rounds,
        long finalizeMillis, long s3Writes, long s3Reads) {}
