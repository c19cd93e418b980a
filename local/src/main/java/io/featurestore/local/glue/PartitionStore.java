package io.featurestore.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.store.Documents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Stores the partitions of each table in one document `glue-partitions`. Thread-safe.
///
/// A partition often has the same storage descriptor as the others, with all columns of the table; so the
/// document holds each different descriptor once, without its location.
final class PartitionStore {
    private static final String KIND = "glue-partitions";
    private static final String VALUES = "Values";
    private static final String LOCATION = "Location";
    private static final String STORAGE = "Storage";
    private static final String OTHERS = "Others";

    private final Documents documents;
    private final Map<String, Known> cache = new HashMap<>();

    PartitionStore(Documents documents) {
        this.documents = documents;
    }

    /// A partition.
    ///
    /// @param values one value for each partition key
    /// @param location the place of its files; empty for the usual folder below the table's location
    /// @param storage its storage descriptor without the location; empty if it is the table's
    /// @param others its other members
    record Entry(List<String> values, Optional<String> location, Optional<ObjectNode> storage, ObjectNode others) {}

    /// The partitions of a table.
    ///
    /// @param entries the partitions by their values
    /// @param storages the different storage descriptors, each with the one object that stands for its equals
    private record Known(Map<List<String>, Entry> entries, Map<ObjectNode, ObjectNode> storages) {
        Entry interned(Entry entry) {
            return new Entry(
                    entry.values(),
                    entry.location(),
                    entry.storage().map(storage -> storages.computeIfAbsent(storage, same -> same)),
                    entry.others());
        }
    }

    /// Returns the partitions, in the order in which they were added.
    synchronized List<Entry> list(String table) {
        return List.copyOf(loaded(table).entries().values());
    }

    synchronized Optional<Entry> find(String table, List<String> values) {
        return Optional.ofNullable(loaded(table).entries().get(values));
    }

    /// Adds partitions in one write and returns the values of those that already existed.
    synchronized List<List<String>> add(String table, List<Entry> added) {
        Known known = loaded(table);
        List<List<String>> present = new ArrayList<>();
        for (Entry entry : added) {
            if (known.entries().putIfAbsent(entry.values(), known.interned(entry)) != null) {
                present.add(entry.values());
            }
        }
        if (present.size() < added.size()) {
            save(table, known);
        }
        return present;
    }

    /// Replaces a partition that exists. The caller has checked that its new values are free.
    synchronized void replace(String table, List<String> values, Entry entry) {
        Known known = loaded(table);
        if (!entry.values().equals(values)) {
            known.entries().remove(values);
        }
        known.entries().put(entry.values(), known.interned(entry));
        save(table, known);
    }

    /// Removes partitions in one write and returns the values of those that did not exist.
    synchronized List<List<String>> remove(String table, List<List<String>> removed) {
        Known known = loaded(table);
        List<List<String>> missing = new ArrayList<>();
        for (List<String> values : removed) {
            if (known.entries().remove(values) == null) {
                missing.add(values);
            }
        }
        if (missing.size() < removed.size()) {
            save(table, known);
        }
        return missing;
    }

    /// Removes all partitions of a table.
    synchronized void clear(String table) {
        cache.remove(table);
        documents.remove(KIND, table);
    }

    private Known loaded(String table) {
        return cache.computeIfAbsent(table, key -> {
            Known known = new Known(new LinkedHashMap<>(), new HashMap<>());
            documents.read(KIND, key).ifPresent(document -> {
                // Earlier versions wrote an array of the partitions' values.
                for (JsonNode partition : document.isArray() ? document : document.path("Partitions")) {
                    Entry entry = known.interned(entry(partition, document.path("Storages")));
                    known.entries().put(entry.values(), entry);
                }
            });
            return known;
        });
    }

    private static Entry entry(JsonNode partition, JsonNode storages) {
        JsonNode location = partition.path(LOCATION);
        JsonNode storage = partition.path(STORAGE);
        return new Entry(
                texts(partition.isArray() ? partition : partition.path(VALUES)),
                location.isTextual() ? Optional.of(location.asText()) : Optional.empty(),
                storage.isInt() ? Optional.of((ObjectNode) storages.get(storage.asInt())) : Optional.empty(),
                partition.path(OTHERS) instanceof ObjectNode others ? others : JsonNodeFactory.instance.objectNode());
    }

    private void save(String table, Known known) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode storages = document.putArray("Storages");
        ArrayNode partitions = document.putArray("Partitions");
        IdentityHashMap<ObjectNode, Integer> numbers = new IdentityHashMap<>();
        for (Entry entry : known.entries().values()) {
            ObjectNode partition = partitions.addObject();
            entry.values().forEach(partition.putArray(VALUES)::add);
            entry.location().ifPresent(location -> partition.put(LOCATION, location));
            entry.storage()
                    .ifPresent(storage -> partition.put(STORAGE, numbers.computeIfAbsent(storage, each -> {
                        storages.add(each);
                        return storages.size() - 1;
                    })));
            partition.set(OTHERS, entry.others());
        }
        documents.write(KIND, table, document);
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(value -> texts.add(value.asText()));
        return List.copyOf(texts);
    }
}
