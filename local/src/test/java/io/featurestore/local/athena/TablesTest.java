package io.featurestore.local.athena;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checks how files become tables, and which bytes a query counts.
class TablesTest {
    @TempDir
    Path folder;

    private AthenaBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new AthenaBench(folder);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    @Test
    void readsDeclaredColumnsAloneCastToTheirTypes() throws Exception {
        bench.table("t", "id bigint; added string; price decimal(10,2)", "");
        bench.object("t/a.parquet", "SELECT 1::INTEGER AS ID, 'x' AS hidden, 1.5::DECIMAL(4,2) AS price");
        bench.object("t/b.parquet", "SELECT 2::BIGINT AS id, 'new' AS added, 2::DECIMAL(18,1) AS price");

        assertThat(bench.csv("SELECT * FROM T ORDER BY id"))
                .isEqualTo("\"id\",\"added\",\"price\"\n\"1\",,\"1.50\"\n\"2\",\"new\",\"2.00\"\n");
    }

    @Test
    void givesATableWithoutFilesItsTypes() throws Exception {
        bench.table("t", "id bigint; tags array<struct<a:int,b:map<string,double>>>", "year string");

        assertThat(bench.csv("SELECT * FROM t")).isEqualTo("\"id\",\"tags\",\"year\"\n");
        assertThat(bench.csv("SELECT count(*), sum(id), max(tags[1].a) FROM t WHERE year = '2026'"))
                .endsWith("\"0\",,\n");
    }

    @Test
    void takesPartitionColumnsFromRegisteredPartitions() throws Exception {
        bench.table("t", "id bigint", "year string; month string");
        bench.partition("t", "2026", "01");
        bench.partition("t", "2026", "02");
        bench.partition("t", "2026", "03");
        bench.object("t/year=2026/month=01/a.parquet", "SELECT 1::BIGINT AS id");
        bench.object("t/year=2026/month=02/a.parquet", "SELECT 2::BIGINT AS id");
        bench.object("t/year=2026/month=04/a.parquet", "SELECT 6::BIGINT AS id");
        bench.object("t/astray.parquet", "SELECT 3::BIGINT AS id");
        bench.object("t/year=2026/month=03/_hidden.parquet", "SELECT 4::BIGINT AS id");
        bench.object("tail/year=2026/month=03/a.parquet", "SELECT 5::BIGINT AS id");

        assertThat(bench.csv("SELECT * FROM t ORDER BY month DESC"))
                .isEqualTo("\"id\",\"year\",\"month\"\n\"2\",\"2026\",\"02\"\n\"1\",\"2026\",\"01\"\n");
        assertThat(bench.csv("SELECT id FROM t WHERE month = '01'")).isEqualTo("\"id\"\n\"1\"\n");
    }

    @Test
    void countsTheColumnsThatAreReadAlone() throws Exception {
        bench.table("t", "id bigint; name string; tags array<string>", "");
        bench.object(
                "t/a.parquet",
                "SELECT range AS id, md5(range::VARCHAR) AS name, [md5(range::VARCHAR)] AS tags" + " FROM range(1000)");

        long all = scanned("SELECT * FROM t");
        long id = scanned("SELECT id FROM t");
        long name = scanned("SELECT name FROM t");
        long tags = scanned("SELECT tags FROM t");

        assertThat(id).isPositive();
        assertThat(name).isGreaterThan(id);
        assertThat(id + name + tags).isEqualTo(all);
        assertThat(scanned("SELECT id FROM (SELECT * FROM t)")).isEqualTo(id);
        assertThat(scanned("SELECT id FROM t WHERE name < '8'")).isEqualTo(id + name);
        assertThat(scanned("SELECT count(*) FROM t")).isZero();
        assertThat(scanned("SELECT a.id FROM t a JOIN t b ON a.id = b.id")).isEqualTo(2 * id);
    }

    @Test
    void countsTheFilesThatSurviveThePartitionFilterAlone() throws Exception {
        bench.table("t", "id bigint", "year string; month string");
        bench.partition("t", "2026", "01");
        bench.partition("t", "2026", "02");
        bench.partition("t", "2025", "12");
        bench.object("t/year=2026/month=01/a.parquet", "SELECT range AS id FROM range(1000)");
        bench.object("t/year=2026/month=02/a.parquet", "SELECT range AS id FROM range(3000)");
        bench.object("t/year=2025/month=12/a.parquet", "SELECT range AS id FROM range(5000)");

        long all = scanned("SELECT id FROM t");
        long january = scanned("SELECT id FROM t WHERE year = '2026' AND month = '01'");
        long february = scanned("SELECT id FROM t WHERE year = '2026' AND month > '01'");
        long last = scanned("SELECT id FROM t WHERE year < '2026'");

        assertThat(january).isPositive();
        assertThat(january + february + last).isEqualTo(all);
        assertThat(inputRows("SELECT id FROM t WHERE month IN ('01', '02')")).isEqualTo(4000);
        assertThat(scanned("SELECT id FROM t WHERE year = '1999'")).isZero();
    }

    @Test
    void findsNoFileThatACallerNames() throws Exception {
        Path secret = folder.resolve("secret.csv");
        Files.writeString(secret, "a\n1\n");

        assertThat(bench.csv("SELECT * FROM \"" + secret + "\"")).startsWith("FAILED TABLE_NOT_FOUND");
        assertThat(bench.csv("SELECT * FROM read_csv")).startsWith("FAILED TABLE_NOT_FOUND");
    }

    private long scanned(String sql) throws InterruptedException {
        JsonNode execution = bench.run(sql);
        assertThat(execution.path("Status").path("State").asText()).isEqualTo("SUCCEEDED");
        return execution.path("Statistics").path("DataScannedInBytes").asLong();
    }

    private long inputRows(String sql) throws InterruptedException {
        String id = bench.startQuery(AthenaBench.start(sql));
        bench.ended(id);
        return bench.ofQuery("GetQueryRuntimeStatistics", id)
                .path("QueryRuntimeStatistics")
                .path("Rows")
                .path("InputRows")
                .asLong();
    }
}
