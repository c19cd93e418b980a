package io.featurestore.local.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.definition.State;
import io.featurestore.local.states.definition.Template;
import io.featurestore.local.states.expression.Bindings;
import io.featurestore.local.states.expression.FieldValues;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StateFailure;
import io.featurestore.local.states.expression.StatesLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs a Map state. An inline map fails when its first iteration fails.
public final class MapState {
    private MapState() {}

    static JsonNode run(State.ForEach state, Bindings bindings, RunContext run) {
        return state.distributed() == null
                ? inline(state, bindings, run)
                : new DistributedMap(state, state.distributed(), bindings, run).run();
    }

    private static JsonNode inline(State.ForEach state, Bindings bindings, RunContext run) {
        List<JsonNode> items = items(state, bindings);
        int concurrency = concurrency(state, bindings, StatesLimits.INLINE_CONCURRENCY);
        run.trail().add("MapStateStarted", Json.object().put("length", items.size()));
        JsonNode[] outputs = new JsonNode[items.size()];
        Trail start = run.trail().branch();
        try {
            FanOut.run(outputs.length, concurrency, i -> {
                ObjectNode map = item(i, items.get(i));
                JsonNode input = input(state.itemSelector(), bindings, items.get(i), map);
                outputs[i] = iteration(state, i, input, run.iteration(map, start));
            });
        } catch (StateFailure failure) {
            run.trail().add("MapStateFailed");
            throw failure;
        }
        run.trail().add("MapStateSucceeded");
        return Json.array(List.of(outputs));
    }

    private static JsonNode iteration(State.ForEach state, int index, JsonNode input, RunContext run) {
        String name = state.head().name();
        run.trail().iteration("MapIterationStarted", name, index);
        try {
            JsonNode output = Interpreter.run(state.processor(), input, run);
            run.trail().iteration("MapIterationSucceeded", name, index);
            return output;
        } catch (StateFailure failure) {
            run.trail().iteration("MapIterationFailed", name, index);
            throw failure;
        }
    }

    /// Returns the items of a map that has no item reader.
    static List<JsonNode> items(State.ForEach state, Bindings bindings) {
        JsonNode items =
                state.items() == null ? bindings.input() : state.items().evaluate(bindings);
        if (!items.isArray()) {
            throw new StateFailure(
                    StateFailure.QUERY_EVALUATION,
                    "The items of the state '" + state.head().name() + "' are not an array but " + items.getNodeType()
                            + ".");
        }
        List<JsonNode> list = new ArrayList<>(items.size());
        items.forEach(list::add);
        return list;
    }

    /// Returns how many children may run at the same time. If `MaxConcurrency` is 0 or missing, that is the limit
    /// of the service.
    static int concurrency(State.ForEach state, Bindings bindings, int most) {
        int given = configured(state, bindings);
        return given == 0 ? most : Math.min(given, most);
    }

    /// Returns `MaxConcurrency`, or 0 if it is missing.
    static int configured(State.ForEach state, Bindings bindings) {
        return state.maxConcurrency() == null
                ? 0
                : FieldValues.integer(
                        "MaxConcurrency", state.maxConcurrency().evaluate(bindings), 0, Integer.MAX_VALUE);
    }

    /// Returns `$states.context.Map`.
    static ObjectNode item(int index, JsonNode value) {
        ObjectNode map = Json.object();
        map.putObject("Item").put("Index", index).set("Value", value);
        return map;
    }

    static JsonNode input(@Nullable Template selector, Bindings bindings, JsonNode item, ObjectNode map) {
        return selector == null ? item : selector.evaluate(bindings.context("Map", map));
    }
}
