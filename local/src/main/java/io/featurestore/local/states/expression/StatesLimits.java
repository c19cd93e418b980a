package io.featurestore.local.states.expression;

import com.fasterxml.jackson.databind.JsonNode;

/** Limits of Step Functions: docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html. */
public final class StatesLimits {
    /** Input, output, arguments or result of a state, a variable set, an execution's input: bytes of UTF-8. */
    public static final int PAYLOAD_BYTES = 262_144;

    /** Events in the history of an execution. */
    public static final int HISTORY_EVENTS = 25_000;

    /** Characters in the name of a state, an execution, a machine, a variable. */
    public static final int NAME_CHARACTERS = 80;

    /** Child executions of a distributed map at once. */
    public static final int DISTRIBUTED_CONCURRENCY = 10_000;

    /** Iterations of an inline map at once. */
    public static final int INLINE_CONCURRENCY = 40;

    /** The longest wait or time-out. */
    public static final int SECONDS = 99_999_999;

    /** Characters in the error and in the cause with which an execution is stopped. */
    public static final int ERROR_CHARACTERS = 256;

    public static final int CAUSE_CHARACTERS = 32_768;

    /** Elements on a page of an answer, at most and by default. */
    public static final int PAGE = 1_000;

    public static final int DEFAULT_PAGE = 100;

    private StatesLimits() {}

    /** Refuses a payload over the limit. */
    public static JsonNode checked(String what, JsonNode payload) {
        if (Json.size(payload) > PAYLOAD_BYTES) {
            throw new StateFailure(StateFailure.DATA_LIMIT_EXCEEDED,
                    "The " + what + " exceeds the maximum of " + PAYLOAD_BYTES + " bytes.");
        }
        return payload;
    }
}
