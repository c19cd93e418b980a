package io.featurestore.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.http.JsonService;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.store.Documents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Serves the Glue data catalog: databases, tables and partitions. The errors are those of Glue:
/// `EntityNotFoundException`, `AlreadyExistsException` and `InvalidInputException`, with status 400.
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
            case "GetDatabase" -> wrap("Database", needDatabase(GlueInput.name(input, "Name")));
            case "GetDatabases" -> GlueInput.page(input, "DatabaseList", store.databases(), GlueInput.PAGE);
            case "DeleteDatabase" -> deleteDatabase(input);
            case "CreateTable" -> makeTable(input);
            case "UpdateTable" -> updateTable(input);
            case "GetTable" ->
                wrap("Table", needTable(GlueInput.name(input, "DatabaseName"), GlueInput.name(input, "Name")));
            case "GetTables" -> listTables(input);
            case "DeleteTable" -> deleteTable(input);
            case "CreatePartition" -> makePartition(input);
            case "BatchCreatePartition" -> makePartitions(input);
            case "GetPartitions" -> listPartitions(input);
            default ->
                throw new ServiceException(
                        400, "UnknownOperationException", "Glue's " + operation + " is not served here");
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
    public void putTable(Table table) {
        store.putTable(TableJson.name(table.database()), TableJson.name(table.name()), TableJson.write(table));
    }

    @Override
    public void removeTable(String database, String name) {
        store.removeTable(TableJson.name(database), TableJson.name(name));
    }

    @Override
    public void addPartition(String database, String table, List<String> values) {
        store.addPartitions(TableJson.name(database), TableJson.name(table), List.of(values));
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
            needDatabase(name);
            store.removeDatabase(name);
        }
        return nothing();
    }

    private ObjectNode makeTable(ObjectNode input) {
        String database = GlueInput.name(input, "DatabaseName");
        ObjectNode table = GlueInput.object(input, "TableInput").deepCopy();
        String name = GlueInput.name(table, "Name");
        synchronized (store) {
            needDatabase(database);
            if (store.table(database, name).isPresent()) {
                throw GlueInput.alreadyExists("Table already exists.");
            }
            store.putTable(database, name, table);
        }
        return nothing();
    }

    private ObjectNode updateTable(ObjectNode input) {
        String database = GlueInput.name(input, "DatabaseName");
        ObjectNode table = GlueInput.object(input, "TableInput").deepCopy();
        String name = GlueInput.name(table, "Name");
        synchronized (store) {
            needTable(database, name);
            store.putTable(database, name, table);
        }
        return nothing();
    }

    private ObjectNode deleteTable(ObjectNode input) {
        String database = GlueInput.name(input, "DatabaseName");
        String name = GlueInput.name(input, "Name");
        synchronized (store) {
            needTable(database, name);
            store.removeTable(database, name);
        }
        return nothing();
    }

    private ObjectNode listTables(ObjectNode input) {
        String database = GlueInput.name(input, "DatabaseName");
        needDatabase(database);
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

    private ObjectNode makePartition(ObjectNode input) {
        JsonNode table = tableOfPartitions(input);
        List<String> values = values(table, GlueInput.object(input, "PartitionInput"));
        if (!addPartitions(table, List.of(values)).isEmpty()) {
            throw GlueInput.alreadyExists("Partition already exists.");
        }
        return nothing();
    }

    private ObjectNode makePartitions(ObjectNode input) {
        JsonNode table = tableOfPartitions(input);
        List<List<String>> added = new ArrayList<>();
        if (input.path("PartitionInputList").size() > GlueInput.BATCH) {
            throw GlueInput.invalid("PartitionInputList must have 0 to " + GlueInput.BATCH + " partitions");
        }
        for (JsonNode partition : input.path("PartitionInputList")) {
            added.add(values(table, partition));
        }
        ObjectNode answer = nothing();
        ArrayNode errors = answer.putArray("Errors");
        for (List<String> values : addPartitions(table, added)) {
            ObjectNode error = errors.addObject();
            values.forEach(error.putArray("PartitionValues")::add);
            error.putObject("ErrorDetail")
                    .put("ErrorCode", "AlreadyExistsException")
                    .put("ErrorMessage", "Partition already exists.");
        }
        return answer;
    }

    private ObjectNode listPartitions(ObjectNode input) {
        JsonNode table = tableOfPartitions(input);
        Table read = TableJson.read(table);
        PartitionFilter filter = PartitionFilter.parse(input.path("Expression").asText(""), read.partitionKeys());
        List<JsonNode> partitions = new ArrayList<>();
        for (List<String> values : store.partitions(read.database(), read.name())) {
            if (!filter.keeps(values)) {
                continue;
            }
            StringBuilder location = new StringBuilder(read.location().replaceAll("/+$", ""));
            for (int i = 0; i < values.size(); i++) {
                location.append('/')
                        .append(read.partitionKeys().get(i).name())
                        .append('=')
                        .append(values.get(i));
            }
            ObjectNode partition =
                    nothing().put("DatabaseName", read.database()).put("TableName", read.name());
            values.forEach(partition.putArray("Values")::add);
            partition.set(
                    "StorageDescriptor",
                    TableJson.storage(
                            location.toString(),
                            input.path("ExcludeColumnSchema").asBoolean(false) ? List.of() : read.columns()));
            partitions.add(partition);
        }
        return GlueInput.page(input, "Partitions", partitions, GlueInput.PARTITIONS_PAGE);
    }

    private List<List<String>> addPartitions(JsonNode table, List<List<String>> added) {
        return store.addPartitions(
                table.path("DatabaseName").asText(), table.path("Name").asText(), added);
    }

    private static List<String> values(JsonNode table, JsonNode partition) {
        List<String> values = GlueStore.texts(partition.path("Values"));
        if (values.size() != table.path("PartitionKeys").size()) {
            throw GlueInput.invalid("The number of partition keys do not match the number of partition values");
        }
        return values;
    }

    private JsonNode tableOfPartitions(ObjectNode input) {
        return needTable(GlueInput.name(input, "DatabaseName"), GlueInput.name(input, "TableName"));
    }

    private JsonNode needDatabase(String name) {
        return store.database(name).orElseThrow(() -> GlueInput.notFound("Database " + name + " not found."));
    }

    private JsonNode needTable(String database, String name) {
        return store.table(database, name)
                .orElseThrow(() -> GlueInput.notFound(
                        store.database(database).isPresent()
                                ? "Table " + name + " not found."
                                : "Database " + database + " not found."));
    }

    private static ObjectNode wrap(String member, JsonNode content) {
        return nothing().set(member, content);
    }

    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}
