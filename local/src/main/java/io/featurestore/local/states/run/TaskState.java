package io.featurestore.local.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.lambda.Functions;
import io.featurestore.local.states.definition.State;
import io.featurestore.local.states.expression.Bindings;
import io.featurestore.local.states.expression.FieldValues;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StateFailure;
import io.featurestore.local.states.expression.StatesLimits;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs a Task state, which calls a function: docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html.
final class TaskState {
    private TaskState() {}

    static JsonNode run(State.Task task, Bindings bindings, RunContext run) {
        JsonNode arguments =
                StatesLimits.checked("task's arguments", task.arguments().evaluate(bindings));
        String function = FieldValues.text("Arguments/FunctionName", arguments.path("FunctionName"));
        JsonNode payload = arguments.has("Payload") ? arguments.path("Payload") : Json.object();
        ObjectNode scheduled =
                resource().put("region", run.services().arns().region()).put("parameters", Json.text(arguments));
        int timeout = 0;
        if (task.timeoutSeconds() != null) {
            timeout = FieldValues.integer(
                    "TimeoutSeconds", task.timeoutSeconds().evaluate(bindings), 1, StatesLimits.SECONDS);
            scheduled.put("timeoutInSeconds", timeout);
        }
        run.trail().add("TaskScheduled", scheduled);
        run.trail().add("TaskStarted", resource());
        try {
            JsonNode result = StatesLimits.checked("result of the task", result(call(run, function, payload, timeout)));
            ObjectNode succeeded = resource().put("output", Json.text(result));
            succeeded.putObject("outputDetails").put("truncated", false);
            run.trail().add("TaskSucceeded", succeeded);
            return result;
        } catch (StateFailure failure) {
            String type = failure.error().equals(StateFailure.TIMEOUT) ? "TaskTimedOut" : "TaskFailed";
            run.trail().add(type, resource().put("error", failure.error()).put("cause", failure.explanation()));
            throw failure;
        }
    }

    private static ObjectNode resource() {
        return Json.object().put("resourceType", "lambda").put("resource", "invoke");
    }

    private static byte[] call(RunContext run, String function, JsonNode payload, int timeoutSeconds) {
        Functions functions = run.services().functions();
        byte[] body = Json.bytes(payload);
        try {
            return timeoutSeconds == 0
                    ? functions.invoke(function, body)
                    : within(timeoutSeconds, new FutureTask<>(() -> functions.invoke(function, body)));
        } catch (Functions.FunctionError error) {
            throw new StateFailure(error.error(), Objects.requireNonNullElse(error.getMessage(), ""), error);
        } catch (CancellationException _) {
            throw new Cancelled();
        }
    }

    private static byte[] within(int seconds, FutureTask<byte[]> call) {
        Thread.ofVirtual().name("states-task").start(call);
        try {
            return call.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StateFailure(StateFailure.TIMEOUT, "The task took longer than " + seconds + " s.", e);
        } catch (InterruptedException _) {
            throw Cancelled.interrupted();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
        } finally {
            call.cancel(true);
        }
    }

    private static ObjectNode result(byte[] answer) {
        ObjectNode result = Json.object().put("ExecutedVersion", "$LATEST");
        try {
            result.set("Payload", Json.parse(answer));
        } catch (IOException e) {
            throw new StateFailure("Lambda.InvalidResponse", "The function's answer is not JSON: " + e.getMessage(), e);
        }
        return result.put("StatusCode", 200);
    }
}
