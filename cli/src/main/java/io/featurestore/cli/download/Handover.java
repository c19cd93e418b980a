package io.featurestore.cli.download;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.featurestore.store.objects.S3Uri;
import java.time.Instant;

/// Says which export an unfinished download belongs to. A later run with the same request continues it.
///
/// @param stateMachine the ARN of the state machine that made the object
/// @param request the SHA-256 of the request
/// @param completed when the export was complete
/// @param result the result of the export
@JsonIgnoreProperties(ignoreUnknown = true)
public record Handover(String stateMachine, String request, Instant completed, JsonNode result) {
    /// Stands for a download that no other run continues.
    static final Handover NONE = new Handover("", "", Instant.EPOCH, JsonNodeFactory.instance.nullNode());

    /// Returns where the output of the export is.
    S3Uri output() {
        return S3Uri.parse(result.path("output").path("uri").asText());
    }

    /// Returns whether the same state machine made the object for the same request, not before that time.
    boolean isFor(String aStateMachine, String aRequest, Instant since) {
        return stateMachine.equals(aStateMachine) && request.equals(aRequest) && !completed.isBefore(since);
    }
}
