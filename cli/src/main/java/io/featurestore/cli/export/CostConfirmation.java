package io.featurestore.cli.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.Texts;
import io.featurestore.cli.execution.ExportRun;
import io.featurestore.cli.execution.Progress;
import io.featurestore.cli.execution.RunResult;
import io.featurestore.cli.target.ExportService;
import io.featurestore.steps.estimate.Estimate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Warns before a query that costs more than 1 USD or scans more than 100 GB. The figures come from a dry run,
/// which takes some seconds and costs less than a thousandth of a dollar. On a terminal the user is asked;
/// elsewhere the warning is only printed.
final class CostConfirmation {
    private static final double LARGE_USD = 1;
    private static final long LARGE_SCAN_BYTES = 100_000_000_000L;

    private final ExportService service;
    private final Console console;

    CostConfirmation(ExportService service, Console console) {
        this.service = service;
        this.console = console;
    }

    /// Returns whether the export may run; false if its dry run failed, and then standard error has the reason.
    boolean confirmed(String name, ObjectNode request) throws InterruptedException {
        ObjectNode dryRun = request.deepCopy().put("dryRun", true);
        Optional<RunResult> result =
                new ExportRun(service, console, Progress.SILENT).run(name + "-plan", dryRun, Optional.empty(), false);
        return result.orElse(null) instanceof RunResult.Planned planned
                && confirmed(console, planned.plan().estimate());
    }

    /// Returns whether a query with that estimate may run.
    static boolean confirmed(Console console, Estimate estimate) {
        if (estimate.scannedBytes() <= LARGE_SCAN_BYTES
                && estimate.cost().totalUsd().doubleValue() <= LARGE_USD) {
            return true;
        }
        console.err()
                .println(Texts.text(
                        "large",
                        Texts.bytes(estimate.scannedBytes()),
                        Texts.usd(estimate.cost().totalUsd()),
                        Texts.bytes(estimate.outputBytes())));
        if (!console.terminal().asking()) {
            return true;
        }
        boolean yes = console.ask(Texts.text("large.question"), new CompletableFuture<>())
                .filter(a -> a.equalsIgnoreCase("y") || a.equalsIgnoreCase("yes"))
                .isPresent();
        if (!yes) {
            console.err().println(Texts.text("large.refused"));
        }
        return yes;
    }
}
