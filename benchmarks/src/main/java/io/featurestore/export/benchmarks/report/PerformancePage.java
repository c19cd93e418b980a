package io.featurestore.export.benchmarks.report;

import io.featurestore.export.benchmarks.run.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Writes the page of the measurements from the template, with tables and plots.
///
/// @param docs folder of the page; figures and plots are in its subfolder `performance`
public record PerformancePage(Path docs) {
    private static final String NOT_MEASURED = "Not measured.\n";

    /// Returns the path of the figures.
    public FigureFile figures() {
        return new FigureFile(performance("figures.csv"));
    }

    /// Returns the path of a session's facts.
    public Path facts() {
        return performance("session.json");
    }

    /// Returns the path of JMH's results.
    public PartsFile parts() {
        return new PartsFile(performance("parts.csv"));
    }

    /// Returns the path of the timeline of a whole export.
    public Path timeline() {
        return performance("timeline.json");
    }

    private Path performance(String name) {
        return docs.resolve("performance").resolve(name);
    }

    /// Writes the page and its plots from the measurements.
    public void write() throws IOException {
        Results results = new Results(figures().read());
        Files.createDirectories(performance(""));
        ComparisonTables tables = new ComparisonTables(results);
        Map<String, String> plots = new Plots(results).all();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("facts", Facts.read(facts()).table());
        values.put("flags", String.join(" ", Session.exportFlags()));
        values.put("compared", ComparisonTables.number(results.compared()));
        values.put("threads", String.valueOf(results.threads()));
        values.put("targets", tables.targets());
        values.put("comparison", tables.comparison());
        values.put("growth", tables.growth());
        values.put(
                "growthPlots",
                plots.keySet().stream()
                        .filter(name -> name.startsWith("growth"))
                        .map(name -> "![" + name + "](performance/" + name + ")\n")
                        .collect(Collectors.joining("\n")));
        values.put("memory", tables.memory());
        values.put("threadsTable", tables.threads());
        values.put("linearity", tables.linearity());
        values.put("timeline", NOT_MEASURED);
        if (Files.exists(timeline())) {
            TimelinePart timeline = TimelinePart.read(timeline());
            values.put("timeline", timeline.text());
            Files.writeString(performance("timeline.svg"), timeline.svg());
        }
        values.put("parts", parts().exists() ? parts().table() : NOT_MEASURED);
        for (Map.Entry<String, String> plot : plots.entrySet()) {
            Files.writeString(performance(plot.getKey()), plot.getValue());
        }
        Files.writeString(docs.resolve("performance.md"), filled(resource("performance.md"), values));
    }

    /// Returns a text resource of this module.
    public static String resource(String name) throws IOException {
        try (InputStream in = PerformancePage.class.getResourceAsStream("/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Returns the template with all placeholders replaced.
    ///
    /// @throws IllegalStateException if a placeholder is left
    static String filled(String template, Map<String, String> values) {
        String text = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("{{" + value.getKey() + "}}", value.getValue().strip());
        }
        if (text.contains("{{")) {
            throw new IllegalStateException(
                    "nothing fills " + text.substring(text.indexOf("{{"), text.indexOf("}}") + 2));
        }
        return text;
    }
}
