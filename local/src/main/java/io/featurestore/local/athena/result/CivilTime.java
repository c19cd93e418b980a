package io.featurestore.local.athena.result;

import java.time.LocalDate;

/// Computes the calendar fields of a time in UTC. The date is computed only when the day changes. Not
/// thread-safe.
final class CivilTime {
    private static final int MICRO_DIGITS = 6;
    private static final long MICROS_A_DAY = 86_400_000_000L;

    private long epochDay = Long.MIN_VALUE;
    private int year;
    private int month;
    private int day;
    private int secondOfDay;
    private int micro;

    /// Sets the time, in microseconds since 1970-01-01T00:00:00Z.
    void set(long micros) {
        long days = Math.floorDiv(micros, MICROS_A_DAY);
        long rest = micros - days * MICROS_A_DAY;
        secondOfDay = (int) (rest / 1_000_000);
        micro = (int) (rest % 1_000_000);
        if (days != epochDay) {
            LocalDate date = LocalDate.ofEpochDay(days);
            year = date.getYear();
            month = date.getMonthValue();
            day = date.getDayOfMonth();
            epochDay = days;
        }
    }

    int year() {
        return year;
    }

    int month() {
        return month;
    }

    int day() {
        return day;
    }

    int secondOfDay() {
        return secondOfDay;
    }

    /// Returns the first digits after the second. There are at most nine, the last three of which are 0.
    int fraction(int digits) {
        int fraction = micro;
        for (int i = digits; i < MICRO_DIGITS; i++) {
            fraction /= 10;
        }
        for (int i = MICRO_DIGITS; i < digits; i++) {
            fraction *= 10;
        }
        return fraction;
    }
}
