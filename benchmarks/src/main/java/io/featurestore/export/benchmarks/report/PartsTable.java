package io.featurestore.export.benchmarks.report;

import java.io.IOException;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

import io.featurestore.export.json.Json;

/** A table of what JMH measured. */
final class PartsTable {
    private PartsTable() {}

    /** Returns the table of JMH's results in JSON; scores of benchmarks of bytes are shown as MB/s. */
    static String of(String json) throws IOException {
        Table table = new Table("part", "of", ">score", ">± 99.9 %", "unit");
        for (JsonNode result : Json.MAPPER.readTree(json)) {
            String[] name = result.required("benchmark").asText().split("\\.", -1);
            JsonNode metric = result.required("primaryMetric");
            StringBuilder parameters = new StringBuilder();
            result.path("params").forEach(value -> parameters.append(parameters.isEmpty() ? "" : ", ").append(value
                    .asText()));
            table.row(name[name.length - 2].replace("Benchmark", "") + "." + name[name.length - 1], parameters
                    .toString(), number(metric.required("score")), number(metric.required("scoreError")), metric
                            .required("scoreUnit").asText());
        }
        return table.toString();
    }

    /** JMH writes NaN as text where there are too few measurements for an error. */
    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f", value.asDouble()) : "–";
    }
}
