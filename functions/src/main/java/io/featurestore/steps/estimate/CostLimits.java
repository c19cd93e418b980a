package io.featurestore.steps.estimate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.featurestore.export.ExportRequest;
import io.featurestore.failure.CostLimitExceeded;

/** Compares an estimate with the limits of its request. */
public final class CostLimits {
    private CostLimits() {}

    /**
     * Checks that the estimate exceeds no limit.
     *
     * @throws CostLimitExceeded if a limit is exceeded; the message names the estimate, the limit and what to do
     */
    public static void check(ExportRequest request, Estimate estimate) {
        List<String> exceeded = exceeded(request, estimate);
        if (!exceeded.isEmpty()) {
            throw new CostLimitExceeded(String.join(" ", exceeded)
                    + " No query ran. Export fewer columns or a shorter eventTimeRange, or raise the limit.");
        }
    }

    /** Returns one sentence for each limit that the estimate exceeds. */
    static List<String> exceeded(ExportRequest request, Estimate estimate) {
        List<String> exceeded = new ArrayList<>();
        request.maxScanBytes().filter(limit -> BigDecimal.valueOf(estimate.scannedBytes()).compareTo(limit) > 0)
                .ifPresent(limit -> exceeded.add(String.format(Locale.ROOT,
                        "The query would scan %,d bytes, more than maxScanBytes %s.", estimate.scannedBytes(), plain(
                                limit))));
        BigDecimal usd = estimate.cost().totalUsd();
        request.maxCostUsd().filter(limit -> usd.compareTo(limit) > 0).ifPresent(limit -> exceeded.add(
                "The export would cost " + usd.toPlainString() + " USD, more than maxCostUsd " + plain(limit)
                        + "."));
        return exceeded;
    }

    private static String plain(BigDecimal limit) {
        return limit.stripTrailingZeros().toPlainString();
    }
}
