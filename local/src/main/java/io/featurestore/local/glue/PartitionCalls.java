package io.featurestore.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.glue.PartitionStore.Entry;
import io.featurestore.local.http.ServiceException;
import java.util.ArrayList;
import java.util.List;

/// Serves the calls for partitions, as the API reference describes them (docs.aws.amazon.com/glue/latest/webapi/).
final class PartitionCalls {
    private static final String INPUT = "PartitionInput";
    private static final String VALUES = "PartitionValues";
    private static final String VALUE_LIST = "PartitionValueList";

    private final GlueStore store;

    PartitionCalls(GlueStore store) {
        this.store = store;
    }

    JsonNode call(String operation, ObjectNode input) {
        return switch (operation) {
            case "CreatePartition" -> create(input);
            case "BatchCreatePartition" -> createAll(input);
            case "GetPartition" -> get(input);
            case "BatchGetPartition" -> getAll(input);
            case "GetPartitions" -> list(input);
            case "UpdatePartition" -> update(input);
            case "BatchUpdatePartition" -> updateAll(input);
            case "DeletePartition" -> delete(input);
            case "BatchDeletePartition" -> deleteAll(input);
            default ->
                throw new ServiceException(
                        400, "UnknownOperationException", "Glue's " + operation + " is not served here");
        };
    }

    private ObjectNode create(ObjectNode input) {
        JsonNode table = table(input);
        Entry entry = PartitionJson.input(GlueInput.object(input, INPUT), table, store.now());
        if (!store.partitions().add(key(table), List.of(entry)).isEmpty()) {
            throw GlueInput.alreadyExists("Partition already exists.");
        }
        return nothing();
    }

    private ObjectNode createAll(ObjectNode input) {
        JsonNode table = table(input);
        List<Entry> added = new ArrayList<>();
        for (JsonNode partition : GlueInput.list(input, "PartitionInputList", GlueInput.BATCH)) {
            added.add(PartitionJson.input(partition, table, store.now()));
        }
        ObjectNode answer = nothing();
        ArrayNode errors = answer.putArray("Errors");
        for (List<String> values : store.partitions().add(key(table), added)) {
            error(errors, VALUES, values, GlueInput.alreadyExists("Partition already exists."));
        }
        return answer;
    }

    private ObjectNode get(ObjectNode input) {
        JsonNode table = table(input);
        Entry entry = store.partitions()
                .find(key(table), PartitionStore.texts(input.path(VALUES)))
                .orElseThrow(() -> GlueInput.notFound("Cannot find partition."));
        ObjectNode answer = nothing();
        answer.set("Partition", PartitionJson.write(entry, table, false));
        return answer;
    }

    private ObjectNode getAll(ObjectNode input) {
        JsonNode table = table(input);
        ObjectNode answer = nothing();
        ArrayNode partitions = answer.putArray("Partitions");
        for (JsonNode wanted : GlueInput.list(input, "PartitionsToGet", GlueInput.PARTITIONS_PAGE)) {
            store.partitions()
                    .find(key(table), PartitionStore.texts(wanted.path("Values")))
                    .ifPresent(entry -> partitions.add(PartitionJson.write(entry, table, false)));
        }
        answer.putArray("UnprocessedKeys");
        return answer;
    }

    private ObjectNode list(ObjectNode input) {
        JsonNode table = table(input);
        PartitionFilter filter = PartitionFilter.parse(
                input.path("Expression").asText(""), TableJson.read(table).partitionKeys());
        List<Entry> kept = store.partitions().list(key(table)).stream()
                .filter(entry -> filter.keeps(entry.values()))
                .toList();
        boolean withoutColumns = input.path("ExcludeColumnSchema").asBoolean(false);
        return GlueInput.page(
                input,
                "Partitions",
                kept,
                GlueInput.PARTITIONS_PAGE,
                entry -> PartitionJson.write(entry, table, withoutColumns));
    }

    private ObjectNode update(ObjectNode input) {
        JsonNode table = table(input);
        List<String> values = PartitionStore.texts(input.path(VALUE_LIST));
        update(table, values, GlueInput.object(input, INPUT));
        return nothing();
    }

    private void update(JsonNode table, List<String> values, JsonNode partition) {
        Entry entry = PartitionJson.input(partition, table, store.now());
        synchronized (store) {
            if (store.partitions().find(key(table), values).isEmpty()) {
                throw GlueInput.notFound("Partition not found.");
            }
            if (!entry.values().equals(values)
                    && store.partitions().find(key(table), entry.values()).isPresent()) {
                throw GlueInput.alreadyExists("Partition already exists.");
            }
            store.partitions().replace(key(table), values, entry);
        }
    }

    private ObjectNode updateAll(ObjectNode input) {
        JsonNode table = table(input);
        ObjectNode answer = nothing();
        ArrayNode errors = answer.putArray("Errors");
        for (JsonNode entry : GlueInput.list(input, "Entries", GlueInput.BATCH)) {
            List<String> values = PartitionStore.texts(entry.path(VALUE_LIST));
            try {
                update(table, values, GlueInput.object((ObjectNode) entry, INPUT));
            } catch (ServiceException e) {
                error(errors, VALUE_LIST, values, e);
            }
        }
        return answer;
    }

    private ObjectNode delete(ObjectNode input) {
        JsonNode table = table(input);
        List<String> values = PartitionStore.texts(input.path(VALUES));
        if (!store.partitions().remove(key(table), List.of(values)).isEmpty()) {
            throw GlueInput.notFound("Partition not found.");
        }
        return nothing();
    }

    private ObjectNode deleteAll(ObjectNode input) {
        JsonNode table = table(input);
        List<List<String>> removed = new ArrayList<>();
        for (JsonNode partition : GlueInput.list(input, "PartitionsToDelete", GlueInput.DELETED)) {
            removed.add(PartitionStore.texts(partition.path("Values")));
        }
        ObjectNode answer = nothing();
        ArrayNode errors = answer.putArray("Errors");
        for (List<String> values : store.partitions().remove(key(table), removed)) {
            error(errors, VALUES, values, GlueInput.notFound("Partition not found."));
        }
        return answer;
    }

    private static void error(ArrayNode errors, String member, List<String> values, ServiceException reason) {
        ObjectNode error = errors.addObject();
        values.forEach(error.putArray(member)::add);
        error.putObject("ErrorDetail").put("ErrorCode", reason.code()).put("ErrorMessage", reason.getMessage());
    }

    private JsonNode table(ObjectNode input) {
        return store.needTable(GlueInput.name(input, "DatabaseName"), GlueInput.name(input, "TableName"));
    }

    private static String key(JsonNode table) {
        return GlueStore.key(
                table.path("DatabaseName").asText(), table.path("Name").asText());
    }

    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}
