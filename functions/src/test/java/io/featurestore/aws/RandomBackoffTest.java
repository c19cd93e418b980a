package io.featurestore.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomBackoffTest {
    private final RandomBackoff jitter = new RandomBackoff(Duration.ofMillis(100), Duration.ofSeconds(20));

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "3, 400", "8, 12800", "9, 20000", "100, 20000"})
    void doublesThePauseUpToTheLongest(int attempt, long most) {
        assertThat(Stream.generate(() -> jitter.computeDelay(attempt).toMillis())
                        .limit(2_000))
                .allMatch(millis -> millis >= 0 && millis <= most)
                .anyMatch(millis -> millis > most / 2);
    }

    @Test
    void leavesThePauseToChance() {
        assertThat(Stream.generate(() -> jitter.computeDelay(8))
                        .limit(100)
                        .distinct()
                        .count())
                .isGreaterThan(50);
    }
}
