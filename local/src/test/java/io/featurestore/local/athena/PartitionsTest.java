package io.featurestore.local.athena;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checks which files belong to a table and which of them a query reads.
class PartitionsTest {
    private static final Map<String, String> HOURS = Map.of(
            "projection.enabled", "true",
            "projection.year.type", "integer",
            "projection.year.range", "1900,2200",
            "projection.year.digits", "4",
            "projection.hour.type", "integer",
            "projection.hour.range", "0,23",
            "projection.hour.digits", "2");

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
    void readsRegisteredPartitionsWhereverTheyAre() throws Exception {
        bench.table("t", "id bigint", "day string");
        bench.partition("t", "usual");
        register("far", "s3://data/elsewhere/x");
        register("odd", "s3://data/t/not-by-name/%41 b[c]*/");
        register("nested", "s3://data/t/not-by-name");
        register("none", "s3://data/nothing/here/");
        register("__HIVE_DEFAULT_PARTITION__", "s3://data/t/null");
        bench.object("t/day=usual/a.parquet", "SELECT 1::BIGINT AS id");
        bench.object("t/day=usual/sub/deep/a.parquet", "SELECT 2::BIGINT AS id");
        bench.object("t/day=usual/.hidden/a.parquet", "SELECT 90::BIGINT AS id");
        bench.object("t/day=usual/_temporary/a.parquet", "SELECT 91::BIGINT AS id");
        bench.text("t/day=usual/empty.parquet", "");
        bench.object("t/day=unregistered/a.parquet", "SELECT 92::BIGINT AS id");
        bench.object("elsewhere/x/a.parquet", "SELECT 3::BIGINT AS id");
        bench.object("elsewhere/xy/a.parquet", "SELECT 93::BIGINT AS id");
        bench.object("t/not-by-name/%41 b[c]*/a.parquet", "SELECT 4::BIGINT AS id");
        bench.object("t/null/day=lies/a.parquet", "SELECT 5::BIGINT AS id");

        assertThat(bench.csv("SELECT id, day FROM t ORDER BY id, day"))
                .isEqualTo("\"id\",\"day\"\n\"1\",\"usual\"\n\"2\",\"usual\"\n\"3\",\"far\"\n\"4\",\"nested\"\n"
                        + "\"4\",\"odd\"\n\"5\",\n");
        assertThat(bench.csv("SELECT id FROM t WHERE day IS NULL")).isEqualTo("\"id\"\n\"5\"\n");
    }

    private void register(String value, String location) throws IOException {
        bench.glue().call("CreatePartition", (ObjectNode) new JsonMapper().readTree("""
                        {"DatabaseName":"db","TableName":"t","PartitionInput":{"Values":["%s"],
                        "StorageDescriptor":{"Location":"%s"}}}""".formatted(value, location)));
    }

    @Test
    void takesOddValuesAsTheyAre() throws Exception {
        String odd = "é'\"%2F=+ 한국어 ".repeat(12) + "end";
        bench.table("t", "id bigint", "a string; b string");
        bench.glue().addPartitions("db", "t", List.of(List.of(odd, "n"), List.of("x", "")));
        bench.glue().partitions("db", "t");
        register2(odd, "n", "s3://data/p1");
        bench.object("p1/a.parquet", "SELECT 1::BIGINT AS id");

        assertThat(bench.csv("SELECT id, length(a), b FROM t WHERE a LIKE 'é''%end'"))
                .isEqualTo("\"id\",\"_col1\",\"b\"\n\"1\",\"" + odd.length() + "\",\"n\"\n");
    }

    private void register2(String a, String b, String location) throws IOException {
        ObjectNode input =
                new JsonMapper().createObjectNode().put("DatabaseName", "db").put("TableName", "t");
        input.putArray("PartitionValueList").add(a).add(b);
        ObjectNode partition = input.putObject("PartitionInput");
        partition.putArray("Values").add(a).add(b);
        partition.putObject("StorageDescriptor").put("Location", location);
        bench.glue().call("UpdatePartition", input);
    }

