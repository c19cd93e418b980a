package io.featurestore.export.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScaleTest {
    @ParameterizedTest
    @CsvSource({"4.3, 5, 1", "46, 50, 10", "0.9, 1, 0.2", "512, 600, 200", "1000, 1000, 200"})
    void endsAtARoundMarkThatHasRoomForTheGreatest(double greatest, double end, double step) {
        assertThat(Scale.to(greatest).end()).isEqualTo(end);
        assertThat(Scale.to(greatest).step()).isEqualTo(step);
    }

    @Test
    void marksBothEnds() {
        assertThat(Scale.to(0.9).marks().stream().map(Scale::text))
                .containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
    }

    @Test
    void takesTheMedianOfSeveralRounds() {
        assertThat(Spread.of(new double[] {3, 1, 2})).isEqualTo(new Spread(1, 2, 3));
        assertThat(Spread.of(new double[] {4, 1, 2, 3})).isEqualTo(new Spread(1, 2.5, 4));
    }
}
