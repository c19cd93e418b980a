package io.featurestore.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.store.Documents;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Stores databases and tables as documents `glue-databases` and `glue-tables`; [PartitionStore] stores the
/// partitions. Callers give names in lower case.
final class GlueStore {
    private static final String DATABASES = "glue-databases";
    private static final String TABLES = "glue-tables";

    private final Documents documents;
    private final Clock clock;

    private final PartitionStore partitions;

    GlueStore(Documents documents, Clock clock) {
        this.documents = documents;
        this.clock = clock;
        this.partitions = new PartitionStore(documents);
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

    /// Creates or replaces a table. A replaced table keeps its creation time, and its version becomes the next
    /// one.
    synchronized void putTable(String database, String name, ObjectNode table) {
        Optional<JsonNode> before = table(database, name);
        table.put("Name", name).put("DatabaseName", database).put("UpdateTime", now());
        table.set(
                "CreateTime", before.map(t -> t.path("CreateTime")).orElse(JsonNodeFactory.instance.numberNode(now())));
        table.put(
                "VersionId",
                before.map(t -> Long.toString(Long.parseLong(TableJson.version(t)) + 1))
                        .orElse(Catalog.Table.FIRST_VERSION));
        documents.write(TABLES, key(database, name), table);
    }

    synchronized void removeTable(String database, String name) {
        partitions.clear(key(database, name));
        documents.remove(TABLES, key(database, name));
    }

    PartitionStore partitions() {
        return partitions;
    }

    JsonNode needDatabase(String name) {
        return database(name).orElseThrow(() -> GlueInput.notFound("Database " + name + " not found."));
    }

    JsonNode needTable(String database, String name) {
        return table(database, name)
                .orElseThrow(() -> GlueInput.notFound(
                        database(database).isPresent()
                                ? "Table " + name + " not found."
                                : "Database " + database + " not found."));
    }

    /// Joins two names with a line feed, which no name in Glue contains.
    static String key(String database, String name) {
        return database + "\n" + name;
    }

    double now() {
        return clock.millis() / 1000.0;
    }
}
