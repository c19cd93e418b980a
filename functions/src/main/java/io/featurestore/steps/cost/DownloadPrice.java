package io.featurestore.steps.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/// Knows the price of data that leaves AWS for the internet, which is what a download of an output to a
/// machine outside AWS costs. It is no part of an export's cost, because an output may stay on S3 or be read
/// within the region, both without such a price.
///
/// The prices are list prices of November 2026 for the first 10 TB of a month (aws.amazon.com/s3/pricing,
/// "Data transfer"), without the 100 GB of each month that are free.
public final class DownloadPrice {
    private static final int DECIMALS = 7;
    private static final BigDecimal GIGABYTE = BigDecimal.valueOf(1_000_000_000L);
    /// USD per GB in most regions of the United States, Canada and Europe.
    private static final BigDecimal USUAL = new BigDecimal("0.09");
    private static final Map<String, BigDecimal> OTHERS = Map.ofEntries(
            Map.entry("af-south-1", new BigDecimal("0.154")),
            Map.entry("ap-east-1", new BigDecimal("0.12")),
            Map.entry("ap-northeast-1", new BigDecimal("0.114")),
            Map.entry("ap-northeast-2", new BigDecimal("0.126")),
            Map.entry("ap-northeast-3", new BigDecimal("0.114")),
            Map.entry("ap-south-1", new BigDecimal("0.1093")),
            Map.entry("ap-southeast-1", new BigDecimal("0.12")),
            Map.entry("ap-southeast-2", new BigDecimal("0.114")),
            Map.entry("ap-southeast-3", new BigDecimal("0.132")),
            Map.entry("il-central-1", new BigDecimal("0.11")),
            Map.entry("me-central-1", new BigDecimal("0.11")),
            Map.entry("me-south-1", new BigDecimal("0.117")),
            Map.entry("sa-east-1", new BigDecimal("0.15")),
            Map.entry("us-gov-east-1", new BigDecimal("0.155")),
            Map.entry("us-gov-west-1", new BigDecimal("0.155")));

    private DownloadPrice() {}

    /// Returns the price of a GB in USD. A region that is not known here has the usual price.
    public static BigDecimal gigabyte(String region) {
        return OTHERS.getOrDefault(region, USUAL);
    }

    /// Returns the price in USD of a download of the given number of bytes, rounded up to 7 decimals.
    public static BigDecimal usd(String region, long bytes) {
        return gigabyte(region).multiply(BigDecimal.valueOf(bytes)).divide(GIGABYTE, DECIMALS, RoundingMode.CEILING);
    }
}
