package io.featurestore.cli;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The question before a query that costs noticeably: a dry run, which takes some seconds and less than a thousandth of a
 * dollar, says whether it is one. On a terminal it is asked, elsewhere only said.
 */
final class LargeQuery {
    private static final double MANY_USD = 1;
    private static final long MANY_BYTES = 100_000_000_000L;

    private final Machine machine;
    private final Console console;

    LargeQuery(Machine machine, Console console) {
        this.machine = machine;
        this.console = console;
    }

    /** Returns whether the export may run; where its dry run fails, the export itself will say why. */
    boolean agreed(String name, ObjectNode request) throws InterruptedException {
        ObjectNode dry = request.deepCopy().put("dryRun", true);
        Optional<JsonNode> plan = new ExportRun(machine, console, Progress.SILENT).run(name + "-plan", dry, Optional
                .empty(), false);
        return plan.isPresent() && agreed(console, plan.get().path("estimate"));
    }

    /** Returns whether a query of that estimate may run. */
    static boolean agreed(Console console, JsonNode estimate) {
        long scanned = estimate.path("scannedBytes").asLong();
        JsonNode cost = estimate.path("cost");
        if (scanned <= MANY_BYTES && cost.path("totalUsd").asDouble() <= MANY_USD) {
            return true;
        }
        console.err().println(Texts.text("large", Texts.bytes(scanned), PlanFigures.usd(cost, "totalUsd"), Texts.bytes(
                estimate.path("outputBytes").asLong())));
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
