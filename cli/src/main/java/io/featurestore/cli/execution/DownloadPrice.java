package io.featurestore.cli.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.cli.console.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Calculates what AWS charges for the transfer of an output from S3 to a machine on the internet. It is an
/// assumption: the first price step of us-east-1, without the 100 GB a month that are free, as of November
/// 2026 (aws.amazon.com/s3/pricing, data transfer). A machine in the same region pays nothing, other regions
/// up to double.
public final class DownloadPrice {
    private static final BigDecimal USD_PER_GIGABYTE = new BigDecimal("0.09");
    private static final int DIGITS = 6;
    /// The decimal exponent of a gigabyte. Dividing by 10^9, not by 2^30, gives the higher price.
    private static final int GIGABYTE = 9;

    private DownloadPrice() {}

    /// Returns the price of that many bytes in USD.
    public static BigDecimal usd(long bytes) {
        return BigDecimal.valueOf(bytes)
                .movePointLeft(GIGABYTE)
                .multiply(USD_PER_GIGABYTE)
                .setScale(DIGITS, RoundingMode.HALF_UP);
    }

    /// Returns the sentence that names the price and its assumption.
    public static String text(long bytes) {
        return Texts.text("plan.download.value", Texts.usd(usd(bytes)), USD_PER_GIGABYTE.toPlainString());
    }

    /// Returns a copy of the JSON of a plan with the price as `download`.
    public static JsonNode addTo(JsonNode plan, long bytes) {
        ObjectNode copy = plan.deepCopy();
        copy.putObject("download").put("usd", usd(bytes)).put("usdPerGigabyte", USD_PER_GIGABYTE);
        return copy;
    }
}
