package io.featurestore.cli.execution;

import io.featurestore.cli.console.Texts;
import io.featurestore.steps.cost.ExportCost;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.steps.estimate.EstimateBasis;
import java.io.PrintStream;
import java.util.List;
import java.util.function.LongFunction;

/// Prints the estimate of a dry run: each figure with its error and with what it is based on.
final class EstimatePrinter {
    private static final int SHOWN_COLUMNS = 12;

    private final PrintStream out;

    EstimatePrinter(PrintStream out) {
        this.out = out;
    }

    /// Prints an estimate.
    ///
    /// @param downloads whether the output would be downloaded from AWS
    void print(Estimate estimate, boolean downloads) {
        Estimate.BasisPerFigure basis = estimate.basis();
        out.println(Texts.text("plan.expected"));
        line("plan.columns", Texts.text("plan.columns.value", estimate.columns().size(), columns(estimate.columns())));
        quantity("summary.records", estimate.records(), basis.records(), Texts::number);
        quantity("plan.scanned", estimate.scannedBytes(), basis.scannedBytes(), Texts::bytes);
        quantity("plan.result", estimate.resultBytes(), basis.resultBytes(), Texts::bytes);
        quantity("plan.size", estimate.outputBytes(), basis.outputBytes(), Texts::bytes);
        figure("summary.time", Texts.duration(estimate.seconds() * 1_000), basis.seconds());
        figure("plan.cost", cost(estimate.cost()), basis.cost());
        if (downloads) {
            line("plan.download", DownloadPrice.text(estimate.outputBytes()));
        }
        if (!estimate.warnings().isEmpty()) {
            out.println();
            estimate.warnings().forEach(w -> out.println(Texts.text("plan.warning", w)));
        }
    }

    private static String columns(List<String> columns) {
        return String.join(", ", columns.subList(0, Math.min(SHOWN_COLUMNS, columns.size())))
                + (columns.size() > SHOWN_COLUMNS ? ", …" : "");
    }

    private static String cost(ExportCost cost) {
        return Texts.text(
                "plan.cost.value",
                Texts.usd(cost.totalUsd()),
                Texts.usd(cost.athenaUsd()),
                Texts.usd(cost.lambdaUsd()),
                Texts.usd(cost.stepFunctionsUsd()),
                Texts.usd(cost.s3Usd()));
    }

    private void quantity(String key, long value, EstimateBasis basis, LongFunction<String> unit) {
        String error =
                basis.error().isPresent() ? " ± " + unit.apply(basis.error().getAsLong()) : "";
        figure(key, sign(basis.kind()) + unit.apply(value) + error, basis);
    }

    private static String sign(EstimateBasis.Kind kind) {
        return switch (kind) {
            case EXACT -> "";
            case BOUND -> "≤ ";
            case SAMPLE, MODEL -> "~";
            case UNKNOWN -> "? ";
        };
    }

    private void figure(String key, String value, EstimateBasis basis) {
        line(key, value + " (" + basis.says() + ")");
    }

    private void line(String key, String value) {
        out.println("  - " + Texts.text(key) + ": " + value);
    }
}
