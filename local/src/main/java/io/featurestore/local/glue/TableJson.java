package io.featurestore.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Converts tables to and from the JSON of Glue: docs.aws.amazon.com/glue/latest/webapi/API_Table.html.
final class TableJson {
    private static final String STORAGE = "StorageDescriptor";
    private static final String SERDE = "SerdeInfo";

    private TableJson() {}

    /// Returns the JSON of a table.
    ///
    /// @param before the JSON of the table so far, whose other members stay; empty for a new table
    static ObjectNode write(Catalog.Table table, ObjectNode before) {
        ObjectNode json = before.deepCopy();
        json.put("Name", name(table.name()));
        json.put("DatabaseName", name(table.database()));
        json.put("TableType", table.type());
        JsonNode old = before.path(STORAGE);
        json.set(STORAGE, storage(table.storage(), old.isObject() ? (ObjectNode) old : usualStorage(table.storage())));
        json.set("PartitionKeys", writeColumns(table.partitionKeys(), before.path("PartitionKeys")));
        ObjectNode parameters = json.putObject("Parameters");
        new TreeMap<>(table.parameters()).forEach(parameters::put);
        return json;
    }

    static Catalog.Table read(JsonNode json) {
        return new Catalog.Table(
                json.path("DatabaseName").asText(),
                json.path("Name").asText(),
                json.path("TableType").asText(""),
                readStorage(json.path(STORAGE)),
                readColumns(json.path("PartitionKeys")),
                parameters(json),
                version(json));
    }

    private static Map<String, String> parameters(JsonNode json) {
        Map<String, String> parameters = new TreeMap<>();
        json.path("Parameters")
                .properties()
                .forEach(parameter ->
                        parameters.put(parameter.getKey(), parameter.getValue().asText()));
        return parameters;
    }

    static String version(JsonNode json) {
        return json.path("VersionId").asText(Catalog.Table.FIRST_VERSION);
    }

    static Catalog.Storage readStorage(JsonNode storage) {
        return new Catalog.Storage(
                storage.path("Location").asText(""),
                readColumns(storage.path("Columns")),
                storage.path("InputFormat").asText(""),
                storage.path(SERDE).path("SerializationLibrary").asText(""));
    }

    /// Returns what the catalog says of new files. It says nothing of those of an Iceberg table, which no class of Hive
    /// reads.
    private static ObjectNode usualStorage(Catalog.Storage described) {
        ObjectNode storage = JsonNodeFactory.instance.objectNode();
        if (described.serde().isEmpty()) {
            return storage;
        }
        storage.put("OutputFormat", Catalog.Storage.PARQUET_OUTPUT)
                .put("Compressed", false)
                .put("NumberOfBuckets", -1)
                .put("StoredAsSubDirectories", false)
                .putObject(SERDE)
                .putObject("Parameters")
                .put("serialization.format", "1");
        return storage;
    }

    private static ObjectNode storage(Catalog.Storage storage, ObjectNode before) {
        ObjectNode json = before.deepCopy();
        json.set("Columns", writeColumns(storage.columns(), before.path("Columns")));
        json.put("Location", storage.location());
        if (!storage.serde().isEmpty()) {
            json.put("InputFormat", storage.inputFormat());
            json.withObject("/" + SERDE).put("SerializationLibrary", storage.serde());
        }
        return json;
    }

    /// Returns a name in lower case, as the catalog stores it.
    static String name(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// Writes columns. A column that the JSON so far has with the same type keeps its comment and parameters.
    private static ArrayNode writeColumns(List<Catalog.Column> columns, JsonNode before) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Catalog.Column column : columns) {
            ObjectNode written = JsonNodeFactory.instance
                    .objectNode()
                    .put("Name", name(column.name()))
                    .put("Type", column.type());
            for (JsonNode old : before) {
                Catalog.Column known = readColumn(old);
                if (known.name().equals(name(column.name())) && known.type().equals(column.type())) {
                    written = old.deepCopy();
                }
            }
            if (!column.parameters().isEmpty()) {
                ObjectNode parameters = written.putObject("Parameters");
                new TreeMap<>(column.parameters()).forEach(parameters::put);
            }
            array.add(written);
        }
        return array;
    }

    private static List<Catalog.Column> readColumns(JsonNode array) {
        List<Catalog.Column> columns = new ArrayList<>();
        array.forEach(column -> columns.add(readColumn(column)));
        return List.copyOf(columns);
    }

    private static Catalog.Column readColumn(JsonNode column) {
        return new Catalog.Column(
                name(column.path("Name").asText()), column.path("Type").asText("string"), parameters(column));
    }
}
