package io.featurestore.local.faults;

import java.util.Set;

/**
 * What a rule is held against.
 *
 * @param service the service of a request; else empty
 * @param operation the operation of a request; else empty
 * @param function the function that sends or is called; empty for none
 * @param requestId the request id of the function's call; empty for none
 * @param about what is told of it
 * @param unfit kinds that make no sense here
 */
record FaultTarget(String service, String operation, String function, String requestId, String about,
        Set<FaultKind> unfit) {
    boolean matches(FaultRule rule) {
        return !unfit.contains(rule.kind()) && fits(rule.service(), service) && fits(rule.operation(), operation)
                && fits(rule.function(), function)
                && rule.about().matcher(about).find();
    }

    private static boolean fits(String requested, String actual) {
        return requested.isEmpty() || requested.equals(actual);
    }
}
