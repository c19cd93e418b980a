package io.featurestore.steps.estimate;

import io.featurestore.failure.CostLimitExceeded;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Limits the cost of a run. Part of a request.
///
/// @param maxScanBytes the most bytes that the query may scan, by the estimate
/// @param maxCostUsd the most US dollars that the whole run may cost, by the estimate
public record CostLimits(Optional<BigDecimal> maxScanBytes, Optional<BigDecimal> maxCostUsd) {
    /// Refuses a run whose estimate is above a limit.
    ///
    /// @throws CostLimitExceeded if a limit is exceeded; the message names the estimate, the limit and what to do
    public void check(Estimate estimate) {
        List<String> exceeded = exceeded(estimate);
        if (!exceeded.isEmpty()) {
            throw new CostLimitExceeded(String.join(" ", exceeded)
                    + " No query ran. Export fewer columns or a shorter eventTimeRange, or raise the limit.");
        }
    }

    /// Returns a sentence for each limit that the estimate is above.
    public List<String> exceeded(Estimate estimate) {
        List<String> exceeded = new ArrayList<>();
        maxScanBytes
                .filter(limit -> BigDecimal.valueOf(estimate.scannedBytes()).compareTo(limit) > 0)
                .ifPresent(limit -> exceeded.add(String.format(
                        Locale.ROOT,
                        "The query would scan %,d bytes, more than maxScanBytes %s.",
                        estimate.scannedBytes(),
                        plain(limit))));
        BigDecimal usd = estimate.cost().totalUsd();
        maxCostUsd
                .filter(limit -> usd.compareTo(limit) > 0)
                .ifPresent(limit -> exceeded.add("The export would cost " + usd.toPlainString()
                        + " USD, more than maxCostUsd " + plain(limit) + "."));
        return exceeded;
    }

    private static String plain(BigDecimal limit) {
        return limit.stripTrailingZeros().toPlainString();
    }
}
