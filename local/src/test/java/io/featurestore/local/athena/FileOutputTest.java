package io.featurestore.local.athena;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.glue.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checks the statements that write Parquet files or change the catalog.
class FileOutputTest {
    @TempDir
    Path folder;

    private AthenaBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new AthenaBench(folder);
        bench.table("t", "id bigint; name string; price decimal(10,2); at timestamp; tags array<string>", "");
        bench.object(
                "t/a.parquet",
                "SELECT range AS id, 'n' || range AS name, 1.5::DECIMAL(10,2) AS price, TIMESTAMP '2026-01-02 03:04:05.678' AS"
                        + " at, ['a', NULL] AS tags FROM range(300000)");
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    @Test
    void unloadsAResultAsFilesAndListsThem() throws Exception {
        JsonNode execution = bench.run("UNLOAD (SELECT *, id % 2 = 0 AS even FROM t WHERE id < 200000) TO"
                + " 's3://results/unloaded/x' WITH (format = 'PARQUET', compression = 'SNAPPY')");

        assertThat(execution.path("Status").path("State").asText()).isEqualTo("SUCCEEDED");
        assertThat(execution.path("StatementType").asText()).isEqualTo("DML");
        assertThat(execution.path("SubstatementType").asText()).isEqualTo("UNLOAD");
        String manifest =
                execution.path("Statistics").path("DataManifestLocation").asText();
        assertThat(manifest)
                .isEqualTo(
                        "s3://results/out/" + execution.path("QueryExecutionId").asText() + "-manifest.csv");
        List<String> files = Files.readAllLines(object(manifest));
        assertThat(files).isNotEmpty().allMatch(file -> file.startsWith("s3://results/unloaded/x/"));
        try (var found = Files.list(folder.resolve("buckets/buckets/results/unloaded/x"))) {
            assertThat(found).hasSize(files.size());
        }
        bench.glue()
                .putTable(Catalog.Table.parquet(
                        "db",
                        "u",
                        "s3://results/unloaded/x/",
                        List.of(
                                new Catalog.Column("id", "bigint"),
                                new Catalog.Column("price", "decimal(10,2)"),
                                new Catalog.Column("at", "timestamp"),
                                new Catalog.Column("tags", "array<string>"),
                                new Catalog.Column("even", "boolean")),
                        List.of()));
        assertThat(bench.csv("SELECT count(*), sum(id), count_if(even), min(price), max(at) FROM u"))
                .endsWith("\"200000\",\"19999900000\",\"100000\",\"1.50\",\"2026-01-02 03:04:05.678\"\n");
        assertThat(bench.csv("SELECT tags FROM u WHERE id = 7")).endsWith("\"[a, null]\"\n");
        assertThat(bench.ofQuery(
                                "GetQueryResults",
                                execution.path("QueryExecutionId").asText())
                        .path("ResultSet")
                        .path("Rows"))
                .isEmpty();
    }

    private Path object(String uri) {
        return folder.resolve("buckets/buckets").resolve(uri.substring("s3://".length()));
    }

