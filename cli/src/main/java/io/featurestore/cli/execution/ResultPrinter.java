package io.featurestore.cli.execution;

import io.featurestore.cli.console.Texts;
import io.featurestore.export.PlannedExport;
import io.featurestore.steps.publish.ExportResult;
import java.io.PrintStream;
import java.util.Locale;

/// Prints the result of an export or of a dry run, for the user to read.
public final class ResultPrinter {
    private final PrintStream out;

    /// Creates a printer on standard output, or on standard error if the output itself is on standard output.
    public ResultPrinter(PrintStream out) {
        this.out = out;
    }

    /// Prints what a finished export wrote: where, how much, how long it took and what it cost on AWS.
    public void printExported(RunResult.Exported exported) {
        ExportResult result = exported.result();
        ExportResult.Output output = result.output();
        String size = Texts.bytes(output.bytes());
        out.println(Texts.text("done"));
        out.println();
        out.println(Texts.text("summary"));
        line("summary.featureGroup", result.featureGroupName());
        line("summary.table", result.table());
        line("summary.records", Texts.number(output.records().orElse(0)));
        line(
                "summary.output",
                output.files() == 1 && !exported.output().endsWith("/")
                        ? Texts.text("summary.file", exported.output(), size)
                        : Texts.text("summary.files", exported.output(), output.files(), size));
        exported.report().ifPresent(report -> line("summary.report", report));
        result.violations()
                .ifPresent(broken -> line("summary.expectations", Texts.text("summary.expectations.value", broken)));
        line("summary.time", Texts.duration(result.elapsedMillis()));
        line(
                "summary.cost",
                Texts.text(
                        "summary.cost.value",
                        String.format(Locale.ROOT, "%.4f", result.cost().totalUsd())));
    }

    /// Prints the plan of a dry run: the query, and the estimated size, time and cost.
    ///
    /// @param destination where the output would be written
    /// @param downloads whether the output would be downloaded from AWS
    public void printPlanned(PlannedExport plan, String destination, boolean downloads) {
        out.println(Texts.text("plan"));
        out.println();
        line("summary.featureGroup", plan.featureGroupName());
        line("summary.table", plan.table());
        line("plan.path", plan.path().label() + ". " + plan.pathReason());
        line("summary.output", destination);
        out.println();
        out.println(Texts.text("plan.query"));
        plan.query().sql().lines().forEach(l -> out.println("  " + l));
        out.println();
        new EstimatePrinter(out).print(plan.estimate(), downloads);
        out.println();
        out.println(Texts.text("plan.next"));
    }

    private void line(String key, String value) {
        out.println("  - " + Texts.text(key) + ": " + value);
    }
}
