package io.featurestore.local.athena.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds the dates that partition projection gives to a key. They begin at the first date of the range and follow
/// each other in steps. Units from years down to milliseconds are known, as Athena's page lists them; Trino's
/// `io.trino.plugin.hive.projection.DateProjection` knows those from days to seconds.
///
/// @param format the format of a date in a location
/// @param first the first date
/// @param last the last date
/// @param step the number of units between two neighbours
/// @param key writes a date as the value of the key, which may have the type `date` or `timestamp`
record ProjectedDates(
        Format format,
        LocalDateTime first,
        LocalDateTime last,
        long step,
        ChronoUnit unit,
        Function<Written, String> key)
        implements ProjectedKey {
    private static final Pattern NOW =
            Pattern.compile("\\s*NOW\\s*(?:([+-])\\s*(\\d{1,9})\\s*(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?\\s*)?");

    /// A date and its text in a location.
    record Written(LocalDateTime time, String text) {}

    /// A format of dates: a pattern of `java.time`.
    record Format(String pattern, DateTimeFormatter formatter) {
        static Format of(String pattern) {
            return new Format(pattern, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
        }

        /// Parses a date. What the format lacks is the start of the year, the month or the day.
        ///
        /// @throws DateTimeException if the text does not have the format
        LocalDateTime parse(String text) {
            TemporalAccessor parsed =
                    formatter.parseBest(text, LocalDateTime::from, LocalDate::from, YearMonth::from, Year::from);
            return switch (parsed) {
                case LocalDateTime time -> time;
                case LocalDate date -> date.atStartOfDay();
                case YearMonth month -> month.atDay(1).atStartOfDay();
                case Year year -> year.atDay(1).atStartOfDay();
                default -> throw new DateTimeException("The text " + text + " has no date");
            };
        }

        String write(LocalDateTime time) {
            return formatter.format(time);
        }

        /// Returns the unit that dates of this format usually differ by; empty if it is shorter than a day.
        Optional<ChronoUnit> usualUnit() {
            String letters = pattern.replaceAll("'.*?'", "");
            if (letters.matches(".*[HhKkmsSnAaN].*")) {
                return Optional.empty();
            }
            return Optional.of(letters.contains("d") || letters.contains("D") ? ChronoUnit.DAYS : ChronoUnit.MONTHS);
        }
    }

    /// Reads a bound of a range: a date in the format, or `NOW` with a distance such as `NOW-3YEARS`.
    ///
    /// @throws DateTimeException if the bound is neither
    static LocalDateTime bound(String text, Format format, Instant now) {
        Matcher matcher = NOW.matcher(text);
        if (!matcher.matches()) {
            return format.parse(text.strip());
        }
        LocalDateTime time = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        if (matcher.group(1) != null) {
            long distance = Long.parseLong(matcher.group(2)) * (matcher.group(1).equals("-") ? -1 : 1);
            time = time.plus(distance, ChronoUnit.valueOf(matcher.group(3) + "S"));
        }
        // A bound has the precision of the format: NOW is today where the format has days.
        return format.parse(format.write(time.truncatedTo(ChronoUnit.SECONDS)));
    }

    @Override
    public String pattern() {
        StringBuilder regex = new StringBuilder();
        String pattern = format.pattern();
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            int end = i + 1;
            if (c == '\'') {
                end = pattern.indexOf('\'', i + 1) + 1;
                String text = end == i + 2 ? "'" : pattern.substring(i + 1, end - 1);
                regex.append(Pattern.quote(text));
            } else if (Character.isLetter(c)) {
                while (end < pattern.length() && pattern.charAt(end) == c) {
                    end++;
                }
                regex.append("[^/]+?");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
            i = end;
        }
        return regex.toString();
    }

    @Override
    public Optional<String> value(String text) {
        LocalDateTime time;
        try {
            time = format.parse(text);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
        boolean projected = !time.isBefore(first) && !time.isAfter(last) && onStep(time);
        return projected && text.equals(format.write(time))
                ? Optional.of(key.apply(new Written(time, text)))
                : Optional.empty();
    }

    private boolean onStep(LocalDateTime time) {
        if (unit.compareTo(ChronoUnit.WEEKS) <= 0) {
            long distance = ChronoUnit.MILLIS.between(first, time);
            return distance % (unit.getDuration().toMillis() * step) == 0;
        }
        // Months differ in length, and a step from 31 January ends on 28 February and goes on from there.
        LocalDateTime next = first;
        while (next.isBefore(time)) {
            next = next.plus(step, unit);
        }
        return next.equals(time);
    }
}
