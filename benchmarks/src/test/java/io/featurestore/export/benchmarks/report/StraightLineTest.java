package io.featurestore.export.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class StraightLineTest {
    private static final double[] SIZES = {0.25, 0.5, 1, 2};

    @Test
    void findsWhatIsFixedAndWhatGrows() {
        double[] seconds = {2, 3, 5, 9};

        StraightLine line = StraightLine.through(SIZES, seconds);

        assertThat(line.start()).isCloseTo(1, within(1e-9));
        assertThat(line.slope()).isCloseTo(4, within(1e-9));
        assertThat(line.worst(SIZES, seconds)).isCloseTo(0, within(1e-9));
    }

    @Test
    void seesWhatGrowsFasterThanALine() {
        double[] seconds = {1, 2, 5, 15};

        assertThat(StraightLine.through(SIZES, seconds).worst(SIZES, seconds)).isGreaterThan(0.2);
    }
}
