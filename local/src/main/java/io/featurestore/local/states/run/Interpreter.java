package io.featurestore.local.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.states.definition.ErrorHandling;
import io.featurestore.local.states.definition.Flow;
import io.featurestore.local.states.definition.State;
import io.featurestore.local.states.definition.Template;
import io.featurestore.local.states.expression.Bindings;
import io.featurestore.local.states.expression.FieldValues;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StateFailure;
import io.featurestore.local.states.expression.StatesLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs flows of the Amazon States Language: states.language.netlify.app/spec.html.
final class Interpreter {
    private Interpreter() {}

    /// The output of a state and the name of the next state. Without a next state the flow ends.
    private record Step(JsonNode output, @Nullable String next) {}

    /// Runs a flow on the calling thread and returns its output.
    ///
    /// @throws StateFailure if a state failed and no catcher handled it
    /// @throws Cancelled if the thread was interrupted
    static JsonNode run(Flow flow, JsonNode input, RunContext run) {
        String name = flow.startAt();
        JsonNode data = StatesLimits.checked("state input", input);
        while (true) {
            if (Thread.currentThread().isInterrupted()) {
                throw new Cancelled();
            }
            Step step = visit(flow.state(name), data, run);
            data = step.output();
            if (step.next() == null) {
                return data;
            }
            name = step.next();
        }
    }

    private static Step visit(State state, JsonNode input, RunContext run) {
        String entered = run.services().now().toString();
        run.trail().entered(state, input);
        ErrorHandling.Attempts attempts = state.handling().attempts();
        for (int retryCount = 0; ; retryCount++) {
            Bindings bindings = run.bindings(state, input, entered, retryCount);
            Step step;
            try {
                step = perform(state, bindings, run);
            } catch (StateFailure failure) {
                noteEvaluation(state, failure, run);
                Optional<Duration> delay = attempts.next(failure);
                if (delay.isPresent()) {
                    run.services().sleep(delay.get());
                    continue;
                }
                step = caught(state, failure, bindings, run);
            }
            run.trail().exited(state, step.output());
            return step;
        }
    }

    private static Step perform(State state, Bindings bindings, RunContext run) {
        State.Head head = state.head();
        return switch (state) {
            case State.Pass _, State.Succeed _ -> finish(head, bindings, bindings.input(), run);
            case State.Fail fail -> throw fail(fail, bindings);
            case State.Wait wait -> {
                run.services().sleep(delay(wait, bindings, run));
                yield finish(head, bindings, bindings.input(), run);
            }
            case State.Choice choice -> choose(choice, bindings, run);
            case State.Task task -> result(head, bindings, TaskState.run(task, bindings, run), run);
            case State.Parallel parallel -> result(head, bindings, ParallelState.run(parallel, bindings, run), run);
            case State.ForEach map -> result(head, bindings, MapState.run(map, bindings, run), run);
        };
    }

    private static Step result(State.Head head, Bindings bindings, JsonNode result, RunContext run) {
        return finish(head, bindings.result(result), result, run);
    }

    private static Step finish(State.Head head, Bindings bindings, JsonNode otherwise, RunContext run) {
        return leave(head.next(), head.output(), head.assign(), bindings, otherwise, run);
    }

    /// Evaluates the output and the assignments. Both see the variables as they were before the assignments.
    private static Step leave(
            @Nullable String next,
            @Nullable Template output,
            @Nullable Template assign,
            Bindings bindings,
            JsonNode otherwise,
            RunContext run) {
        JsonNode value = StatesLimits.checked("state output", output == null ? otherwise : output.evaluate(bindings));
        if (assign != null) {
            run.scope().assign(StatesLimits.checked("set of variables", assign.evaluate(bindings)));
        }
        return new Step(value, next);
    }

    private static Step caught(State state, StateFailure failure, Bindings bindings, RunContext run) {
        ErrorHandling.Catcher catcher = state.handling().catcher(failure).orElseThrow(() -> failure);
        return leave(
                catcher.next(), catcher.output(), catcher.assign(), bindings.error(failure), failure.output(), run);
    }

    private static Step choose(State.Choice choice, Bindings bindings, RunContext run) {
        for (State.Rule rule : choice.rules()) {
            JsonNode holds = rule.condition().evaluate(bindings);
            if (!holds.isBoolean()) {
                throw new StateFailure(
                        StateFailure.QUERY_EVALUATION,
                        "A condition of the state '" + choice.head().name() + "' is " + holds
                                + ", which is not a boolean.");
            }
            if (holds.booleanValue()) {
                return leave(rule.next(), rule.output(), rule.assign(), bindings, bindings.input(), run);
            }
        }
        if (choice.otherwise() == null) {
            throw new StateFailure(
                    StateFailure.NO_CHOICE_MATCHED,
                    "No condition of the state '" + choice.head().name() + "' is true, and the state has no default.");
        }
        return leave(
                choice.otherwise(), choice.head().output(), choice.head().assign(), bindings, bindings.input(), run);
    }

    private static StateFailure fail(State.Fail fail, Bindings bindings) {
        return new StateFailure(text("Error", fail.error(), bindings), text("Cause", fail.cause(), bindings));
    }

    private static String text(String field, @Nullable Template template, Bindings bindings) {
        if (template == null) {
            return "";
        }
        return FieldValues.text(field, template.evaluate(bindings));
    }

    private static Duration delay(State.Wait wait, Bindings bindings, RunContext run) {
        if (wait.seconds() != null) {
            return Duration.ofSeconds(
                    FieldValues.integer("Seconds", wait.seconds().evaluate(bindings), 0, StatesLimits.SECONDS));
        }
        String timestamp = text("Timestamp", wait.timestamp(), bindings);
        try {
            return Duration.between(
                    run.services().now(), OffsetDateTime.parse(timestamp).toInstant());
        } catch (DateTimeParseException e) {
            throw new StateFailure(
                    StateFailure.QUERY_EVALUATION,
                    "The field 'Timestamp' is '" + timestamp + "', which is not a time such as " + Instant.EPOCH + ".",
                    e);
        }
    }

    private static void noteEvaluation(State state, StateFailure failure, RunContext run) {
        if (failure.error().equals(StateFailure.QUERY_EVALUATION)) {
            run.trail()
                    .add(
                            "EvaluationFailed",
                            Json.object()
                                    .put("error", failure.error())
                                    .put("cause", failure.explanation())
                                    .put("state", state.head().name()));
        }
    }
}
