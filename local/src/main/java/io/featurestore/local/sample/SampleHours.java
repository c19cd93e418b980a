package io.featurestore.local.sample;

import java.time.Duration;
import java.time.Instant;

/// Lists the hours of the sample's events: three hours of every fifth day, including the first and the last hour
/// of the day. They span a turn of the year. There are at most 144 hours, so that files stay large.
///
/// @param count the number of hours
record SampleHours(int count) {
    private static final Instant FIRST_DAY = Instant.parse("2023-11-15T00:00:00Z");
    private static final int[] OF_DAY = {0, 11, 23};
    private static final int DAYS = 48;
    private static final int DAYS_BETWEEN = 5;
    private static final int MOST = DAYS * OF_DAY.length;
    /// The least number of rows for which an hour has a file of its own.
    private static final int FEWEST_ROWS = 50;

    /// Returns the hours for a number of rows.
    static SampleHours of(int rows) {
        return new SampleHours(Math.clamp(rows / FEWEST_ROWS, 1, MOST));
    }

    /// Returns the beginning of an hour, 0 to `count - 1`.
    Instant start(int index) {
        // If there are fewer hours, they are spread over the same time.
        int place = index * MOST / count;
        return FIRST_DAY
                .plus(Duration.ofDays((long) place / OF_DAY.length * DAYS_BETWEEN))
                .plus(Duration.ofHours(OF_DAY[place % OF_DAY.length]));
    }

    /// Returns the number of the first row of an hour. For `count`, returns the number of rows.
    int firstRow(int index, int rows) {
        return (int) ((long) rows * index / count);
    }
}
