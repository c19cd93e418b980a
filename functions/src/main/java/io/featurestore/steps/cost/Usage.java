package io.featurestore.steps.cost;

import java.util.Optional;
import java.util.OptionalLong;

/// Holds what an export used.
///
/// @param scannedBytes bytes that the query scanned, as counted by Athena
/// @param countedBytes bytes that the statement for the warnings scanned; empty if there was none
/// @param queryMillis duration of the query; the number of polls follows from it
/// @param estimating the estimate before the query; empty if there was none
/// @param conversions calls of the converter, including repairs
/// @param conversionMillis total duration of these calls
/// @param rounds runs of the Distributed Map; 0 if the result is copied unchanged
/// @param finalizeMillis duration of the final step
/// @param table Athena's requests for the table; [TableRequests#NONE] if they are not known
/// @param s3Writes PUT, COPY, POST and LIST requests, except those of the estimate
/// @param s3Reads GET and HEAD requests, except those of the estimate
public record Usage(
        long scannedBytes,
        OptionalLong countedBytes,
        long queryMillis,
        Optional<EstimateWork> estimating,
        long conversions,
        long conversionMillis,
        int rounds,
        long finalizeMillis,
        TableRequests table,
        long s3Writes,
        long s3Reads) {
    /// Holds what EstimateExport used.
    ///
    /// @param millis its duration
    /// @param files number of files that it listed
    /// @param footers number of footers that it read
    public record EstimateWork(long millis, long files, long footers) {}
}
