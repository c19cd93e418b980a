package io.featurestore.local.states.expression;

import com.fasterxml.jackson.databind.JsonNode;

/// Holds the limits of Step Functions: docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html.
public final class StatesLimits {
    /// The most bytes of UTF-8 in the input, output, arguments or result of a state, in a set of variables, or in
    /// the input of an execution.
    public static final int PAYLOAD_BYTES = 262_144;

    /// The most events in the history of an execution.
    public static final int HISTORY_EVENTS = 25_000;

    /// The most characters in the name of a state, an execution, a state machine or a variable.
    public static final int NAME_CHARACTERS = 80;

    /// The most child executions of a distributed map that run at the same time.
    public static final int DISTRIBUTED_CONCURRENCY = 10_000;

    /// The most iterations of an inline map that run at the same time.
    public static final int INLINE_CONCURRENCY = 40;

    /// The longest wait or time-out, in seconds.
    public static final int SECONDS = 99_999_999;

    /// The most characters in the error with which an execution is stopped.
    public static final int ERROR_CHARACTERS = 256;

    /// The most characters in the cause with which an execution is stopped.
    public static final int CAUSE_CHARACTERS = 32_768;

    /// The most elements on a page of an answer.
    public static final int PAGE = 1_000;

    public static final int DEFAULT_PAGE = 100;

    private StatesLimits() {}

    /// Returns the payload unchanged.
    ///
    /// @param what the kind of payload, for the message
    /// @throws StateFailure `States.DataLimitExceeded` if the payload is larger than [#PAYLOAD_BYTES]
    public static JsonNode checked(String what, JsonNode payload) {
        if (Json.size(payload) > PAYLOAD_BYTES) {
            throw new StateFailure(
                    StateFailure.DATA_LIMIT_EXCEEDED,
                    "The " + what + " exceeds the maximum of " + PAYLOAD_BYTES + " bytes.");
        }
        return payload;
    }
}
