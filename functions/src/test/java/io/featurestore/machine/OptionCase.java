package io.featurestore.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.records.Format;
import io.featurestore.steps.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds a request and its expected records.
///
/// @param name the case's name, also the execution's
/// @param options the options whose effect it checks
/// @param request the request: `featureGroupName`, `output` and `compression` may be left out
/// @param expected a query on the tables of truth.sql; <code>${startedMillis}</code> is the execution's start
/// @param without the records of an export without these options
/// @param format the output's format
/// @param ordered whether the order matters
/// @param text whether every value is a text
record OptionCase(
        String name,
        List<String> options,
        ObjectNode request,
        String expected,
        Optional<String> without,
        Format format,
        boolean ordered,
        boolean text) {
    /// Reads the cases.
    static List<OptionCase> all() throws IOException {
        List<OptionCase> cases = new ArrayList<>();
        for (JsonNode node : Json.MAPPER.readTree(ExportStack.text("machine/options.json"))) {
            cases.add(of(node));
        }
        return cases;
    }

    private static OptionCase of(JsonNode node) {
        String name = node.path("name").asText();
        Format format = Format.named(node.path("format").asText("json"));
        List<String> options = new ArrayList<>();
        node.path("options").forEach(option -> options.add(option.asText()));
        ObjectNode request = node.path("request").deepCopy();
        if (!request.has("featureGroupName")) {
            request.put("featureGroupName", "customers");
        }
        if (!request.has("output")) {
            request.put("output", "s3://" + ExportStack.EXPORTS + "/options/" + name + "." + format.extension());
        }
        if (!request.has("compression")) {
            request.put("compression", "none");
        }
        return new OptionCase(
                name,
                List.copyOf(options),
                request,
                node.path("expected").asText(),
                Optional.ofNullable(node.path("without").textValue()),
                format,
                node.path("ordered").asBoolean(),
                node.path("text").asBoolean());
    }
}
