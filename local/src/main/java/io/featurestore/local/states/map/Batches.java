package io.featurestore.local.states.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.states.definition.State;
import io.featurestore.local.states.expression.Bindings;
import io.featurestore.local.states.expression.FieldValues;
import io.featurestore.local.states.expression.Json;
import io.featurestore.local.states.expression.StatesLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Groups the items of a distributed map into inputs of child executions:
/// docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html.
public final class Batches {
    /// Holds the input of one child execution.
    ///
    /// @param items the number of items in the input
    public record Batch(JsonNode input, int items) {}

    private final int maxItems;
    private final int maxBytes;
    private final @Nullable JsonNode shared;
    private final List<Batch> done = new ArrayList<>();
    private List<JsonNode> open = new ArrayList<>();
    private long bytes;

    private Batches(State.Batcher batcher, Bindings bindings) {
        maxItems = batcher.maxItems() == null
                ? Integer.MAX_VALUE
                : FieldValues.integer("MaxItemsPerBatch", batcher.maxItems().evaluate(bindings), 1, Integer.MAX_VALUE);
        maxBytes = batcher.maxBytes() == null
                ? StatesLimits.PAYLOAD_BYTES
                : FieldValues.integer(
                        "MaxInputBytesPerBatch", batcher.maxBytes().evaluate(bindings), 1, StatesLimits.PAYLOAD_BYTES);
        shared = batcher.batchInput() == null ? null : batcher.batchInput().evaluate(bindings);
        bytes = Json.size(input());
    }

    /// Returns the inputs of the children. Without a batcher each item is an input of its own.
    public static List<Batch> of(State.@Nullable Batcher batcher, List<JsonNode> items, Bindings bindings) {
        if (batcher == null) {
            return items.stream().map(item -> new Batch(item, 1)).toList();
        }
        Batches batches = new Batches(batcher, bindings);
        items.forEach(batches::add);
        batches.close();
        return batches.done;
    }

    private void add(JsonNode item) {
        long size = Json.size(item) + 1;
        if (open.size() == maxItems || (!open.isEmpty() && bytes + size > maxBytes)) {
            close();
        }
        open.add(item);
        bytes += size;
    }

    private void close() {
        if (!open.isEmpty()) {
            done.add(new Batch(input(), open.size()));
            open = new ArrayList<>();
            bytes = Json.size(input());
        }
    }

    private ObjectNode input() {
        ObjectNode input = Json.object();
        if (shared != null) {
            input.set("BatchInput", shared);
        }
        input.putArray("Items").addAll(open);
        return input;
    }
}
