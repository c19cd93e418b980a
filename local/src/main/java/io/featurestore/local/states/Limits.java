package io.featurestore.local.states;

import com.fasterxml.jackson.databind.JsonNode;

/** Limits of Step Functions: docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html. */
final class Limits {
    /** Input, output, arguments or result of a state, a variable set, an execution's input: bytes of UTF-8. */
    static final int PAYLOAD_BYTES = 262_144;

    /** Events in the history of an execution. */
    static final int HISTORY_EVENTS = 25_000;

    /** Characters in the name of a state, an execution, a machine, a variable. */
    static final int NAME_CHARACTERS = 80;

    /** Child executions of a distributed map at once. */
    static final int DISTRIBUTED_CONCURRENCY = 10_000;

    /** Iterations of an inline map at once. */
    static final int INLINE_CONCURRENCY = 40;

    /** The longest wait or time-out. */
    static final int SECONDS = 99_999_999;

    /** Characters in the error and in the cause with which an execution is stopped. */
    static final int ERROR_CHARACTERS = 256;

    static final int CAUSE_CHARACTERS = 32_768;

    /** Elements on a page of an answer, at most and by default. */
    static final int PAGE = 1_000;

    static final int DEFAULT_PAGE = 100;

    private Limits() {}

    /** Refuses a payload over the limit. */
    static JsonNode checked(String what, JsonNode payload) {
        if (Json.size(payload) > PAYLOAD_BYTES) {
            throw new StateFailure(StateFailure.DATA_LIMIT_EXCEEDED,
                    "The " + what + " exceeds the maximum of " + PAYLOAD_BYTES + " bytes.");
        }
        return payload;
    }
}
