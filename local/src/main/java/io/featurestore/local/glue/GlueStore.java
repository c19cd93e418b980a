package io.featurestore.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.store.Documents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Stores databases, tables and partitions as documents: `glue-databases`, `glue-tables`, and `glue-partitions`
/// with one document for all partitions of a table. Callers give names in lower case.
final class GlueStore {
    private static final String DATABASES = "glue-databases";
    private static final String TABLES = "glue-tables";
    private static final String PARTITIONS = "glue-partitions";

    private final Documents documents;
    private final Clock clock;

    /// Caches the partitions per table, because each written record registers its partition.
    private final Map<String, Set<List<String>>> partitions = new HashMap<>();

    GlueStore(Documents documents, Clock clock) {
        this.documents = documents;
        this.clock = clock;
    }

    Optional<JsonNode> database(String name) {
        return documents.read(DATABASES, name);
    }

    List<JsonNode> databases() {
        return documents.list(DATABASES).map(Documents.Document::content).toList();
    }

    synchronized void putDatabase(String name, ObjectNode database) {
        database.put("Name", name).put("CreateTime", now());
        documents.write(DATABASES, name, database);
    }

    /// Removes a database with its tables, as Glue does.
    synchronized void removeDatabase(String name) {
        for (JsonNode table : tables(name)) {
            removeTable(name, table.path("Name").asText());
        }
        documents.remove(DATABASES, name);
    }

    Optional<JsonNode> table(String database, String name) {
        return documents.read(TABLES, key(database, name));
    }

    /// Returns all tables of a database, ordered by name.
    List<JsonNode> tables(String database) {
        return allTables()
                .filter(t -> t.path("DatabaseName").asText().equals(database))
                .toList();
    }

    Stream<JsonNode> allTables() {
        return documents.list(TABLES).map(Documents.Document::content);
    }

    /// Creates or replaces a table. A replaced table keeps its creation time.
    synchronized void putTable(String database, String name, ObjectNode table) {
        JsonNode created =
                table(database, name).map(t -> t.path("CreateTime")).orElse(JsonNodeFactory.instance.numberNode(now()));
        table.put("Name", name).put("DatabaseName", database).put("UpdateTime", now());
        table.set("CreateTime", created);
        documents.write(TABLES, key(database, name), table);
    }

    synchronized void removeTable(String database, String name) {
        partitions.remove(key(database, name));
        documents.remove(PARTITIONS, key(database, name));
        documents.remove(TABLES, key(database, name));
    }

    /// Returns the values of each partition, in the order they were added.
    synchronized List<List<String>> partitions(String database, String table) {
        return List.copyOf(loaded(key(database, table)));
    }

    /// Adds partitions in one write and returns those that already existed.
    synchronized List<List<String>> addPartitions(String database, String table, List<List<String>> added) {
        String key = key(database, table);
        Set<List<String>> known = loaded(key);
        List<List<String>> present = new ArrayList<>();
        for (List<String> values : added) {
            if (!known.add(List.copyOf(values))) {
                present.add(values);
            }
        }
        if (present.size() < added.size()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            known.forEach(values -> values.forEach(all.addArray()::add));
            documents.write(PARTITIONS, key, all);
        }
        return present;
    }

    private Set<List<String>> loaded(String key) {
        return partitions.computeIfAbsent(key, k -> {
            Set<List<String>> known = new LinkedHashSet<>();
            documents.read(PARTITIONS, k).ifPresent(all -> all.forEach(values -> known.add(texts(values))));
            return known;
        });
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(value -> texts.add(value.asText()));
        return List.copyOf(texts);
    }

    /// Joins two names with a line feed, which no name in Glue contains.
    private static String key(String database, String name) {
        return database + "\n" + name;
    }

    private double now() {
        return clock.millis() / 1000.0;
    }
}
