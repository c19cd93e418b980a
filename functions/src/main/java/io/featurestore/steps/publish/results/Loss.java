package io.featurestore.steps.publish.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.Throttled;
import io.featurestore.failure.Transient;
import io.featurestore.store.objects.S3Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Says why a round of conversions lost a chunk: the error of a child of the Distributed Map.
///
/// @param error an exception's class, or an error name of Step Functions or Lambda
/// @param cause its cause
public record Loss(String error, String cause) {
    /// The errors that may pass. They are those that the converters' retriers name; a child is lost if they
    /// outlast the retriers, or the five minutes of an Express execution
    /// (docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html).
    static final Set<String> PASSING = Set.of(
            Throttled.class.getName(),
            Transient.class.getName(),
            "Lambda.TooManyRequestsException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.ClientExecutionTimeoutException",
            "Lambda.Unknown",
            "Runtime.ExitError",
            "Sandbox.Timedout",
            "States.Timeout",
            "Lambda.SnapStartNotReadyException",
            "Lambda.SnapStartTimeoutException",
            "Lambda.SnapStartException",
            "Lambda.ResourceNotReadyException");
    private static final String TIMED_OUT = "TIMED_OUT";

    /// Returns the reason why a round lost chunks. An error that no repetition cures comes first.
    ///
    /// @param round the `manifest.json` of the round
    public static Loss of(MapResults results, S3Uri round) {
        List<Loss> found = new ArrayList<>();
        results.failures(round, child -> {
            Loss loss = of(child);
            if (found.isEmpty() || found.getFirst().mayPass() && !loss.mayPass()) {
                found.addFirst(loss);
            }
        });
        return found.isEmpty() ? new Loss("States.ExceedToleratedFailureThreshold", "") : found.getFirst();
    }

    private static Loss of(JsonNode child) {
        boolean timedOut = child.path("Status").asText().equals(TIMED_OUT);
        return new Loss(
                child.path("Error").asText(timedOut ? "States.Timeout" : ""),
                child.path("Cause").asText());
    }

    /// Returns whether another attempt may succeed.
    public boolean mayPass() {
        return PASSING.contains(error);
    }
}
