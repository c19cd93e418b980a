package io.featurestore.steps.estimate.footer;

import io.featurestore.sql.history.TextBounds;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Holds a condition that a column's instant is within a range, both ends included.
///
/// @param column the catalog's name of a column of timestamps, epoch seconds or ISO-8601 text
/// @param from the earliest instant; empty for no limit
/// @param to the latest instant; empty for no limit
public record TimeWindow(String column, Optional<Instant> from, Optional<Instant> to) {
    /// Returns bounds for the number of rows within the range. Between two texts that are times there may be texts
    /// that are none, and bounds of floating numbers do not cover NaN, so such rows are never known to be within.
    CountRange count(ValueBounds bounds) {
        long values = bounds.rows() - Math.max(0, bounds.nulls());
        if (bounds.least().orElse(null) instanceof String low && bounds.most().orElse(null) instanceof String high) {
            return new CountRange(0, mayMeet(low, high) ? values : 0);
        }
        Optional<BigDecimal> least = bounds.least().flatMap(TimeWindow::seconds);
        Optional<BigDecimal> most = bounds.most().flatMap(TimeWindow::seconds);
        if (values == 0 || least.isEmpty() || most.isEmpty()) {
            return new CountRange(0, values);
        }
        Optional<BigDecimal> start = from.map(t -> comparable(t, bounds));
        Optional<BigDecimal> end = to.map(t -> comparable(t, bounds));
        if (start.map(t -> most.get().compareTo(t) < 0).orElse(false)
                || end.map(t -> least.get().compareTo(t) > 0).orElse(false)) {
            return CountRange.NONE;
        }
        boolean all = bounds.nulls() >= 0
                && !bounds.nan()
                && start.map(t -> least.get().compareTo(t) >= 0).orElse(true)
                && end.map(t -> most.get().compareTo(t) <= 0).orElse(true);
        return new CountRange(all ? values : 0, values);
    }

    /// Returns whether texts between two may be times within the range, as the statement's comparisons of the bare
    /// column tell.
    private boolean mayMeet(String low, String high) {
        return from.flatMap(TextBounds::least)
                        .map(least -> high.compareTo(least) >= 0)
                        .orElse(true)
                && to.flatMap(TextBounds::beyond)
                        .map(beyond -> low.compareTo(beyond) < 0)
                        .orElse(true);
    }

    /// Rounds the instant as the engine does, which compares a double with the nearest double.
    private static BigDecimal comparable(Instant instant, ValueBounds bounds) {
        BigDecimal seconds = seconds(instant);
        return bounds.nan() ? new BigDecimal(seconds.doubleValue()) : seconds;
    }

    /// Returns a bound as epoch seconds.
    private static Optional<BigDecimal> seconds(Object bound) {
        return switch (bound) {
            case BigDecimal number -> Optional.of(number);
            case LocalDateTime time -> Optional.of(seconds(time.toInstant(ZoneOffset.UTC)));
            case LocalDate date -> Optional.of(seconds(date.atStartOfDay().toInstant(ZoneOffset.UTC)));
            default -> Optional.empty();
        };
    }

    private static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
    }
}
