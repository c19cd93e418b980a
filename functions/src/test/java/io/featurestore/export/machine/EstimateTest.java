package io.featurestore.export.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.featurestore.export.machine.ExportStack.Run;

/** Holds estimates against DuckDB's reading of the footers, and against what real exports then made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EstimateTest {
    private static final Map<String, String> OUTPUTS = Map.of("csv gzip", ".csv.gz", "json gzip", ".json.gz",
            "parquet zstd", ".parquet");

    private ExportStack stack;
    private EstimateTables tables;

    /** A case: a table, and what of it is asked for. */
    private record Case(String name, String group, String options, String scanned, String files) {}

    @BeforeAll
    void make(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder.resolve("aws"));
        tables = new EstimateTables(stack);
        tables.make("small", Map.of("n", "bigint", "city", "string"),
                "i % 100 AS n, ['Aachen', 'Bonn', 'Wuppertal'][1 + i % 3] AS city", 500, 1, "false");
        tables.make("files", Map.of("v", "double"), "round(random() * 1000, 2) AS v", 6_000, 72, "false");
        Map<String, String> many = new LinkedHashMap<>();
        StringBuilder select = new StringBuilder();
        for (int c = 0; c < 120; c++) {
            many.put("f" + c, "double");
            select.append(c == 0 ? "" : ", ").append("round(random() * ").append(c + 1).append(", 3) AS f").append(c);
        }
        tables.make("wide", many, select.toString(), 1_000, 2, "false");
        tables.make("nested", ordered("tags", "array<string>", "place", "struct<city:string,zip:bigint>"),
                "['red', 'green', 'blue'][1 : 1 + CAST(i % 3 AS INTEGER)] AS tags, "
                        + "{'city': 'City ' || (i % 50), 'zip': 10000 + i % 9000} AS place",
                5_000, 2, "false");
        tables.make("random", ordered("a", "double", "b", "bigint"),
                "random() AS a, CAST(random() * 1e12 AS BIGINT) AS b", 20_000, 2, "false");
        tables.make("texts", ordered("segment", "string", "note", "string"),
                "['gold', 'silver', 'bronze'][1 + CAST(floor(random() * 3) AS INTEGER)] AS segment, md5(CAST(i AS VARCHAR)) AS note",
                10_000, 2, "false");
        tables.make("gaps", ordered("v", "double", "label", "string"),
                "CASE WHEN i % 3 > 0 THEN round(random() * 100, 1) END AS v, CASE WHEN i % 5 = 0 THEN 'x' || i END AS label",
                10_000, 3, "false");
        tables.make("deleted", Map.of("n", "bigint"), "i AS n", 3_000, 2, "i % 100 = 0");
    }

    @AfterAll
    void close() {
        tables.close();
        stack.close();
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static final String HISTORY = "id,ts,write_time,api_invocation_time,is_deleted";

    private static List<Case> cases() {
        return List.of(new Case("small", "small", "'columns':['id','n','city']", "n,city", ".*"),
                new Case("many files", "files", "'columns':['id','ts','v']", "v", ".*"),
                new Case("pruned partitions", "files",
                        "'columns':['id','v'],'eventTimeRange':{'from':'2024-01-01T05:00:00Z','to':'2024-01-01T10:59:59Z'}",
                        "v", "0[4-9]|1[01]"),
                new Case("wide, two columns of it", "wide", "'columns':['id','f7','f70']", "f7,f70", ".*"),
                new Case("wide, whole", "wide", "'columns':['id'," + java.util.stream.IntStream.range(0, 120).mapToObj(
                        c -> "'f" + c + "'").collect(Collectors.joining(",")) + "]", "f*", ".*"),
                new Case("nested", "nested", "'columns':['id','tags','place']", "tags,place", ".*"),
                new Case("random numbers", "random", "'columns':['id','a','b']", "a,b", ".*"),
                new Case("texts", "texts", "'columns':['id','segment','note']", "segment,note", ".*"),
                new Case("gaps", "gaps", "'columns':['id','v','label'],'includeDeleted':true", "-v,label", ".*"),
                new Case("first 100", "texts", "'columns':['id','note'],'limit':100", "note", ".*"));
    }

    @Test
    void tellsWhatRealExportsThenMake() throws Exception {
        record Started(Case c, String output, Run plan, String arn, String name) {}
        List<Started> started = new ArrayList<>();
        for (Case c : cases()) {
            for (Map.Entry<String, String> output : OUTPUTS.entrySet()) {
                String key = (c.name() + " " + output.getKey()).replaceAll("\\W+", "-");
                ObjectNode request = ExportStack.request(("{'featureGroupName':'" + c.group() + "','output':'s3://"
                        + ExportStack.EXPORTS + "/" + key + output.getValue() + "'," + c.options() + "}").replace('\'',
                                '"'));
                Run plan = stack.run("plan-" + key, request.deepCopy().put("dryRun", true));
                started.add(new Started(c, output.getKey(), plan, stack.start(key, request.toString()), key));
            }
        }
        for (Started s : started) {
            JsonNode estimate = s.plan().succeeded().path("estimate");
            JsonNode real = stack.await(s.name(), s.arn()).succeeded();
            long scan = scanned(s.c());
            System.out
                    .printf(Locale.ROOT, "%-25s %-12s records %d/%d %s scan %d/%d/%d result %d/%d output %d/%d %.2f%n",
                            s.c()
                                    .name(),
                            s.output(), estimate.path("records").asLong(), real.at("/output/records").asLong(),
                            estimate.at("/basis/records/kind").asText(), estimate.path("scannedBytes").asLong(), scan,
                            real.at(
                                    "/query/scannedBytes").asLong(),
                            estimate.path("resultBytes").asLong(), real.at(
                                    "/query/resultBytes").asLong(),
                            estimate.path("outputBytes").asLong(), real.at(
                                    "/output/bytes").asLong(),
                            estimate.path("outputBytes").asDouble() / real.at(
                                    "/output/bytes").asDouble());
        }
        assertThat(started).isNotEmpty();
    }

    /** Returns what DuckDB reads in the footers of the columns that a case's query needs. */
    private long scanned(Case c) throws Exception {
        String read = c.scanned().startsWith("-") ? "id," + c.scanned().substring(1) : HISTORY + "," + c.scanned();
        String columns = read.endsWith("*")
                ? "true"
                : java.util.stream.Stream.of(read.split(",")).map(n -> "'" + n + "'").collect(Collectors.joining(",",
                        "split_part(path_in_schema, ', ', 1) IN (", ")"));
        List<Path> files = tables.files(c.group());
        List<String> chosen = new ArrayList<>();
        for (int hour = 0; hour < files.size(); hour++) {
            if (hour > 23 ? c.files().equals(".*") : "%02d".formatted(hour).matches(c.files())) {
                chosen.add(OfflineTruth.literal(files.get(hour).toString()));
            }
        }
        try (Connection duckdb = stack.duckdb();
                Statement statement = duckdb.createStatement();
                ResultSet sum = statement.executeQuery("SELECT sum(total_compressed_size) FROM parquet_metadata("
                        + chosen + ") WHERE " + columns)) {
            sum.next();
            return sum.getLong(1);
        }
    }
}