    @Test
    void readsThePartitionKeysInTheirTypes() throws Exception {
        bench.table("t", "id bigint", "n int; d date; s timestamp; c char(3); m decimal(5,2)");
        bench.partition("t", "7", "2026-01-02", "2026-01-02 03:04:05.6", "a", "1.5");
        bench.object("t/n=7/d=2026-01-02/s=2026-01-02 03%3A04%3A05.6/c=a/m=1.5/a.parquet", "SELECT 1::BIGINT AS id");

        assertThat(bench.csv("SELECT n + 1 AS n, d, s, c, m FROM t WHERE n > 6 AND d >= DATE '2026-01-01'"))
                .isEqualTo("\"n\",\"d\",\"s\",\"c\",\"m\"\n"
                        + "\"8\",\"2026-01-02\",\"2026-01-02 03:04:05.600\",\"a  \",\"1.50\"\n");
        assertThat(bench.csv("SELECT count(*) FROM t WHERE n < 7")).endsWith("\"0\"\n");
        bench.partition("t", "seven", "2026-01-02", "2026-01-02 03:04:05.6", "a", "1.5");
        assertThat(bench.csv("SELECT id FROM t WHERE n = 7"))
                .startsWith("FAILED HIVE_INVALID_PARTITION_VALUE: Invalid partition value 'seven' for INTEGER partition"
                        + " key: n=seven/d=2026-01-02/");
    }

    @Test
    void readsProjectedPartitionsAloneAndIgnoresRegisteredOnes() throws Exception {
        bench.table("t", "id bigint", "year string; hour int", HOURS);
        bench.partition("t", "9999", "1");
        bench.object("t/year=9999/hour=1/a.parquet", "SELECT 90::BIGINT AS id");
        bench.object("t/year=2026/hour=05/a.parquet", "SELECT 1::BIGINT AS id");
        bench.object("t/year=2026/hour=5/a.parquet", "SELECT 91::BIGINT AS id");
        bench.object("t/year=2026/hour=24/a.parquet", "SELECT 92::BIGINT AS id");
        bench.object("t/year=1899/hour=05/a.parquet", "SELECT 93::BIGINT AS id");
        bench.object("t/year=2026/astray.parquet", "SELECT 94::BIGINT AS id");

        assertThat(bench.csv("SELECT * FROM t")).isEqualTo("\"id\",\"year\",\"hour\"\n\"1\",\"2026\",\"5\"\n");
        assertThat(scanned("SELECT id FROM t WHERE hour > 5")).isZero();
    }

    @Test
    void takesInjectedValuesFromTheQuery() throws Exception {
        bench.table(
                "t",
                "id bigint",
                "device string",
                Map.of(
                        "projection.enabled", "true",
                        "projection.device.type", "injected",
                        "storage.location.template", "s3://data/devices/${device}"));
        bench.object("devices/a/1.parquet", "SELECT 1::BIGINT AS id");
        bench.object("devices/b/1.parquet", "SELECT 2::BIGINT AS id");
        bench.object("devices/c/1.parquet", "SELECT 3::BIGINT AS id");

        assertThat(bench.csv("SELECT id, device FROM t WHERE device = 'b'")).endsWith("\n\"2\",\"b\"\n");
        assertThat(bench.csv("SELECT id FROM t WHERE device IN ('a', 'c', 'none') AND id > 1"))
                .endsWith("\n\"3\"\n");
        for (String where : new String[] {"", " WHERE id = 1", " WHERE device > 'a'", " WHERE device LIKE 'a%'"}) {
            assertThat(bench.csv("SELECT id FROM t" + where))
                    .startsWith("FAILED CONSTRAINT_VIOLATION: For the injected projected partition column device");
        }
    }

    @Test
    void readsTheFilesThatSymlinksName() throws Exception {
        bench.glue().createDatabase("db");
        assertThat(bench.csv("""
                CREATE EXTERNAL TABLE `db`.`links` (`id` bigint COMMENT 'key', v struct<a:int>) PARTITIONED BY (day string)
                ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
                STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
                OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
                LOCATION 's3://data/links/'""")).isEmpty();
        bench.partition("links", "1");
        bench.object("files/a.parquet", "SELECT 1::BIGINT AS id, {'a': 5} AS v");
        bench.object("files/b.parquet", "SELECT 2::BIGINT AS id, {'a': 6} AS v");
        bench.object("files/c.parquet", "SELECT 3::BIGINT AS id, {'a': 7} AS v");
        bench.text("links/day=1/manifest", "s3://data/files/a.parquet\ns3://data/files/c.parquet\n");

        assertThat(bench.csv("SELECT id, v.a, day FROM links ORDER BY id"))
                .isEqualTo("\"id\",\"a\",\"day\"\n\"1\",\"5\",\"1\"\n\"3\",\"7\",\"1\"\n");
        bench.text("links/day=1/manifest", "s3://data/files/none.parquet\n");
        assertThat(bench.csv("SELECT id FROM links"))
                .startsWith("FAILED HIVE_FILESYSTEM_ERROR: The symlink file s3://");
    }

