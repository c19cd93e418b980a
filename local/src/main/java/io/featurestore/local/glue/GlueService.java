package io.featurestore.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.http.JsonService;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.store.Documents;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Serves the Glue data catalog: databases, tables and partitions. The errors are those of Glue:
/// `EntityNotFoundException`, `AlreadyExistsException`, `ConcurrentModificationException` and
/// `InvalidInputException`, with status 400.
public final class GlueService implements JsonService, Catalog {
    private final GlueStore store;

    /// Creates a catalog that stores its content in documents.
    public GlueService(Documents documents, Clock clock) {
        this.store = new GlueStore(documents, clock);
    }

    @Override
    public String targetPrefix() {
        return "AWSGlue";
    }

    @Override
    public String contentType() {
        return "application/x-amz-json-1.1";
    }

    @Override
    public JsonNode call(String operation, ObjectNode input) {
        return switch (operation) {
            case "CreateDatabase" -> makeDatabase(input);
            case "GetDatabase" -> wrap("Database", store.needDatabase(GlueInput.name(input, "Name")));
            case "GetDatabases" -> GlueInput.page(input, "DatabaseList", store.databases(), GlueInput.PAGE);
            case "DeleteDatabase" -> deleteDatabase(input);
            case "CreateTable" -> makeTable(input);
            case "UpdateTable" -> updateTable(input);
            case "GetTable" ->
                wrap("Table", store.needTable(GlueInput.name(input, "DatabaseName"), GlueInput.name(input, "Name")));
            case "GetTables" -> listTables(input);
            case "DeleteTable" -> deleteTable(input);
            default -> new PartitionCalls(store).call(operation, input);
        };
    }

    @Override
    public Optional<Table> table(String database, String name) {
        return store.table(TableJson.name(database), TableJson.name(name)).map(TableJson::read);
    }

    @Override
    public List<Table> tables() {
        return store.allTables().map(TableJson::read).toList();
    }

    @Override
    public void createDatabase(String name) {
        synchronized (store) {
            if (store.database(TableJson.name(name)).isEmpty()) {
                store.putDatabase(TableJson.name(name), JsonNodeFactory.instance.objectNode());
            }
        }
    }

    @Override
    public void createTable(Table table) {
        synchronized (store) {
            String database = TableJson.name(table.database());
            String name = TableJson.name(table.name());
            store.needDatabase(database);
            refuseKnown(database, name);
            store.putTable(database, name, TableJson.write(table, nothing()));
        }
    }

    @Override
    public void putTable(Table table) {
        synchronized (store) {
            String database = TableJson.name(table.database());
            String name = TableJson.name(table.name());
            ObjectNode before =
                    store.table(database, name).map(ObjectNode.class::cast).orElseGet(GlueService::nothing);
            store.putTable(database, name, TableJson.write(table, before));
        }
    }

    @Override
    public void replaceTable(Table table, String expectedVersion) {
        synchronized (store) {
            String database = TableJson.name(table.database());
            String name = TableJson.name(table.name());
            ObjectNode before = (ObjectNode) store.needTable(database, name);
            refuseOther(before, expectedVersion);
            store.putTable(database, name, TableJson.write(table, before));
        }
    }

    @Override
    public void removeTable(String database, String name) {
        store.removeTable(TableJson.name(database), TableJson.name(name));
    }

    @Override
    public List<Partition> partitions(String database, String table) {
        String base = TableJson.name(database);
        String name = TableJson.name(table);
        return store.table(base, name)
                .map(json -> PartitionJson.read(
                        TableJson.read(json), store.partitions().list(GlueStore.key(base, name))))
                .orElse(List.of());
    }

    @Override
    public void addPartitions(String database, String table, List<List<String>> values) {
        store.partitions()
                .add(
                        GlueStore.key(TableJson.name(database), TableJson.name(table)),
                        values.stream().map(PartitionJson::usual).toList());
    }

    private ObjectNode makeDatabase(ObjectNode input) {
        ObjectNode database = GlueInput.object(input, "DatabaseInput").deepCopy();
        String name = GlueInput.name(database, "Name");
        synchronized (store) {
            if (store.database(name).isPresent()) {
                throw GlueInput.alreadyExists("Database already exists.");
            }
            store.putDatabase(name, database);
        }
        return nothing();
    }

    private ObjectNode deleteDatabase(ObjectNode input) {
        String name = GlueInput.name(input, "Name");
        synchronized (store) {
            store.needDatabase(name);
            store.removeDatabase(name);
        }
        return nothing();
    }

    private ObjectNode makeTable(ObjectNode input) {
        String database = GlueInput.name(input, "DatabaseName");
        ObjectNode table = GlueInput.object(input, "TableInput").deepCopy();
        String name = GlueInput.name(table, "Name");
        synchronized (store) {
            store.needDatabase(database);
            refuseKnown(database, name);
            store.putTable(database, name, table);
        }
        return nothing();
    }

    private ObjectNode updateTable(ObjectNode input) {
        String database = GlueInput.name(input, "DatabaseName");
        ObjectNode table = GlueInput.object(input, "TableInput").deepCopy();
        String name = GlueInput.name(table, "Name");
        synchronized (store) {
            JsonNode before = store.needTable(database, name);
            if (input.hasNonNull("VersionId")) {
                refuseOther(before, input.path("VersionId").asText());
            }
            store.putTable(database, name, table);
        }
        return nothing();
    }

    private void refuseKnown(String database, String name) {
        if (store.table(database, name).isPresent()) {
            throw GlueInput.alreadyExists("Table already exists.");
        }
    }

    /// Refuses to update a table that has another version than the caller read.
    private static void refuseOther(JsonNode table, String version) {
        if (!TableJson.version(table).equals(version)) {
            throw new ServiceException(
                    400, "ConcurrentModificationException", "Update table failed due to concurrent modifications.");
        }
    }

    private ObjectNode deleteTable(ObjectNode input) {
        String database = GlueInput.name(input, "DatabaseName");
        String name = GlueInput.name(input, "Name");
        synchronized (store) {
            store.needTable(database, name);
            store.removeTable(database, name);
        }
        return nothing();
    }

    private ObjectNode listTables(ObjectNode input) {
        String database = GlueInput.name(input, "DatabaseName");
        store.needDatabase(database);
        Pattern wanted;
        try {
            wanted = Pattern.compile(input.path("Expression").asText(".*"), Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw GlueInput.invalid("Expression is no regular expression: " + e.getDescription());
        }
        return GlueInput.page(
                input,
                "TableList",
                store.tables(database).stream()
                        .filter(table ->
                                wanted.matcher(table.path("Name").asText()).matches())
                        .toList(),
                GlueInput.PAGE);
    }

    private static ObjectNode wrap(String member, JsonNode content) {
        return nothing().set(member, content);
    }

    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}
