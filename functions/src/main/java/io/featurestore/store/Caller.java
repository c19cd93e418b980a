package io.featurestore.store;

import java.util.Optional;

/// Names the account and region that run an export.
///
/// @param partition the partition of AWS, such as `aws`
/// @param region the region, such as `eu-central-1`
/// @param account the account's 12 digits
public record Caller(String partition, String region, String account) {
    private static final int PARTS = 6;

    /// Returns the account and region in an ARN; empty if the text is no ARN of an account and region.
    public static Optional<Caller> ofArn(String arn) {
        String[] parts = arn.split(":", PARTS);
        return parts.length == PARTS && parts[0].equals("arn") && !parts[3].isEmpty() && parts[4].matches("[0-9]{12}")
                ? Optional.of(new Caller(parts[1], parts[3], parts[4]))
                : Optional.empty();
    }

    /// Returns the name by which Athena queries the Glue data catalog of another account that is not registered as
    /// a data source (docs.aws.amazon.com/athena/latest/ug/security-iam-cross-account-glue-catalog-access.html).
    String catalogOf(String otherAccount) {
        return "glue:arn:" + partition + ":glue:" + region + ":" + otherAccount + ":catalog";
    }
}
