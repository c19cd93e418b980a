package io.featurestore.cli.execution;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.featurestore.export.PlannedExport;
import io.featurestore.steps.Json;
import io.featurestore.steps.publish.ExportResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// The answer of an execution that succeeded. A field that this version does not know is kept in [#json] only.
public sealed interface RunResult {
    /// A finished export.
    ///
    /// @param result the answer of the state machine
    /// @param output where the output is: a URI on S3, or the path of a downloaded file
    /// @param report where the report is, if there is one
    /// @param json the answer for `--json`; after a download its URIs name the local files
    record Exported(ExportResult result, String output, Optional<String> report, JsonNode json) implements RunResult {}

    /// The plan of a dry run.
    ///
    /// @param plan the answer of the state machine
    /// @param json the same for `--json`
    record Planned(PlannedExport plan, JsonNode json) implements RunResult {}

    /// Returns the answer as JSON, with all its fields.
    JsonNode json();

    /// Reads the output of an execution.
    static RunResult parse(String output) {
        try {
            JsonNode json = Json.MAPPER.readTree(output);
            if (json.path("status").asText().equals(PlannedExport.Status.PLANNED.name())) {
                return new Planned(reader(PlannedExport.class).readValue(json), json);
            }
            ExportResult result = reader(ExportResult.class).readValue(json);
            return new Exported(
                    result, result.output().uri().toString(), result.report().map(Object::toString), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectReader reader(Class<?> type) {
        return Json.MAPPER.readerFor(type).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }
}
