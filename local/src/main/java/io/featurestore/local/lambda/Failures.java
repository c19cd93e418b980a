package io.featurestore.local.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;

/// Creates the errors of failed calls in the form that Step Functions receives.
final class Failures {
    private static final int FRAMES = 12;

    private Failures() {}

    /// Creates an error of Lambda itself.
    static Functions.FunctionError service(String error, String message) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("errorMessage", message).put("errorType", error);
        return new Functions.FunctionError(error, document.toString());
    }

    static Functions.FunctionError timedOut(String requestId, int seconds) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put(
                "errorMessage",
                String.format(
                        Locale.ROOT, "RequestId: %s Error: Task timed out after %d.00 seconds", requestId, seconds));
        return new Functions.FunctionError("Sandbox.Timedout", document.toString());
    }

    /// Creates the error for an exception of a handler or of its constructor.
    static Functions.FunctionError of(Throwable thrown) {
        if (thrown instanceof Functions.FunctionError known) {
            return known;
        }
        if (thrown instanceof InvocationTargetException wrapper && wrapper.getCause() != null) {
            return of(wrapper.getCause());
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        if (thrown.getMessage() != null) {
            document.put("errorMessage", thrown.getMessage());
        }
        String type = thrown.getClass().getName();
        document.put("errorType", type);
        StackTraceElement[] frames = thrown.getStackTrace();
        var stack = document.putArray("stackTrace");
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            stack.add(frames[i].toString());
        }
        Functions.FunctionError error = new Functions.FunctionError(type, document.toString());
        error.initCause(thrown);
        return error;
    }
}
