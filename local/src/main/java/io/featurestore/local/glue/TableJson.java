package io.featurestore.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Converts tables to and from the JSON of Glue: docs.aws.amazon.com/glue/latest/webapi/API_Table.html.
final class TableJson {
    private static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.";

    private TableJson() {}

    static ObjectNode write(Catalog.Table table) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("Name", name(table.name()));
        json.put("DatabaseName", name(table.database()));
        json.put("TableType", "EXTERNAL_TABLE");
        json.set("StorageDescriptor", storage(table.location(), table.columns()));
        json.set("PartitionKeys", writeColumns(table.partitionKeys()));
        ObjectNode parameters =
                json.putObject("Parameters").put("EXTERNAL", "TRUE").put("classification", "parquet");
        if (table.iceberg()) {
            parameters.put("table_type", "ICEBERG");
        }
        return json;
    }

    static Catalog.Table read(JsonNode json) {
        JsonNode storage = json.path("StorageDescriptor");
        boolean iceberg = json.path("Parameters").path("table_type").asText("").equalsIgnoreCase("ICEBERG");
        return new Catalog.Table(
                json.path("DatabaseName").asText(),
                json.path("Name").asText(),
                storage.path("Location").asText(""),
                readColumns(storage.path("Columns")),
                readColumns(json.path("PartitionKeys")),
                iceberg);
    }

    /// Returns the storage descriptor of a table or of one of its partitions.
    static ObjectNode storage(String location, List<Catalog.Column> columns) {
        ObjectNode storage = JsonNodeFactory.instance.objectNode();
        storage.set("Columns", writeColumns(columns));
        storage.put("Location", location)
                .put("InputFormat", PARQUET + "MapredParquetInputFormat")
                .put("OutputFormat", PARQUET + "MapredParquetOutputFormat")
                .put("Compressed", false)
                .put("NumberOfBuckets", -1);
        storage.putObject("SerdeInfo")
                .put("SerializationLibrary", PARQUET + "serde.ParquetHiveSerDe")
                .putObject("Parameters")
                .put("serialization.format", "1");
        storage.put("StoredAsSubDirectories", false);
        return storage;
    }

    /// Returns a name in lower case, as the catalog stores it.
    static String name(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static JsonNode writeColumns(List<Catalog.Column> columns) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (Catalog.Column column : columns) {
            array.addObject().put("Name", name(column.name())).put("Type", column.type());
        }
        return array;
    }

    private static List<Catalog.Column> readColumns(JsonNode array) {
        List<Catalog.Column> columns = new ArrayList<>();
        for (JsonNode column : array) {
            columns.add(new Catalog.Column(
                    name(column.path("Name").asText()), column.path("Type").asText("string")));
        }
        return List.copyOf(columns);
    }
}
