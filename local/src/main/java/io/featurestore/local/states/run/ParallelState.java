package io.featurestore.local.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.featurestore.local.states.definition.Flow;
import io.featurestore.local.states.definition.State;
import io.featurestore.local.states.expression.Bindings;
import io.featurestore.local.states.expression.StateFailure;
import java.util.Arrays;
import java.util.List;

/// Runs the branches of a Parallel state. The first branch that fails stops the others and fails the state.
final class ParallelState {
    private ParallelState() {}

    static JsonNode run(State.Parallel state, Bindings bindings, RunContext run) {
        JsonNode input =
                state.arguments() == null ? bindings.input() : state.arguments().evaluate(bindings);
        List<Flow> branches = state.branches();
        JsonNode[] outputs = new JsonNode[branches.size()];
        run.trail().add("ParallelStateStarted");
        RunContext[] runs = new RunContext[outputs.length];
        Arrays.setAll(runs, i -> run.branch());
        try {
            FanOut.run(
                    outputs.length, outputs.length, i -> outputs[i] = Interpreter.run(branches.get(i), input, runs[i]));
        } catch (StateFailure failure) {
            run.trail().failed("ParallelStateFailed", failure);
            throw failure;
        }
        run.trail().add("ParallelStateSucceeded");
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        result.addAll(List.of(outputs));
        return result;
    }
}
