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
    /// @throws CostLimitExceeded if a limit is exceeded or cannot be checked; the message names the estimate, the
    ///     limit and what to do
    public void check(Estimate estimate) {
        List<String> exceeded = exceeded(estimate);
        if (!exceeded.isEmpty()) {
            throw new CostLimitExceeded(String.join(" ", exceeded)
                    + " No query ran. "
                    + (unchecked(estimate).isPresent()
                            ? "Remove the cause, or the limit."
                            : "Export fewer columns or a shorter eventTimeRange, or raise the limit."));
        }
    }

    /// Returns the reason why the limits cannot be checked; empty if they can.
    private static Optional<String> unchecked(Estimate estimate) {
        return Optional.of(estimate.basis().scannedBytes())
                .filter(basis -> basis.kind() == EstimateBasis.Kind.UNKNOWN)
                .map(EstimateBasis::says);
    }

    /// Returns a sentence for each limit that the estimate is above, or that cannot be checked. A projected figure
    /// counts with its error.
    public List<String> exceeded(Estimate estimate) {
        Optional<String> unchecked = unchecked(estimate);
        if (unchecked.isPresent()) {
            return names().stream()
                    .map(name ->
                            name + " cannot be checked, as the scanned bytes are not known: " + unchecked.get() + ".")
                    .toList();
        }
        List<String> exceeded = new ArrayList<>();
        long scanned = estimate.scannedBytes()
                + estimate.basis().scannedBytes().error().orElse(0);
        maxScanBytes
                .filter(limit -> BigDecimal.valueOf(scanned).compareTo(limit) > 0)
                .ifPresent(limit -> exceeded.add(String.format(
                        Locale.ROOT,
                        "The query %s scan %,d bytes, more than maxScanBytes %s.",
                        scanned > estimate.scannedBytes() ? "may" : "would",
                        scanned,
                        plain(limit))));
        BigDecimal usd = estimate.cost().totalUsd();
        maxCostUsd
                .filter(limit -> usd.compareTo(limit) > 0)
                .ifPresent(limit -> exceeded.add("The export would cost " + usd.toPlainString()
                        + " USD, more than maxCostUsd " + plain(limit) + "."));
        return exceeded;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        maxScanBytes.ifPresent(limit -> names.add("maxScanBytes " + plain(limit)));
        maxCostUsd.ifPresent(limit -> names.add("maxCostUsd " + plain(limit)));
        return names;
    }

    private static String plain(BigDecimal limit) {
        return limit.stripTrailingZeros().toPlainString();
    }
}
