package io.featurestore.local.faults;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Describes when a fault happens. Of the calls that match, the fault can happen to those from number `first` on,
/// and to `times` of them. To each of these it happens with `probability`. For a function that dies or hangs at a
/// request, `first` counts the requests of one call of the function, and `times` counts the calls.
///
/// @param kind the kind of fault
/// @param service the signing name of the service, `s3`, `athena`, `glue`, `sagemaker` or `states`; empty for any
///     service. It is used for requests only.
/// @param operation the operation, such as `GetObject`; empty for any operation. It is used for requests only.
/// @param function the function that sends the request or that is called; empty for any function, or for none
/// @param about a pattern that must be found in the path and query of the request, the body of a JSON request,
///     the payload of the calling function, or the answer of GetQueryExecution for the query; an empty pattern
///     matches anything
/// @param first the number of the first matching call, from 1
/// @param times the number of faults, from 1
/// @param probability above 0 and at most 1
public record FaultRule(
        FaultKind kind,
        String service,
        String operation,
        String function,
        Pattern about,
        int first,
        int times,
        double probability) {
    /// Creates a rule.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public FaultRule {
        if (first < 1 || times < 1 || !(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("A rule for " + kind + " is out of range: first " + first + ", times "
                    + times + " and probability " + probability);
        }
    }

    /// Reads a rule. A missing field means any call, the first match, one time and probability 1.
    @JsonCreator
    static FaultRule read(
            @JsonProperty(value = "kind", required = true) FaultKind kind,
            @JsonProperty("service") @Nullable String service,
            @JsonProperty("operation") @Nullable String operation,
            @JsonProperty("function") @Nullable String function,
            @JsonProperty("about") @Nullable String about,
            @JsonProperty("first") @Nullable Integer first,
            @JsonProperty("times") @Nullable Integer times,
            @JsonProperty("probability") @Nullable Double probability) {
        return new FaultRule(
                kind,
                text(service),
                text(operation),
                text(function),
                Pattern.compile(text(about)),
                first == null ? 1 : first,
                times == null ? 1 : times,
                probability == null ? 1 : probability);
    }

    /// Returns a rule for the first call of any kind.
    public static FaultRule of(FaultKind kind) {
        return new FaultRule(kind, "", "", "", Pattern.compile(""), 1, 1, 1);
    }

    /// Returns a copy for one operation of one service.
    public FaultRule on(String service, String operation) {
        return new FaultRule(kind, service, operation, function, about, first, times, probability);
    }

    /// Returns a copy for one function.
    public FaultRule in(String function) {
        return new FaultRule(kind, service, operation, function, about, first, times, probability);
    }

    /// Returns a copy for calls in which the pattern is found.
    public FaultRule about(String pattern) {
        return new FaultRule(kind, service, operation, function, Pattern.compile(pattern), first, times, probability);
    }

    /// Returns a copy that applies from the n-th match on.
    public FaultRule from(int n) {
        return new FaultRule(kind, service, operation, function, about, n, times, probability);
    }

    /// Returns a copy that applies to a number of matches.
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
