package io.featurestore.export.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandOptionsTest {
    @Test
    void readsListsAndFillsInWhatIsNotSaid() {
        CommandOptions options = CommandOptions.of(List.of("--sizes", "0.5, 1", "--rounds", "3"));

        assertThat(options.list("sizes", "2", Double::valueOf)).containsExactly(0.5, 1.0);
        assertThat(options.text("rounds", "5")).isEqualTo("3");
        assertThat(options.text("threads", "2")).isEqualTo("2");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandOptions.of(List.of("--round", "3")))
                .withMessage("--round is no option");
    }

    @Test
    void refusesAnOptionWithoutAValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandOptions.of(List.of("--rounds")))
                .withMessage("--rounds has no value");
    }
}