    @Test
    void readsEachFileByItsOwnSchema() throws Exception {
        bench.table("t", "id bigint; name varchar(3); c char(4); s struct<a:bigint,b:string>; l array<double>", "");
        bench.object(
                "t/a.parquet",
                "SELECT 1::INTEGER AS \"ID\", 'abcd' AS name, 'x' AS c, {'B': 'b', 'a': 1::INTEGER} AS s,"
                        + " [1.5::FLOAT] AS l");
        bench.object("t/b.parquet", "SELECT [2.5::DOUBLE, NULL] AS l, 'zz' AS gone, 2::BIGINT AS id");
        bench.object("t/c.parquet", "SELECT {'a': 3::BIGINT, 'c': 1} AS \"S\", 3::TINYINT AS id");

        assertThat(bench.csv("SELECT * FROM t ORDER BY id")).isEqualTo("""
                "id","name","c","s","l"
                "1","abc","x   ","{a=1, b=b}","[1.5]"
                "2",,,,"[2.5, null]"
                "3",,,"{a=3, b=null}",
                """);
        bench.object("t/d.parquet", "SELECT 'text' AS id");
        assertThat(bench.csv("SELECT name FROM t WHERE name = 'abc'")).isEqualTo("\"name\"\n\"abc\"\n");
        assertThat(bench.csv("SELECT id FROM t"))
                .isEqualTo(
                        "FAILED NOT_SUPPORTED: Unsupported Trino column type (bigint) for Parquet column ([id] required"
                                + " binary id (STRING))");
    }

    @Test
    void namesFilesAsS3Does() throws Exception {
        bench.table("t", "id bigint", "");
        bench.text("t/a.parquet", "this is not a Parquet file");

        assertThat(bench.csv("SELECT id FROM t"))
                .isEqualTo(
                        "FAILED HIVE_BAD_DATA: Not valid Parquet file: s3://data/t/a.parquet expected magic number: PAR1"
                                + " got: file");
    }

    @Test
    void showsHiddenColumnsToThoseWhoNameThem() throws Exception {
        bench.table("t", "id bigint", "day string");
        bench.partition("t", "1");
        bench.object("t/day=1/a.parquet", "SELECT 1::BIGINT AS id");
        bench.object("t/day=1/b.parquet", "SELECT 2::BIGINT AS id");
        long size = Files.size(folder.resolve("buckets/buckets/data/t/day=1/b.parquet"));

        assertThat(bench.csv(
                        "SELECT *, \"$path\", \"$partition\", \"$file_size\" FROM t x WHERE \"$path\" LIKE '%/b.%'"))
                .isEqualTo(
                        "\"id\",\"day\",\"$path\",\"$partition\",\"$file_size\"\n\"2\",\"1\",\"s3://data/t/day=1/b.parquet\","
                                + "\"day=1\",\"" + size + "\"\n");
        assertThat(bench.csv(
                        "SELECT count(DISTINCT \"$path\") FROM t WHERE \"$file_modified_time\" > TIMESTAMP '2020-01-01"
                                + " 00:00:00 UTC'"))
                .endsWith("\n\"2\"\n");
        assertThat(bench.csv("SELECT * FROM t ORDER BY id")).startsWith("\"id\",\"day\"\n");
    }

