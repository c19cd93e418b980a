package io.featurestore.export;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/// Parses times in requests: ISO-8601, in UTC if there is no zone. A date stands for the whole day. Only dates of
/// the calendar from the year 0001 are accepted, with hours from 00 to 23 and seconds from 00 to 59.
final class Times {
    private static final DateTimeFormatter OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private Times() {}

    /// Parses the start of a range. A date becomes its first instant.
    static Optional<Instant> from(String text) {
        return read(text)
                .map(t -> t instanceof LocalDate d
                        ? d.atStartOfDay(ZoneOffset.UTC).toInstant()
                        : (Instant) t);
    }

    /// Parses the end of a range. A date becomes its last nanosecond.
    static Optional<Instant> to(String text) {
        return read(text)
                .map(t -> t instanceof LocalDate d
                        ? d.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusNanos(1)
                        : (Instant) t);
    }

    /// Returns a LocalDate or an Instant; empty if the text is neither.
    private static Optional<Object> read(String text) {
        try {
            if (text.indexOf('T') < 0) {
                return Optional.of(LocalDate.parse(text))
                        .filter(date -> date.getYear() > 0)
                        .map(date -> date);
            }
            return dated(
                    switch (OFFSET.parseBest(text, OffsetDateTime::from, LocalDateTime::from)) {
                        case OffsetDateTime t -> t.toInstant();
                        case LocalDateTime t -> t.toInstant(ZoneOffset.UTC);
                        default -> throw new DateTimeException(text);
                    });
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> dated(Instant instant) {
        return instant.isBefore(FIRST) ? Optional.empty() : Optional.of(instant);
    }
}
