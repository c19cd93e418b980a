package io.featurestore.local.states.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.states.expression.StateFailure;
import io.featurestore.local.states.expression.StatesLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads `Retry` and `Catch`.
final class ErrorHandlingReader {
    private static final Set<String> RETRIER = Set.of(
            "ErrorEquals",
            "IntervalSeconds",
            "MaxAttempts",
            "BackoffRate",
            "MaxDelaySeconds",
            "JitterStrategy",
            "Comment");

    /// The largest values the language allows:
    /// docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html.
    private static final int MAX_DELAY_SECONDS = 31_622_400;

    private ErrorHandlingReader() {}

    static ErrorHandling read(DefinitionFields state) {
        List<ErrorHandling.Retrier> retriers = new ArrayList<>();
        List<DefinitionFields> retry = state.objects("Retry");
        for (int i = 0; i < retry.size(); i++) {
            retriers.add(retrier(retry.get(i), i == retry.size() - 1));
        }
        List<ErrorHandling.Catcher> catchers = new ArrayList<>();
        List<DefinitionFields> caught = state.objects("Catch");
        for (int i = 0; i < caught.size(); i++) {
            DefinitionFields catcher = caught.get(i);
            catcher.only("a catcher", Set.of("ErrorEquals", "Next", "Output", "Assign", "Comment"));
            catchers.add(new ErrorHandling.Catcher(
                    errors(catcher, i == caught.size() - 1),
                    catcher.required("Next"),
                    catcher.template("Output"),
                    catcher.objectTemplate("Assign")));
        }
        return new ErrorHandling(retriers, catchers);
    }

    private static ErrorHandling.Retrier retrier(DefinitionFields fields, boolean last) {
        fields.only("a retrier", RETRIER);
        Optional<String> jitter = fields.text("JitterStrategy");
        jitter.ifPresent(strategy -> fields.expect("JitterStrategy", strategy, Set.of("FULL", "NONE")));
        int interval = fields.integer("IntervalSeconds", 1, 1, StatesLimits.SECONDS);
        int maxDelay = fields.integer("MaxDelaySeconds", MAX_DELAY_SECONDS, 1, MAX_DELAY_SECONDS);
        if (maxDelay <= interval && fields.has("MaxDelaySeconds")) {
            fields.fault("MaxDelaySeconds", "must be greater than IntervalSeconds");
        }
        return new ErrorHandling.Retrier(
                errors(fields, last),
                interval,
                fields.integer("MaxAttempts", 3, 0, StatesLimits.SECONDS),
                fields.number("BackoffRate", 2, 1, Double.MAX_VALUE, false),
                maxDelay,
                jitter.filter("FULL"::equals).isPresent());
    }

    private static List<String> errors(DefinitionFields fields, boolean last) {
        List<String> errors = new ArrayList<>();
        JsonNode names = fields.node().path("ErrorEquals");
        names.forEach(name -> errors.add(name.isTextual() ? name.textValue() : ""));
        if (!names.isArray() || names.isEmpty() || errors.contains("")) {
            fields.fault("ErrorEquals", "must be an array of error names");
        }
        if (errors.contains(StateFailure.ALL) && !(last && errors.size() == 1)) {
            fields.fault("ErrorEquals", StateFailure.ALL + " must be the only name, and in the last entry");
        }
        return errors;
    }
}
