package io.featurestore.steps.query;

import java.util.Optional;
import java.util.OptionalLong;

/// Describes a work group, as far as it decides whether an export can run its query there
/// (docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html).
///
/// @param name its name
/// @param enabled whether it runs queries
/// @param engine its engine, such as `Athena engine version 3` or `PySpark engine version 3`
/// @param managedResults whether Athena keeps the results of its queries, so that there is no object on S3
/// @param identityCenter whether only users of IAM Identity Center may run queries
/// @param enforced whether its own location and encryption replace those of a query
/// @param location the location of its results; empty if it has none
/// @param clientSideEncryption whether it demands that results are encrypted before they reach S3 (`CSE_KMS`)
/// @param scanLimit the bytes that a query may scan before Athena cancels it; empty if there is no limit
public record WorkGroup(
        String name,
        boolean enabled,
        String engine,
        boolean managedResults,
        boolean identityCenter,
        boolean enforced,
        Optional<String> location,
        boolean clientSideEncryption,
        OptionalLong scanLimit) {
    /// Reads work groups.
    @FunctionalInterface
    public interface Reader {
        /// Returns the work group with the given name; empty if there is none.
        ///
        /// @throws io.featurestore.failure.Failure `AccessDenied`, `Throttled`, `Transient`
        Optional<WorkGroup> find(String name);
    }

    /// Returns a sentence about the scan limit if a query that scans the given bytes exceeds it.
    public Optional<String> exceeded(long scannedBytes) {
        return scanLimit.isPresent() && scannedBytes > scanLimit.getAsLong()
                ? Optional.of(
                        "The query would scan about " + scannedBytes + " bytes, and Athena cancels queries in work "
                                + "group '" + name + "' above " + scanLimit.getAsLong()
                                + " bytes (BytesScannedCutoffPerQuery). Read less (fewer columns, an eventTimeRange), raise "
                                + "the limit, or name another work group with workgroup.")
                : Optional.empty();
    }
}
