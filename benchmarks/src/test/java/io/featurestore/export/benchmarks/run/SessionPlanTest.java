package io.featurestore.export.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.featurestore.export.benchmarks.data.ComparedOutput;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SessionPlanTest {
    private static final SessionPlan WISH = new SessionPlan(
            List.of(0.25, 0.5), 0.5, 5, 3, 2, EnumSet.allOf(ComparedOutput.class), EnumSet.allOf(Contestant.class));

    @Test
    void comparesEveryoneAtOneSize() {
        List<BenchmarkCase> cases = WISH.cases(0.5, 1);

        // Eight outputs: the export with two threads and with one, DuckDB, and the libraries. Polars makes seven.
        assertThat(cases).hasSize(8 * 4 + 7).doesNotHaveDuplicates();
        assertThat(cases)
                .filteredOn(c -> c.contestant() == Contestant.LIBRARIES)
                .allMatch(c -> c.threads() == 1);
    }

    @Test
    void showsTheGrowthOfTheExportInEveryOutput() {
        List<BenchmarkCase> cases = WISH.cases(0.25, 1);

        assertThat(cases).filteredOn(c -> c.contestant() == Contestant.EXPORT).hasSize(8);
        assertThat(cases)
                .extracting(BenchmarkCase::contestant)
                .contains(Contestant.DUCKDB, Contestant.POLARS)
                .doesNotContain(Contestant.LIBRARIES);
    }

    @Test
    void letsAnotherOneBeginInEveryRound() {
        assertThat(List.of(1, 2, 3, 4, 5))
                .extracting(round -> WISH.cases(0.5, round).getFirst())
                .doesNotHaveDuplicates();
    }

    @Test
    void keepsTheOutputsOfARoundTogether() {
        assertThat(WISH.cases(0.5, 3)).extracting(BenchmarkCase::output).isSorted();
    }

    @Test
    void refusesAComparisonAtASizeThatIsNotMeasured() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionPlan(
                        List.of(1.0), 0.5, 5, 3, 2, Set.of(ComparedOutput.CSV), Set.of(Contestant.EXPORT)));
    }
}
