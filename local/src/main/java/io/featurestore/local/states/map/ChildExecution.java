package io.featurestore.local.states.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StateFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Describes an ended child execution of a distributed map. It has an output or a failure, unless it was aborted.
public record ChildExecution(
        String arn,
        String name,
        Batches.Batch batch,
        Instant start,
        Instant stop,
        MapRun.Status status,
        @Nullable JsonNode output,
        @Nullable StateFailure failure) {

    /// Returns the entry of this child in a result file.
    ObjectNode entry(String machineArn) {
        ObjectNode entry = Json.object();
        if (failure != null) {
            entry.put("Cause", failure.explanation()).put("Error", failure.error());
        }
        entry.put("ExecutionArn", arn).put("Input", Json.text(batch.input()));
        entry.putObject("InputDetails").put("Included", true);
        entry.put("Name", name);
        if (output != null) {
            entry.put("Output", Json.text(output)).putObject("OutputDetails").put("Included", true);
        }
        return entry.put("StartDate", start.toString())
                .put("StateMachineArn", machineArn)
                .put("Status", status.name())
                .put("StopDate", stop.toString());
    }
}
