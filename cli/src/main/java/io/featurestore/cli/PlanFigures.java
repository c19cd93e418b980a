package io.featurestore.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/** The figures of a dry run: what would come out, what it would cost, and what that rests on. */
final class PlanFigures {
    private static final int SHOWN_COLUMNS = 12;
    private static final double DIGITS_FROM = 0.01;

    private final Console console;

    PlanFigures(Console console) {
        this.console = console;
    }

    void print(JsonNode estimate) {
        console.out().println(Texts.text("plan.expected"));
        line("plan.columns", Texts.text("plan.columns.value", estimate.path("columns").size(), columns(estimate)));
        figure(estimate, "records", "summary.records", number(estimate, "records"));
        figure(estimate, "scannedBytes", "plan.scanned", bytes(estimate, "scannedBytes"));
        figure(estimate, "resultBytes", "plan.result", bytes(estimate, "resultBytes"));
        figure(estimate, "outputBytes", "plan.size", bytes(estimate, "outputBytes"));
        figure(estimate, "seconds", "summary.time", Texts.duration(estimate.path("seconds").asLong() * 1_000));
        JsonNode cost = estimate.path("cost");
        figure(estimate, "cost", "plan.cost", Texts.text("plan.cost.value", usd(cost, "totalUsd"), usd(cost,
                "athenaUsd"), usd(cost, "lambdaUsd"), usd(cost, "stepFunctionsUsd"), usd(cost, "s3Usd")));
        JsonNode warnings = estimate.path("warnings");
        if (!warnings.isEmpty()) {
            console.out().println();
            warnings.forEach(w -> console.out().println(Texts.text("plan.warning", w.asText())));
        }
    }

    /** Returns an amount with as many digits as tell something. */
    static String usd(JsonNode cost, String field) {
        double usd = cost.path(field).asDouble();
        return String.format(Locale.ROOT, usd == 0 ? "%.0f" : usd < DIGITS_FROM ? "%.6f" : "%.2f", usd);
    }

    private static String columns(JsonNode estimate) {
        List<String> columns = new ArrayList<>();
        estimate.path("columns").forEach(c -> columns.add(c.asText()));
        return String.join(", ", columns.subList(0, Math.min(SHOWN_COLUMNS, columns.size())))
                + (columns.size() > SHOWN_COLUMNS ? ", …" : "");
    }

    private static String number(JsonNode estimate, String field) {
        return sign(estimate, field) + Texts.number(estimate.path(field).asLong());
    }

    private static String bytes(JsonNode estimate, String field) {
        return sign(estimate, field) + Texts.bytes(estimate.path(field).asLong());
    }

    private static String sign(JsonNode estimate, String field) {
        return switch (estimate.path("basis").path(field).path("kind").asText()) {
            case "EXACT" -> "";
            case "BOUND" -> "≤ ";
            default -> "~";
        };
    }

    private void figure(JsonNode estimate, String field, String key, String value) {
        JsonNode basis = estimate.path("basis").path(field);
        String error = basis.has("error")
                ? " ± " + (field.equals("records")
                        ? Texts.number(basis.path("error").asLong())
                        : Texts.bytes(basis.path("error").asLong()))
                : "";
        line(key, value + error + " (" + basis.path("says").asText() + ")");
    }

    private void line(String key, String value) {
        console.out().println("  - " + Texts.text(key) + ": " + value);
    }
}
