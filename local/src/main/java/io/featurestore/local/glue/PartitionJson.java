package io.featurestore.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.glue.PartitionStore.Entry;
import java.util.List;
import java.util.Optional;

/// Converts partitions to and from the JSON of Glue:
/// docs.aws.amazon.com/glue/latest/webapi/API_PartitionInput.html and API_Partition.html beside it.
final class PartitionJson {
    private static final String VALUES = "Values";
    private static final String STORAGE = "StorageDescriptor";
    private static final String LOCATION = "Location";

    private PartitionJson() {}

    /// Reads a `PartitionInput`, which must have a value for each partition key of the table.
    static Entry input(JsonNode input, JsonNode table, double now) {
        List<String> values = PartitionStore.texts(input.path(VALUES));
        if (values.size() != table.path("PartitionKeys").size()) {
            throw GlueInput.invalid("The number of partition keys do not match the number of partition values");
        }
        ObjectNode others = ((ObjectNode) input).deepCopy();
        others.put("CreationTime", now);
        others.remove(VALUES);
        if (!(others.remove(STORAGE) instanceof ObjectNode storage)) {
            return new Entry(values, Optional.empty(), Optional.empty(), others);
        }
        String location = storage.path(LOCATION).asText("");
        storage.remove(LOCATION);
        return new Entry(
                values, location.isEmpty() ? Optional.empty() : Optional.of(location), Optional.of(storage), others);
    }

    /// Returns a partition in the usual folder, with the storage descriptor of its table.
    static Entry usual(List<String> values) {
        return new Entry(
                List.copyOf(values), Optional.empty(), Optional.empty(), JsonNodeFactory.instance.objectNode());
    }

    /// Returns a partition as GetPartition shows it.
    static ObjectNode write(Entry entry, JsonNode table, boolean withoutColumns) {
        ObjectNode partition = entry.others().deepCopy();
        partition
                .put("DatabaseName", table.path("DatabaseName").asText())
                .put("TableName", table.path("Name").asText());
        entry.values().forEach(partition.putArray(VALUES)::add);
        JsonNode of = entry.storage().map(JsonNode.class::cast).orElse(table.path(STORAGE));
        ObjectNode storage = of instanceof ObjectNode given ? given.deepCopy() : JsonNodeFactory.instance.objectNode();
        storage.put(LOCATION, location(entry, TableJson.read(table)));
        if (withoutColumns) {
            storage.remove("Columns");
        }
        partition.set(STORAGE, storage);
        return partition;
    }

    /// Returns partitions for the services in this process.
    static List<Catalog.Partition> read(Catalog.Table table, List<Entry> entries) {
        return entries.stream()
                .map(entry -> {
                    Catalog.Storage own =
                            entry.storage().map(TableJson::readStorage).orElse(table.storage());
                    return new Catalog.Partition(
                            entry.values(),
                            new Catalog.Storage(location(entry, table), own.columns(), own.inputFormat(), own.serde()));
                })
                .toList();
    }

    private static String location(Entry entry, Catalog.Table table) {
        return entry.location().orElseGet(() -> {
            StringBuilder location = new StringBuilder(table.location().replaceAll("/+$", ""));
            for (int i = 0; i < entry.values().size(); i++) {
                location.append('/')
                        .append(PartitionNames.folder(
                                table.partitionKeys().get(i).name(),
                                entry.values().get(i)));
            }
            return location.toString();
        });
    }
}