    @Test
    void skipsRowGroupsByTheirStatistics() throws Exception {
        bench.table("t", "at double; s string; d date; m timestamp; b boolean; payload string", "");
        for (int day = 0; day < 20; day++) {
            bench.object(
                    "t/" + day + ".parquet",
                    "SELECT (" + day + " * 1000 + range)::DOUBLE AS at, 'day-' || " + (10 + day)
                            + " AS s, DATE '2026-01-01' + "
                            + day + "::INTEGER AS d, TIMESTAMP '2026-01-01' + INTERVAL 1 DAY * " + day + " AS m, " + day
                            + " = 3 AS b, md5(range::VARCHAR) AS payload FROM range(1000)");
        }
        long all = scanned("SELECT payload FROM t");
        for (String where : new String[] {
            "at BETWEEN 3000 AND 3999",
            "s = 'day-13'",
            "s >= 'day-13' AND s < 'day-14'",
            "d = DATE '2026-01-04'",
            "m >= TIMESTAMP '2026-01-04 00:00:00' AND m < TIMESTAMP '2026-01-05 00:00:00'",
            "b",
            "s IN ('day-13', 'none')"
        }) {
            String query = "SELECT payload FROM t WHERE " + where;
            assertThat(bench.csv(query).lines().count()).as(where).isEqualTo(1001);
            assertThat(scanned(query)).as(where).isLessThan(all / 20 * 2);
        }
        assertThat(scanned("SELECT payload FROM t WHERE at > 1e9")).isZero();
    }

    @Test
    void countsTheOtherColumnsOfARowGroupOnlyIfARowMatches() throws Exception {
        bench.table("t", "k bigint; payload string", "");
        bench.object("t/a.parquet", "SELECT range * 2 AS k, md5(range::VARCHAR) AS payload FROM range(3000)");
        bench.object("t/b.parquet", "SELECT range * 2 + 1 AS k, md5(range::VARCHAR) AS payload FROM range(3000)");
        long keys = scanned("SELECT k FROM t");
        long payload = scanned("SELECT payload FROM t");

        long one = scanned("SELECT payload FROM t WHERE k = 1001");
        assertThat(one).isBetween(keys + payload / 3, keys + payload * 2 / 3);
        assertThat(scanned("SELECT payload FROM t WHERE k % 7 = 100")).isEqualTo(keys);
        assertThat(scanned("SELECT payload FROM t WHERE k >= 0")).isEqualTo(keys + payload);
        assertThat(scanned("SELECT a.payload FROM t a LEFT JOIN (SELECT k FROM t WHERE k < 0) b ON a.k = b.k"))
                .isEqualTo(keys + payload);
        assertThat(scanned("WITH c AS (SELECT k FROM t) SELECT count(*) FROM c a JOIN c b ON a.k = b.k"))
                .isEqualTo(2 * keys);
    }

    @Test
    void measuresColumnsWhoseNamesAreOdd() throws Exception {
        bench.table("t", "event-time double; order string; c0 bigint; s struct<a:bigint,b:string>", "");
        for (int day = 0; day < 10; day++) {
            bench.object(
                    "t/" + day + ".parquet",
                    "SELECT (" + day + " * 100 + range)::DOUBLE AS \"event-time\", 'v' AS \"order\", 5::BIGINT AS c0,"
                            + " {'a': 1::BIGINT, 'b': md5(range::VARCHAR)} AS s FROM range(100)");
        }
        long all = scanned("SELECT \"event-time\", \"order\", c0 FROM t");
        assertThat(scanned("SELECT \"order\", c0 FROM t WHERE \"event-time\" BETWEEN 200 AND 299"))
                .isLessThan(all / 5);
        assertThat(scanned("SELECT \"order\" FROM t WHERE \"event-time\" % 3 = 7 AND c0 % 3 = 7"))
                .isLessThan(all);
        assertThat(bench.csv(
                        "SELECT \"event-time\", \"order\", c0 FROM t WHERE \"event-time\" = 205 AND \"order\" = 'v'"))
                .endsWith("\n\"205.0\",\"v\",\"5\"\n");
        assertThat(scanned("SELECT s.a FROM t")).isLessThan(scanned("SELECT s.b FROM t"));
    }

    private long scanned(String sql) throws InterruptedException {
        JsonNode execution = bench.run(sql);
        assertThat(execution.path("Status").path("State").asText())
                .as(sql + execution.path("Status"))
                .isEqualTo("SUCCEEDED");
        return execution.path("Statistics").path("DataScannedInBytes").asLong();
    }
}
