package io.featurestore.steps.cost;

/// Counts the requests that Athena makes to S3 to read a table. S3 charges them to the account of the table's
/// bucket, in addition to Athena's price per byte. They can cost more than the scan: `the.athena.guide`,
/// "Athena basics: pricing model", names the number of requests as what most often drives the cost.
///
/// @param lists LIST requests: one for each partition that is not excluded, empty or not, and statement
/// @param gets GET requests: footers, column chunks, and an Iceberg table's metadata
public record TableRequests(long lists, long gets) {
    /// No requests. Without an estimate the partitions of a table are not known.
    public static final TableRequests NONE = new TableRequests(0, 0);
}
