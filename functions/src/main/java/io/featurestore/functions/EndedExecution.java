package io.featurestore.functions;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.featurestore.failure.Internal;
import io.featurestore.steps.Json;
import java.util.Map;
import java.util.Optional;

/// Describes an execution that has ended.
///
/// @param name the execution's name
/// @param failure the error that ended it; empty after success
record EndedExecution(String name, Optional<Caught> failure) {
    /// An error that a state caught.
    ///
    /// @param error the error's name; empty if only the cause is known
    /// @param cause its cause
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Caught(
            @JsonProperty("Error") String error,
            @JsonProperty("Cause") Optional<String> cause) {}

    /// Reads a status change of Step Functions, as EventBridge sends it
    /// (docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html).
    ///
    /// @throws Internal if the execution has not ended
    static EndedExecution of(Map<String, Object> statusChange) {
        ScheduledEvent event = LambdaEventSerializers.serializerFor(
                        ScheduledEvent.class, ScheduledEvent.class.getClassLoader())
                .fromJson(Json.MAPPER.valueToTree(statusChange).toString());
        Map<String, Object> detail = event.getDetail() == null ? Map.of() : event.getDetail();
        return new EndedExecution(text(detail, "name"), failure(detail, text(detail, "status")));
    }

    private static Optional<Caught> failure(Map<String, Object> detail, String status) {
        return switch (status) {
            case "SUCCEEDED" -> Optional.empty();
            case "RUNNING", "PENDING_REDRIVE" -> throw new Internal("The execution is not over: " + status + ".");
            default ->
                Optional.of(
                        text(detail, "error").isEmpty()
                                ? new Caught(
                                        "", Optional.of("The execution was stopped from outside (" + status + ")."))
                                : new Caught(text(detail, "error"), Optional.of(text(detail, "cause"))));
        };
    }

    private static String text(Map<String, Object> detail, String field) {
        return detail.get(field) instanceof String text ? text : "";
    }
}
