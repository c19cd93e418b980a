package io.featurestore.cli;

import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

/** The last words on an export: what it made, or what it would make. */
final class Summary {
    private final Console console;

    Summary(Console console) {
        this.console = console;
    }

    /**
     * Prints the result of an export or of a dry run.
     *
     * @param destination where a dry run's output would go
     */
    void print(JsonNode result, String destination, boolean json, boolean quiet) {
        if (json) {
            console.out().println(result.toPrettyString());
        } else if (!quiet && result.path("status").asText().equals("PLANNED")) {
            printPlan(result, destination);
        } else if (!quiet) {
            printDone(result);
        }
    }

    private void printDone(JsonNode result) {
        JsonNode output = result.path("output");
        String size = Texts.bytes(output.path("bytes").asLong());
        String place = place(output.path("uri").asText());
        console.out().println(Texts.text("done"));
        console.out().println();
        console.out().println(Texts.text("summary"));
        line("summary.featureGroup", result.path("featureGroupName").asText());
        line("summary.table", result.path("table").asText());
        line("summary.records", Texts.number(output.path("records").asLong()));
        line("summary.output", output.path("files").asInt() == 1 && !place.endsWith("/")
                ? Texts.text("summary.file", place, size)
                : Texts.text("summary.files", place, output.path("files").asLong(), size));
        if (result.has("report")) {
            line("summary.report", place(result.path("report").asText()));
        }
        if (result.has("violations")) {
            line("summary.expectations", Texts.text("summary.expectations.value", result.path("violations").asInt()));
        }
        line("summary.time", Texts.duration(result.path("elapsedMillis").asLong()));
        line("summary.cost", Texts.text("summary.cost.value", String.format(Locale.ROOT, "%.4f", result.path("cost")
                .path("totalUsd")
                .asDouble())));
    }

    private void printPlan(JsonNode result, String destination) {
        console.out().println(Texts.text("plan"));
        console.out().println();
        line("summary.featureGroup", result.path("featureGroupName").asText());
        line("summary.table", result.path("table").asText());
        line("summary.output", destination);
        console.out().println();
        console.out().println(Texts.text("plan.query"));
        result.path("query").path("sql").asText().lines().forEach(l -> console.out().println("  " + l));
        console.out().println();
        new PlanFigures(console).print(result.path("estimate"));
        console.out().println();
        console.out().println(Texts.text("plan.next"));
    }

    private void line(String key, String value) {
        console.out().println("  - " + Texts.text(key) + ": " + value);
    }

    /** Returns a file's path in place of its URI. */
    private static String place(String uri) {
        return uri.startsWith("file:") ? java.nio.file.Path.of(java.net.URI.create(uri)).toString() : uri;
    }
}
