package io.featurestore.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-30",
                "2026-02-29T00:00:00Z",
                "2025-02-29",
                "1900-02-29",
                "2026-04-31T00:00:00+02:00",
                "2026-02-28T24:00:00Z",
                "2026-02-28T24:00Z",
                "2026-02-28T23:59:60Z",
                "2026-02-28T25:00:00Z",
                "2026-02-28T12:60:00Z",
                "2026-13-01",
                "2026-00-01",
                "2026-01-00",
                "2026-1-01",
                "2026-01-1",
                "2026-01-01T1:00:00Z",
                "2026-01-01 12:00:00",
                "2026-01-01T12",
                "2026-01-01T12:00:00+19:00",
                "2026-01-01T12:00:00+02:60",
                "0000-01-01",
                "0000-12-31T23:59:59Z",
                "1772280000",
                ""
            })
    void refusesWhatIsNotInTheCalendar(String text) {
        assertThat(Times.from(text)).isEmpty();
        assertThat(Times.to(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2024-02-29T00:00:00Z, 2024-02-29T23:59:59.999999999Z",
        "2000-02-29T12:00, 2000-02-29T12:00:00Z, 2000-02-29T12:00:00Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.5Z",
        "1969-07-20, 1969-07-20T00:00:00Z, 1969-07-20T23:59:59.999999999Z",
        "2026-01-01T00:00:00+09:00, 2025-12-31T15:00:00Z, 2025-12-31T15:00:00Z",
        "2026-01-01T00:00:00-0330, 2026-01-01T03:30:00Z, 2026-01-01T03:30:00Z",
        "2026-01-01T00:00:00.123456789, 2026-01-01T00:00:00.123456789Z, 2026-01-01T00:00:00.123456789Z",
        "0001-01-01, 0001-01-01T00:00:00Z, 0001-01-01T23:59:59.999999999Z",
        "9999-12-31, 9999-12-31T00:00:00Z, 9999-12-31T23:59:59.999999999Z"
    })
    void readsTheFirstAndTheLastInstant(String text, Instant from, Instant to) {
        assertThat(Times.from(text)).hasValue(from);
        assertThat(Times.to(text)).hasValue(to);
    }

    /// Compares with a plain calendar: a month has its days, February 29 in a leap year.
    @Test
    void acceptsExactlyTheDaysOfTheCalendar() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            int year = random.nextInt(10_000);
            int month = random.nextInt(15);
            int day = random.nextInt(35);
            int hour = random.nextInt(26);
            int second = random.nextInt(62);
            boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            boolean exists = year > 0
                    && month >= 1
                    && month <= 12
                    && day >= 1
                    && day <= DAYS[month - 1] + (month == 2 && leap ? 1 : 0)
                    && hour < 24
                    && second < 60;
            String text = "%04d-%02d-%02dT%02d:00:%02dZ".formatted(year, month, day, hour, second);
            assertThat(Times.from(text))
                    .as(text)
                    .isEqualTo(exists ? Optional.of(Instant.parse(text)) : Optional.empty());
        }
    }
}
