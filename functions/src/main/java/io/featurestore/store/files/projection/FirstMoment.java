package io.featurestore.store.files.projection;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;

/// Finds the first moment of a parsed date, month, year or time.
final class FirstMoment {
    private FirstMoment() {}

    /// @throws DateTimeException if there is no year
    static LocalDateTime of(TemporalAccessor parsed) {
        LocalDate date = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        return (date == null ? firstDay(parsed) : date).atTime(time == null ? LocalTime.MIDNIGHT : time);
    }

    private static LocalDate firstDay(TemporalAccessor parsed) {
        if (parsed.isSupported(ChronoField.DAY_OF_MONTH)) {
            throw new DateTimeException("a day without a month");
        }
        return parsed.isSupported(ChronoField.MONTH_OF_YEAR)
                ? YearMonth.from(parsed).atDay(1)
                : Year.from(parsed).atDay(1);
    }
}
