package io.featurestore.local.features;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// Parses event times in the formats that PutRecord accepts
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateFeatureGroup.html, EventTimeFeatureName).
final class EventTimes {
    /// Matches times in UTC that end with `Z`, with whole seconds or 3 to 9 digits of a fraction.
    private static final Pattern ISO =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3,9})?Z");
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private EventTimes() {}

    /// Parses an event time.
    ///
    /// @param type the feature's type: `String` is ISO-8601, `Fractional` is seconds since the epoch
    /// @return empty if the text is no event time
    static Optional<Instant> parse(String text, String type) {
        Optional<Instant> time = type.equals("Fractional") ? seconds(text) : iso(text);
        return time.filter(instant -> !instant.isBefore(FIRST) && instant.isBefore(END));
    }

    private static Optional<Instant> iso(String text) {
        if (!ISO.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            // 30 February: the digits are right, the day is none.
            return Optional.empty();
        }
    }

    private static Optional<Instant> seconds(String text) {
        Optional<Double> value = Numbers.fractional(text);
        if (value.isEmpty() || Math.abs(value.get()) > 1e12) {
            return Optional.empty();
        }
        BigDecimal nanos = new BigDecimal(text).movePointRight(9).setScale(0, RoundingMode.FLOOR);
        BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
        return Optional.of(Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact()));
    }
}
