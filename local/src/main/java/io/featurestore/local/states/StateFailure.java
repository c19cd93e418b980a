package io.featurestore.local.states;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A state failed with an error that retriers and catchers see. */
final class StateFailure extends RuntimeException {
    static final String ALL = "States.ALL";
    static final String TASK_FAILED = "States.TaskFailed";
    static final String TIMEOUT = "States.Timeout";
    static final String RUNTIME = "States.Runtime";
    static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
    static final String QUERY_EVALUATION = "States.QueryEvaluationError";
    static final String NO_CHOICE_MATCHED = "States.NoChoiceMatched";
    static final String ITEM_READER_FAILED = "States.ItemReaderFailed";
    static final String RESULT_WRITER_FAILED = "States.ResultWriterFailed";
    static final String THRESHOLD_EXCEEDED = "States.ExceedToleratedFailureThreshold";

    private final String error;

    StateFailure(String error, String cause) {
        super(cause);
        this.error = error;
    }

    StateFailure(String error, String cause, Throwable reason) {
        super(cause, reason);
        this.error = error;
    }

    String error() {
        return error;
    }

    /** Returns what is told of the failure: often a sentence, of a function its error document. */
    String explanation() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /** Returns {@code $states.errorOutput}. */
    ObjectNode output() {
        return Json.object().put("Error", error).put("Cause", explanation());
    }
}
