package io.featurestore.steps.estimate.footer;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/// Holds a condition that a column's instant is within a range, both ends included.
///
/// @param column the catalog's name of a column of timestamps, epoch seconds or ISO-8601 text
/// @param from the earliest instant; empty for no limit
/// @param to the latest instant; empty for no limit
public record TimeWindow(String column, Optional<Instant> from, Optional<Instant> to) {
    /// The event time format that the feature store accepts (documentation of PutRecord). For other texts nothing
    /// is known.
    private static final Pattern ISO = Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,9})?Z");

    /// Returns bounds for the number of rows within the range.
    CountRange count(ValueBounds bounds) {
        long values = bounds.rows() - Math.max(0, bounds.nulls());
        Optional<BigDecimal> least = bounds.least().flatMap(v -> seconds(v, false));
        Optional<BigDecimal> most = bounds.most().flatMap(v -> seconds(v, true));
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
                && start.map(t -> least.get().compareTo(t) >= 0).orElse(true)
                && end.map(t -> most.get().compareTo(t) <= 0).orElse(true);
        return new CountRange(all ? values : 0, values);
    }

    /// Rounds the instant as the engine does, which compares a double with the nearest double.
    private static BigDecimal comparable(Instant instant, ValueBounds bounds) {
        BigDecimal seconds = seconds(instant);
        return bounds.nan() ? new BigDecimal(seconds.doubleValue()) : seconds;
    }

    /// Returns a bound as epoch seconds. Texts are ordered as the instants are to the second only: of one second,
    /// `00.5Z` comes before `00Z`.
    private static Optional<BigDecimal> seconds(Object bound, boolean most) {
        return switch (bound) {
            case BigDecimal number -> Optional.of(number);
            case LocalDateTime time -> Optional.of(seconds(time.toInstant(ZoneOffset.UTC)));
            case LocalDate date -> Optional.of(seconds(date.atStartOfDay().toInstant(ZoneOffset.UTC)));
            case String text -> {
                var matcher = ISO.matcher(text);
                if (!matcher.matches()) {
                    yield Optional.empty();
                }
                try {
                    Instant second = LocalDateTime.parse(matcher.group(1)).toInstant(ZoneOffset.UTC);
                    yield Optional.of(seconds(most ? second.plusNanos(999_999_999) : second));
                } catch (DateTimeException e) {
                    yield Optional.empty();
                }
            }
            default -> Optional.empty();
        };
    }

    private static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9));
    }
}
