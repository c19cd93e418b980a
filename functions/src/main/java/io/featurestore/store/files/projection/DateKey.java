package io.featurestore.store.files.projection;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Projects dates or times at equal steps, in UTC. A value is the date in the key's format; the same text
/// counts once even if several steps have it.
final class DateKey implements KeyProjection {
    /// Names what the catalog's type of the key is.
    enum Kind {
        TEXT,
        DATE,
        TIMESTAMP
    }

    private static final DateTimeFormatter HIVE_TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
    /// The last day that all months have. Months that are added one after the other keep such a day.
    private static final int SAFE_DAY = 28;

    private final DateFormat format;
    private final LocalDateTime first;
    private final LocalDateTime last;
    private final DateStep step;
    private final Kind kind;

    private DateKey(DateFormat format, LocalDateTime first, LocalDateTime last, DateStep step, Kind kind) {
        this.format = format;
        this.first = first;
        this.last = last;
        this.step = step;
        this.kind = kind;
    }

    /// Creates a projection from parsed settings.
    ///
    /// @param range two dates in the key's format, or relative to `NOW`, with a comma between them
    /// @throws IllegalArgumentException if the range is not valid; the message completes a sentence whose
    ///     subject is the range
    static DateKey of(String range, DateFormat format, DateStep step, Kind kind, Instant now) {
        String[] bounds = range.split(",", -1);
        if (bounds.length != 2) {
            throw new IllegalArgumentException("it is not two dates with a comma between them");
        }
        LocalDateTime first = format.rounded(format.bound(bounds[0], now));
        LocalDateTime last = format.rounded(format.bound(bounds[1], now));
        if (first.isAfter(last)) {
            throw new IllegalArgumentException("its first date is after its second");
        }
        return new DateKey(format, first, last, step, kind);
    }

    @Override
    public Optional<String> value(String spelling) {
        return format.parse(spelling)
                .flatMap(this::atOrAfter)
                .filter(time -> format.print(time).equals(spelling))
                .map(this::value);
    }

    private String value(LocalDateTime time) {
        return switch (kind) {
            case TEXT -> format.print(time);
            case DATE -> time.toLocalDate().toString();
            case TIMESTAMP -> time.format(HIVE_TIMESTAMP);
        };
    }

    /// Returns the first step that is not before a time.
    private Optional<LocalDateTime> atOrAfter(LocalDateTime time) {
        if (time.isAfter(last)) {
            return Optional.empty();
        }
        LocalDateTime from = first;
        if (time.isAfter(first) && (step.fixed() || first.getDayOfMonth() <= SAFE_DAY)) {
            from = step.after(first, step.between(first, time));
        }
        while (from.isBefore(time)) {
            from = step.after(from, 1);
        }
        return Optional.of(from).filter(found -> !found.isAfter(last));
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(step.between(first, last) + 1);
    }

    @Override
    public Stream<String> spellings() {
        return Stream.iterate(first, time -> !time.isAfter(last), time -> step.after(time, 1))
                .map(format::print)
                .distinct();
    }

    @Override
    public Optional<String> spelling(Object constant) {
        @Nullable
        LocalDateTime time =
                switch (constant) {
                    case LocalDate date when kind != Kind.TEXT -> date.atStartOfDay();
                    case LocalDateTime instant when kind != Kind.TEXT -> instant;
                    default -> null;
                };
        if (kind == Kind.TEXT) {
            return constant instanceof String text ? value(text) : Optional.empty();
        }
        return Optional.ofNullable(time)
                .flatMap(t -> atOrAfter(t).filter(t::equals))
                .map(format::print);
    }

    /// Describes the step between two values.
    ///
    /// @param amount the number of units
    /// @param unit the unit
    record DateStep(long amount, ChronoUnit unit) {
        /// Returns whether all steps are equally long.
        boolean fixed() {
            return unit != ChronoUnit.MONTHS && unit != ChronoUnit.YEARS;
        }

        LocalDateTime after(LocalDateTime time, long steps) {
            return time.plus(Math.multiplyExact(amount, steps), unit);
        }

        /// Returns the number of whole steps between two times.
        long between(LocalDateTime from, LocalDateTime to) {
            return unit.between(from, to) / amount;
        }
    }

    /// Parses and prints dates in the format of a key.
    ///
    /// @param pattern the pattern of a [DateTimeFormatter]
    /// @param formatter the formatter
    record DateFormat(String pattern, DateTimeFormatter formatter) {
        /// Returns a date of the range.
        LocalDateTime bound(String text, Instant now) {
            Optional<LocalDateTime> relative = RelativeDate.parse(text, now);
            return relative.or(() -> parse(text))
                    .or(() -> parse(text.strip()))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + text + "' is neither a date in the format '" + pattern + "' nor relative to NOW"));
        }

        LocalDateTime rounded(LocalDateTime time) {
            String printed = print(time);
            return parse(printed)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + printed + "', its date in the format '" + pattern + "', is not a whole date"));
        }

        /// Parses a date. Missing units are the first of their kind.
        Optional<LocalDateTime> parse(String text) {
            try {
                return Optional.of(FirstMoment.of(formatter.parse(text)));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }

        String print(LocalDateTime time) {
            return time.atOffset(ZoneOffset.UTC).format(formatter);
        }
    }
}
