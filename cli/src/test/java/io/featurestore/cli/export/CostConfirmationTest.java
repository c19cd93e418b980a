package io.featurestore.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.cli.console.RecordedConsole;
import io.featurestore.cli.console.Terminal;
import io.featurestore.steps.cost.ExportCost;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.steps.estimate.EstimateBasis;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CostConfirmationTest {
    private static final Terminal ASKING = new Terminal(true, true, 100);

    @Test
    void saysNothingOfASmallQuery() {
        RecordedConsole streams = new RecordedConsole("", ASKING);
        assertThat(CostConfirmation.confirmed(streams.console(), estimate(100_000_000_000L, 1), false))
                .isTrue();
        assertThat(streams.err()).isEmpty();
    }

    @Test
    void runsAfterAYesAlone() {
        assertThat(CostConfirmation.confirmed(new RecordedConsole("y\n", ASKING).console(), estimate(5, 1.01), false))
                .isTrue();
        RecordedConsole no = new RecordedConsole("\n", ASKING);
        assertThat(CostConfirmation.confirmed(no.console(), estimate(200_000_000_000L, 0.9), false))
                .isFalse();
        assertThat(no.err())
                .contains(
                        "large query. It scans about 186.3 GiB and costs about 0.90 USD",
                        "Start the export? [y/N]",
                        "--yes");
    }

    @Test
    void onlyWarnsWhereNobodyCanAnswer() {
        RecordedConsole streams = new RecordedConsole("", Terminal.NONE);
        assertThat(CostConfirmation.confirmed(streams.console(), estimate(5, 20), false))
                .isTrue();
        assertThat(streams.err()).contains("costs about 20.00 USD").doesNotContain("[y/N]");
    }

    /// 10 GB at 0.09 USD.
    @Test
    void countsTheDownloadFromAws() {
        Estimate tenGigabytes = estimate(5, 0.11, 10_000_000_000L);
        RecordedConsole here = new RecordedConsole("", ASKING);
        assertThat(CostConfirmation.confirmed(here.console(), tenGigabytes, false))
                .isTrue();
        assertThat(here.err()).isEmpty();

        RecordedConsole downloads = new RecordedConsole("", ASKING);
        assertThat(CostConfirmation.confirmed(downloads.console(), tenGigabytes, true))
                .isFalse();
        assertThat(downloads.err())
                .contains(
                        "The download costs about 0.90 USD, if this machine is outside of AWS: transfer to the internet "
                                + "at 0.09 USD per GB.",
                        "Start the export? [y/N]");
    }

    private static Estimate estimate(long scanned, double usd) {
        return estimate(scanned, usd, 1);
    }

    private static Estimate estimate(long scanned, double usd, long outputBytes) {
        BigDecimal none = BigDecimal.ZERO;
        EstimateBasis basis =
                new EstimateBasis(EstimateBasis.Kind.EXACT, OptionalLong.empty(), OptionalLong.empty(), "");
        return new Estimate(
                List.of(),
                0,
                scanned,
                0,
                outputBytes,
                new ExportCost(none, none, none, none, BigDecimal.valueOf(usd)),
                0,
                0,
                0,
                new Estimate.Files(0, 0, 0, 0, 0),
                new Estimate.BasisPerFigure(basis, basis, basis, basis, basis, basis),
                List.of());
    }
}
