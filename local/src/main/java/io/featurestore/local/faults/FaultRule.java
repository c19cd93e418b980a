package io.featurestore.local.faults;

import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * When a fault happens. Of what matches, the calls from {@code first} on are struck, {@code times} of them; of those
 * each with {@code probability}. For a function that dies or hangs on a request, {@code first} counts the requests of
 * one call of the function, and {@code times} the calls.
 *
 * @param kind what goes wrong
 * @param service the service's signing name, {@code s3}, {@code athena}, {@code glue}, {@code sagemaker} or
 *        {@code states}; empty for any. For requests only
 * @param operation the operation, such as {@code GetObject}; empty for any. For requests only
 * @param function the function that sends the request, or that is called; empty for any, or none
 * @param about found in the request's path and query, a JSON request's body, the calling function's payload, or the
 *        query's execution as GetQueryExecution answers it; an empty pattern for any
 * @param first from 1
 * @param times from 1
 * @param probability above 0, at most 1
 */
public record FaultRule(FaultKind kind, String service, String operation, String function, Pattern about, int first,
        int times, double probability) {
    /** Checks the numbers. */
    public FaultRule {
        if (first < 1 || times < 1 || !(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("a rule for " + kind + " with first " + first + ", times " + times
                    + " and probability " + probability);
        }
    }

    /** Reads a rule; what is absent is any, the first, once and always. */
    @JsonCreator
    static FaultRule read(@JsonProperty(value = "kind", required = true) FaultKind kind,
            @JsonProperty("service") @Nullable String service, @JsonProperty("operation") @Nullable String operation,
            @JsonProperty("function") @Nullable String function, @JsonProperty("about") @Nullable String about,
            @JsonProperty("first") @Nullable Integer first, @JsonProperty("times") @Nullable Integer times,
            @JsonProperty("probability") @Nullable Double probability) {
        return new FaultRule(kind, text(service), text(operation), text(function), Pattern.compile(text(about)),
                first == null ? 1 : first, times == null ? 1 : times, probability == null ? 1 : probability);
    }

    /** Returns a rule for the first call of anything. */
    public static FaultRule of(FaultKind kind) {
        return new FaultRule(kind, "", "", "", Pattern.compile(""), 1, 1, 1);
    }

    /** Returns this rule for one operation of one service. */
    public FaultRule on(String service, String operation) {
        return new FaultRule(kind, service, operation, function, about, first, times, probability);
    }

    /** Returns this rule for one function. */
    public FaultRule in(String function) {
        return new FaultRule(kind, service, operation, function, about, first, times, probability);
    }

    /** Returns this rule for what the pattern is found in. */
    public FaultRule about(String pattern) {
        return new FaultRule(kind, service, operation, function, Pattern.compile(pattern), first, times, probability);
    }

    /** Returns this rule from the n-th match on. */
    public FaultRule from(int n) {
        return new FaultRule(kind, service, operation, function, about, n, times, probability);
    }

    /** Returns this rule for a number of matches. */
    public FaultRule times(int n) {
        return new FaultRule(kind, service, operation, function, about, first, n, probability);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.name());
        String where = (service.isEmpty() ? "" : service + ":") + operation;
        text.append(where.isEmpty() ? "" : " on " + where);
        text.append(function.isEmpty() ? "" : " in " + function);
        text.append(about.pattern().isEmpty() ? "" : " about " + about.pattern());
        text.append(" from ").append(first).append(", ").append(times).append(" times");
        return probability == 1 ? text.toString() : text + ", probability " + probability;
    }
}
