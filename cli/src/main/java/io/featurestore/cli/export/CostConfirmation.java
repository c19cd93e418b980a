package io.featurestore.cli.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.Texts;
import io.featurestore.cli.execution.DownloadPrice;
import io.featurestore.cli.execution.ExportRun;
import io.featurestore.cli.execution.Progress;
import io.featurestore.cli.execution.RunEnd;
import io.featurestore.cli.execution.RunResult;
import io.featurestore.cli.target.ExportService;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.steps.estimate.Estimate;
import java.math.BigDecimal;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Warns before an export that costs more than 1 USD or scans more than 100 GB. The figures come from a dry
/// run, which takes some seconds and costs less than a thousandth of a dollar. On a terminal the user is
/// asked; elsewhere the warning is only printed.
///
/// A dry run may fail where the export would not: it reads the table's files itself, which a role of Lake
/// Formation may not, and it is the first to call a function that has been idle for weeks. The reason is then
/// printed in place of the figures.
final class CostConfirmation {
    private static final BigDecimal LARGE_USD = BigDecimal.ONE;
    private static final long LARGE_SCAN_BYTES = 100_000_000_000L;
    /// The codes of mistakes that the export would end with, too, before it costs anything.
    private static final Set<String> MISTAKES = Stream.of(
                    ErrorCode.InvalidRequest,
                    ErrorCode.FeatureGroupNotFound,
                    ErrorCode.OfflineStoreDisabled,
                    ErrorCode.TableNotFound,
                    ErrorCode.InvalidQuery,
                    ErrorCode.OutputExists,
                    ErrorCode.IncompatibleSchema,
                    ErrorCode.CostLimitExceeded)
            .map(ErrorCode::name)
            .collect(Collectors.toUnmodifiableSet());

    private final ExportService service;
    private final Console console;
    private final boolean downloads;

    /// Creates a confirmation.
    ///
    /// @param downloads whether the output is downloaded from AWS, which has a price
    CostConfirmation(ExportService service, Console console, boolean downloads) {
        this.service = service;
        this.console = console;
        this.downloads = downloads;
    }

    /// Returns whether the export may run; if it may not, standard error has the reason.
    boolean confirmed(String name, ObjectNode request) throws InterruptedException {
        ObjectNode dryRun = request.deepCopy().put("dryRun", true);
        ExportRun run = new ExportRun(service, console, Progress.SILENT);
        return switch (run.end(name + "-plan", dryRun)) {
            case RunEnd.Succeeded end
            when end.result() instanceof RunResult.Planned planned ->
                confirmed(console, planned.plan().estimate(), downloads);
            case RunEnd.Succeeded _ -> throw new IllegalStateException("a dry run exported records");
            case RunEnd.Failed failed
            when !MISTAKES.contains(failed.code()) -> confirmedWithout(console, failed.code() + ": " + failed.cause());
            case RunEnd.Failed failed -> refused(failed.says());
            case RunEnd.TimedOut end -> confirmedWithout(console, end.says());
            case RunEnd.Stopped end -> refused(end.says());
        };
    }

    private boolean refused(String reason) {
        console.err().println(reason);
        return false;
    }

    /// Returns whether an export with that estimate may run.
    static boolean confirmed(Console console, Estimate estimate, boolean downloads) {
        BigDecimal download = downloads ? DownloadPrice.usd(estimate.outputBytes()) : BigDecimal.ZERO;
        if (estimate.scannedBytes() <= LARGE_SCAN_BYTES
                && estimate.cost().totalUsd().add(download).compareTo(LARGE_USD) <= 0) {
            return true;
        }
        console.err()
                .println(Texts.text(
                                "large",
                                Texts.bytes(estimate.scannedBytes()),
                                Texts.usd(estimate.cost().totalUsd()),
                                Texts.bytes(estimate.outputBytes()))
                        + (downloads
                                ? " " + Texts.text("large.download", DownloadPrice.text(estimate.outputBytes()))
                                : ""));
        return asked(console);
    }

    /// Returns whether an export may run whose cost could not be estimated.
    static boolean confirmedWithout(Console console, String reason) {
        console.err().println(Texts.text("large.unknown", reason));
        return asked(console);
    }

    private static boolean asked(Console console) {
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
