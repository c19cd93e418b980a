package io.featurestore.store.files.projection;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses a date that is relative to the time of the query, such as `NOW-3YEARS`, by the pattern of
/// docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html.
final class RelativeDate {
    private static final Pattern PATTERN =
            Pattern.compile("\\s*NOW\\s*(?:([+-])\\s*(\\d{1,9})\\s*(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?\\s*)?");

    private RelativeDate() {}

    /// Returns the date; empty if the text is not relative.
    static Optional<LocalDateTime> parse(String text, Instant now) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        LocalDateTime time = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        if (matcher.group(1) == null) {
            return Optional.of(time);
        }
        long amount = Long.parseLong(matcher.group(2));
        ChronoUnit unit = ChronoUnit.valueOf(matcher.group(3) + "S");
        return Optional.of(matcher.group(1).equals("+") ? time.plus(amount, unit) : time.minus(amount, unit));
    }
}
