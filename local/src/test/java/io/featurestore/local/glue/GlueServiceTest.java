package io.featurestore.local.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.http.ServiceException;
import io.featurestore.local.store.StoreFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlueServiceTest {
    private static final Catalog.Table TABLE = Catalog.Table.parquet(
            "db",
            "t",
            "s3://data/t",
            List.of(new Catalog.Column("id", "bigint"), new Catalog.Column("tags", "array<string>")),
            List.of(new Catalog.Column("year", "string"), new Catalog.Column("month", "string")));

    @TempDir
    Path folder;

    private StoreFolder store;
    private GlueService glue;

    @BeforeEach
    void open() throws IOException {
        store = StoreFolder.open(folder);
        glue = new GlueService(store.documents(), Clock.systemUTC());
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void showsATableOfThePortAsGluesJson() throws Exception {
        glue.createDatabase("db");
        glue.putTable(TABLE);

        JsonNode table =
                call("GetTable", "{\"DatabaseName\":\"DB\",\"Name\":\"T\"}").path("Table");

        assertThat(table.path("StorageDescriptor").path("Location").asText()).isEqualTo("s3://data/t");
        assertThat(table.path("StorageDescriptor").path("Columns").toString())
                .isEqualTo("[{\"Name\":\"id\",\"Type\":\"bigint\"},{\"Name\":\"tags\",\"Type\":\"array<string>\"}]");
        assertThat(table.path("StorageDescriptor")
                        .path("SerdeInfo")
                        .path("SerializationLibrary")
                        .asText())
                .isEqualTo("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe");
        assertThat(table.path("PartitionKeys").findValuesAsText("Name")).containsExactly("year", "month");
        assertThat(table.path("Parameters").path("classification").asText()).isEqualTo("parquet");
        assertThat(table.path("CreateTime").isNumber()).isTrue();
    }

    @Test
    void showsATableOfACallThroughThePort() throws Exception {
        call("CreateDatabase", "{\"DatabaseInput\":{\"Name\":\"Db\"}}");
        call("CreateTable", """
                {"DatabaseName":"db","TableInput":{"Name":"Ice","StorageDescriptor":{"Location":"s3://data/ice",
                "Columns":[{"Name":"Id","Type":"int"}]},"Parameters":{"table_type":"ICEBERG"}}}""");

        assertThat(glue.table("DB", "ICE"))
                .contains(new Catalog.Table(
                        "db",
                        "ice",
                        "",
                        new Catalog.Storage("s3://data/ice", List.of(new Catalog.Column("id", "int")), "", ""),
                        List.of(),
                        Map.of("table_type", "ICEBERG"),
                        "0"));
        assertThat(glue.table("db", "ice").orElseThrow().iceberg()).isTrue();
        assertThat(glue.tables()).hasSize(1);
    }

    @Test
    void remembersTablesAndPartitionsAfterARestart() throws Exception {
        glue.createDatabase("db");
        glue.putTable(TABLE);
        glue.addPartitions("db", "t", List.of(List.of("2026", "01")));
        glue.addPartitions("db", "t", List.of(List.of("2026", "01")));

        close();
        open();
        glue.addPartitions("db", "t", List.of(List.of("2026", "01")));

        assertThat(glue.table("db", "t")).contains(TABLE);
        JsonNode partitions = call("GetPartitions", "{\"DatabaseName\":\"db\",\"TableName\":\"t\"}")
                .path("Partitions");
        assertThat(partitions).hasSize(1);
        assertThat(partitions.path(0).path("StorageDescriptor").path("Location").asText())
                .isEqualTo("s3://data/t/year=2026/month=01");
    }

    @Test
    void pagesThroughPartitions() throws Exception {
        glue.createDatabase("db");
        glue.putTable(TABLE);
        for (int month = 1; month <= 5; month++) {
            glue.addPartitions("db", "t", List.of(List.of("2026", "0" + month)));
        }

        List<String> months = new ArrayList<>();
        ObjectNode input = object("{\"DatabaseName\":\"db\",\"TableName\":\"t\",\"MaxResults\":2}");
        boolean more = true;
        while (more) {
            JsonNode page = glue.call("GetPartitions", input);
            page.path("Partitions")
                    .forEach(p -> months.add(p.path("Values").path(1).asText()));
            more = page.has("NextToken");
            input.set("NextToken", page.path("NextToken"));
        }

        assertThat(months).containsExactly("01", "02", "03", "04", "05");
    }

    @Test
    void tellsWhichPartitionsOfABatchAreThere() throws Exception {
        glue.createDatabase("db");
        glue.putTable(TABLE);
        call(
                "CreatePartition",
                "{\"DatabaseName\":\"db\",\"TableName\":\"t\",\"PartitionInput\":{\"Values\":[\"2026\",\"01\"]}}");

        JsonNode errors = call("BatchCreatePartition", """
                                                       {"DatabaseName":"db","TableName":"t","PartitionInputList":[
                                                       {"Values":["2026","01"]},{"Values":["2026","02"]}]}""").path("Errors");

        assertThat(errors.toString())
                .isEqualTo(
                        "[{\"PartitionValues\":[\"2026\",\"01\"],\"ErrorDetail\":"
                                + "{\"ErrorCode\":\"AlreadyExistsException\",\"ErrorMessage\":\"Partition already exists.\"}}]");
        fails(
                "CreatePartition",
                "{\"DatabaseName\":\"db\",\"TableName\":\"t\",\"PartitionInput\":{\"Values\":[\"2026\",\"02\"]}}",
                "AlreadyExistsException");
        fails(
                "CreatePartition",
                "{\"DatabaseName\":\"db\",\"TableName\":\"t\",\"PartitionInput\":{\"Values\":[\"2026\"]}}",
                "InvalidInputException");
    }

    @Test
    void answersWithGluesErrors() throws Exception {
        fails("GetDatabase", "{\"Name\":\"no\"}", "EntityNotFoundException");
        fails("DeleteDatabase", "{\"Name\":\"no\"}", "EntityNotFoundException");
        fails("GetTable", "{\"DatabaseName\":\"no\",\"Name\":\"t\"}", "EntityNotFoundException");
        fails("CreateTable", "{\"DatabaseName\":\"no\",\"TableInput\":{\"Name\":\"t\"}}", "EntityNotFoundException");
        fails("CreateDatabase", "{\"DatabaseInput\":{\"Name\":\"\"}}", "InvalidInputException");
        fails("CreateDatabase", "{}", "InvalidInputException");
        fails("GetTables", "{\"DatabaseName\":\"no\"}", "EntityNotFoundException");
        fails("Nosuch", "{}", "UnknownOperationException");
        call("CreateDatabase", "{\"DatabaseInput\":{\"Name\":\"db\"}}");
        fails("CreateDatabase", "{\"DatabaseInput\":{\"Name\":\"db\"}}", "AlreadyExistsException");
        glue.putTable(TABLE);
        fails("CreateTable", "{\"DatabaseName\":\"db\",\"TableInput\":{\"Name\":\"t\"}}", "AlreadyExistsException");
        fails("GetTables", "{\"DatabaseName\":\"db\",\"Expression\":\"(\"}", "InvalidInputException");
        fails("GetTables", "{\"DatabaseName\":\"db\",\"NextToken\":\"!\"}", "InvalidInputException");
    }

    @Test
    void replacesListsAndRemovesTables() throws Exception {
        glue.createDatabase("db");
        glue.putTable(TABLE);
        call("UpdateTable", """
                {"DatabaseName":"db","TableInput":{"Name":"t","StorageDescriptor":{"Location":"s3://data/new"}}}""");
        assertThat(glue.table("db", "t").orElseThrow().location()).isEqualTo("s3://data/new");
        assertThat(call("GetTables", "{\"DatabaseName\":\"db\",\"Expression\":\"t.*\"}")
                        .path("TableList"))
                .hasSize(1);
        assertThat(call("GetTables", "{\"DatabaseName\":\"db\",\"Expression\":\"u.*\"}")
                        .path("TableList"))
                .isEmpty();
        assertThat(call("GetDatabases", "{}").path("DatabaseList").findValuesAsText("Name"))
                .containsExactly("db");

        call("DeleteTable", "{\"DatabaseName\":\"db\",\"Name\":\"t\"}");
        fails("DeleteTable", "{\"DatabaseName\":\"db\",\"Name\":\"t\"}", "EntityNotFoundException");

        glue.putTable(TABLE);
        call("DeleteDatabase", "{\"Name\":\"db\"}");
        assertThat(glue.tables()).isEmpty();
    }

    @Test
    void keepsWhatThePortDoesNotKnow() throws Exception {
        call("CreateDatabase", "{\"DatabaseInput\":{\"Name\":\"db\"}}");
        call("CreateTable", """
                {"DatabaseName":"db","TableInput":{"Name":"t","Owner":"me","StorageDescriptor":{"Location":"s3://data/t",
                "SerdeInfo":{"SerializationLibrary":"x","Parameters":{"a":"b"}},
                "Columns":[{"Name":"Id","Type":"int","Comment":"key"}]},"Parameters":{"k":"v"}}}""");
        Catalog.Table read = glue.table("db", "t").orElseThrow();

        glue.replaceTable(
                read.withColumns(List.of(read.columns().getFirst(), new Catalog.Column("v", "string")))
                        .withParameters(Map.of("k", "w")),
                read.version());

        JsonNode table =
                call("GetTable", "{\"DatabaseName\":\"db\",\"Name\":\"t\"}").path("Table");
        assertThat(table.path("Owner").asText()).isEqualTo("me");
        assertThat(table.path("VersionId").asText()).isEqualTo("1");
        assertThat(table.path("Parameters").toString()).isEqualTo("{\"k\":\"w\"}");
        assertThat(table.path("StorageDescriptor").path("SerdeInfo").toString())
                .isEqualTo("{\"SerializationLibrary\":\"x\",\"Parameters\":{\"a\":\"b\"}}");
        assertThat(table.path("StorageDescriptor").path("Columns").toString())
                .isEqualTo("[{\"Name\":\"Id\",\"Type\":\"int\",\"Comment\":\"key\"},"
                        + "{\"Name\":\"v\",\"Type\":\"string\"}]");
        assertThatThrownBy(() -> glue.replaceTable(read, read.version()))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo("ConcurrentModificationException"));
        assertThatThrownBy(() -> glue.createTable(read))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo("AlreadyExistsException"));
    }

    @Test
    void showsRegisteredPartitionsThroughThePort() throws Exception {
        glue.createDatabase("db");
        glue.putTable(TABLE);
        glue.addPartitions("db", "T", List.of(List.of("2026", "01")));
        call("CreatePartition", """
                {"DatabaseName":"db","TableName":"t","PartitionInput":{"Values":["2026","02"],
                "StorageDescriptor":{"Location":"s3://other/x","Columns":[{"Name":"id","Type":"int"}]}}}""");

        for (int time = 0; time < 2; time++) {
            assertThat(glue.partitions("DB", "t"))
                    .containsExactly(
                            new Catalog.Partition(
                                    List.of("2026", "01"),
                                    Catalog.Storage.parquet("s3://data/t/year=2026/month=01", TABLE.columns())),
                            new Catalog.Partition(
                                    List.of("2026", "02"),
                                    new Catalog.Storage(
                                            "s3://other/x", List.of(new Catalog.Column("id", "int")), "", "")));
            close();
            open();
        }
        assertThat(glue.partitions("db", "none")).isEmpty();
    }

    private JsonNode call(String operation, String input) throws IOException {
        return glue.call(operation, object(input));
    }

    private void fails(String operation, String input, String code) {
        assertThatThrownBy(() -> call(operation, input))
                .isInstanceOf(ServiceException.class)
                .satisfies(e -> {
                    assertThat(((ServiceException) e).code()).isEqualTo(code);
                    assertThat(((ServiceException) e).status()).isEqualTo(400);
                });
    }

    private static ObjectNode object(String json) throws IOException {
        return (ObjectNode) new JsonMapper().readTree(json);
    }
}
