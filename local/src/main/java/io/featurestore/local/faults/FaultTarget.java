package io.featurestore.local.faults;

import java.util.Set;

/// Describes a call, so that a rule can be compared with it.
///
/// @param service the service of a request, otherwise empty
/// @param operation the operation of a request, otherwise empty
/// @param function the function that sends the request or that is called; empty for none
/// @param requestId the request id of the function's call; empty for none
/// @param about the text in which the pattern of a rule is searched
/// @param unfit the kinds of faults that are impossible for this call
record FaultTarget(
        String service, String operation, String function, String requestId, String about, Set<FaultKind> unfit) {
    boolean matches(FaultRule rule) {
        return !unfit.contains(rule.kind())
                && fits(rule.service(), service)
                && fits(rule.operation(), operation)
                && fits(rule.function(), function)
                && rule.about().matcher(about).find();
    }

    private static boolean fits(String requested, String actual) {
        return requested.isEmpty() || requested.equals(actual);
    }
}
