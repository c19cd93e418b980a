package io.featurestore.local.faults;

/**
 * What a rule is held against.
 *
 * @param service the service of a request; else empty
 * @param operation the operation of a request; else empty
 * @param function the function that sends or is called; empty for none
 * @param requestId the request id of the function's call; empty for none
 * @param about what is told of it
 */
record Met(String service, String operation, String function, String requestId, String about) {
    boolean matches(FaultRule rule) {
        return fits(rule.service(), service) && fits(rule.operation(), operation) && fits(rule.function(), function)
                && rule.about().matcher(about).find();
    }

    private static boolean fits(String wished, String is) {
        return wished.isEmpty() || wished.equals(is);
    }
}
