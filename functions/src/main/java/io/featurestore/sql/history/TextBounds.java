package io.featurestore.sql.history;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Bounds the ISO-8601 texts of times in a range, for comparisons of texts. A text begins with the local date and
/// time, `yyyy-MM-ddTHH:mm`, which is at most 14 hours before or after UTC. What follows sorts after this
/// beginning and before that of the next minute.
public final class TextBounds {
    /// The greatest offset from UTC that a text may have.
    private static final Duration SLACK = Duration.ofHours(14);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");
    private static final int LAST_YEAR = 9999;

    private TextBounds() {}

    /// Returns a text before which no text of a time from the given instant on sorts; empty if all may.
    public static Optional<String> least(Instant from) {
        return text(from.minus(SLACK));
    }

    /// Returns a text before which every text of a time up to the given instant sorts; empty if there is none.
    public static Optional<String> beyond(Instant to) {
        return text(to.plus(SLACK).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
    }

    private static Optional<String> text(Instant instant) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        return local.getYear() < 0 || local.getYear() > LAST_YEAR
                ? Optional.empty()
                : Optional.of(MINUTE.format(local));
    }
}
