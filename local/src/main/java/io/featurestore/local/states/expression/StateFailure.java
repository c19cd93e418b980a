package io.featurestore.local.states.expression;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Reports that a state failed with an error that retriers and catchers can handle.
public final class StateFailure extends RuntimeException {
    public static final String ALL = "States.ALL";
    public static final String TASK_FAILED = "States.TaskFailed";
    public static final String TIMEOUT = "States.Timeout";
    public static final String RUNTIME = "States.Runtime";
    public static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
    public static final String QUERY_EVALUATION = "States.QueryEvaluationError";
    public static final String NO_CHOICE_MATCHED = "States.NoChoiceMatched";
    public static final String ITEM_READER_FAILED = "States.ItemReaderFailed";
    public static final String RESULT_WRITER_FAILED = "States.ResultWriterFailed";
    public static final String THRESHOLD_EXCEEDED = "States.ExceedToleratedFailureThreshold";

    private final String error;

    public StateFailure(String error, String cause) {
        super(cause);
        this.error = error;
    }

    public StateFailure(String error, String cause, Throwable reason) {
        super(cause, reason);
        this.error = error;
    }

    public String error() {
        return error;
    }

    /// Returns the cause: a sentence, or the error document of a function.
    public String explanation() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /// Returns `$states.errorOutput`.
    public ObjectNode output() {
        return Json.object().put("Error", error).put("Cause", explanation());
    }
}