    @Test
    void createsATableFromAQuery() throws Exception {
        JsonNode execution = bench.run("CREATE TABLE db.made WITH (format = 'PARQUET', external_location ="
                + " 's3://results/made/', write_compression = 'ZSTD') AS SELECT id, name AS \"Name\", price, tags,"
                + " CAST(ROW(1, 'x') AS ROW(a INTEGER, b VARCHAR)) AS r FROM t WHERE id < 10");

        assertThat(execution.path("Status").toString()).contains("SUCCEEDED");
        assertThat(execution.path("SubstatementType").asText()).isEqualTo("CREATE_TABLE_AS_SELECT");
        Catalog.Table table = bench.glue().table("db", "made").orElseThrow();
        assertThat(table.columns())
                .containsExactly(
                        new Catalog.Column("id", "bigint"),
                        new Catalog.Column("name", "string"),
                        new Catalog.Column("price", "decimal(10,2)"),
                        new Catalog.Column("tags", "array<string>"),
                        new Catalog.Column("r", "struct<a:int,b:string>"));
        assertThat(table.location()).isEqualTo("s3://results/made/");
        assertThat(bench.csv("SELECT count(*), max(name), max(r.b) FROM made")).endsWith("\"10\",\"n9\",\"x\"\n");
        assertThat(bench.csv("CREATE TABLE made AS SELECT 1 AS a"))
                .isEqualTo(
                        "FAILED TABLE_ALREADY_EXISTS: line 1:1: Destination table 'awsdatacatalog.db.made' already exists");
        assertThat(bench.csv("CREATE TABLE other WITH (external_location = 's3://results/made/') AS SELECT 1 AS a"))
                .isEqualTo("FAILED HIVE_PATH_ALREADY_EXISTS: Target directory for table 'db.other' already exists:"
                        + " s3://results/made/");
        assertThat(bench.glue().table("db", "other")).isEmpty();

        bench.run("CREATE TABLE IF NOT EXISTS made AS SELECT 1 AS a");
        assertThat(bench.glue().table("db", "made")).contains(table);
        assertThat(bench.csv("DROP TABLE `made`")).isEmpty();
        assertThat(bench.csv("SELECT 1 FROM made")).startsWith("FAILED TABLE_NOT_FOUND");
        assertThat(bench.csv("DROP TABLE made")).startsWith("FAILED FAILED: SemanticException");
        assertThat(bench.csv("DROP TABLE IF EXISTS made")).isEmpty();
        assertThat(folder.resolve("buckets/buckets/results/made")).isNotEmptyDirectory();
    }

    @Test
    void createsATableWithItsResultBesideTheOthers() throws Exception {
        JsonNode execution = bench.run("CREATE TABLE made AS SELECT id FROM t WHERE id < 10");

        String id = execution.path("QueryExecutionId").asText();
        assertThat(execution.path("ResultConfiguration").path("OutputLocation").asText())
                .isEqualTo("s3://results/out/tables/" + id);
        assertThat(bench.glue().table("db", "made").orElseThrow().location())
                .isEqualTo("s3://results/out/tables/" + id + "/");
        assertThat(bench.csv("SELECT sum(id) FROM made")).endsWith("\"45\"\n");
    }

    @Test
    void createsAnExternalTable() throws Exception {
        String ddl = """
                CREATE EXTERNAL TABLE IF NOT EXISTS parts (`Id` bigint, price decimal(10, 2) COMMENT 'it''s', m map<string,array<int>>)
                COMMENT 'a table' PARTITIONED BY (year string, month int) STORED AS PARQUET LOCATION 's3://data/parts/'
                TBLPROPERTIES ('projection.enabled'='true', "projection.year.type"="enum", 'projection.year.values'='2026',
                'projection.month.type'='integer', 'projection.month.range'='1,12');""";
        assertThat(bench.csv(ddl)).isEmpty();
        Catalog.Table table = bench.glue().table("db", "parts").orElseThrow();
        assertThat(table.columns())
                .containsExactly(
                        new Catalog.Column("id", "bigint"),
                        new Catalog.Column("price", "decimal(10,2)"),
                        new Catalog.Column("m", "map<string,array<int>>"));
        assertThat(table.partitionKeys())
                .containsExactly(new Catalog.Column("year", "string"), new Catalog.Column("month", "int"));
        assertThat(table.parameters())
                .containsEntry("projection.year.values", "2026")
                .containsEntry("comment", "a table");
        bench.object("parts/year=2026/month=7/a.parquet", "SELECT 1::BIGINT AS id, MAP {'k': [1, 2]} AS m");
        assertThat(bench.csv("SELECT id, m['k'], year, month FROM parts"))
                .endsWith("\"1\",\"[1, 2]\",\"2026\",\"7\"\n");
        assertThat(bench.csv(ddl)).isEmpty();
        assertThat(bench.csv(ddl.replace("IF NOT EXISTS ", ""))).startsWith("FAILED FAILED: Execution Error");
        assertThat(bench.csv("CREATE EXTERNAL TABLE x (id bigint) STORED AS ORC LOCATION 's3://data/x/'"))
                .startsWith("FAILED FAILED: ParseException");
        assertThat(bench.csv("CREATE EXTERNAL TABLE x (id thing) STORED AS PARQUET LOCATION 's3://data/x/'"))
                .startsWith("FAILED HIVE_UNSUPPORTED_FORMAT");
    }
}
