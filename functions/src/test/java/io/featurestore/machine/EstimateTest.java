package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.aws.AwsClients;
import io.featurestore.aws.GlueCatalog;
import io.featurestore.aws.GlueTableStorage;
import io.featurestore.aws.S3ObjectStore;
import io.featurestore.aws.SageMakerFeatureGroups;
import io.featurestore.export.Export;
import io.featurestore.export.ExportResolver;
import io.featurestore.export.RequestReader;
import io.featurestore.machine.ExportStack.Run;
import io.featurestore.steps.estimate.Estimate;
import io.featurestore.steps.estimate.EstimateBasis;
import io.featurestore.steps.estimate.Estimator;
import io.featurestore.steps.work.Job;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Compares estimates with DuckDB's reading of the footers, and with the output of real exports.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EstimateTest {
    /// Sorted, so that the page's rows keep their order.
    private static final Map<String, String> OUTPUTS =
            new TreeMap<>(Map.of("csv gzip", ".csv.gz", "json gzip", ".json.gz", "parquet zstd", ".parquet"));
    private static final int FURTHER_PERCENT = 50;

    private ExportStack stack;
    private EstimateTables tables;

    /// A case: a table and a request.
    record Case(String name, String group, String options, String scanned, String files) {}

    @BeforeAll
    void make(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder.resolve("aws"));
        tables = new EstimateTables(stack);
        tables.make(
                "small",
                Map.of("n", "bigint", "city", "string"),
                "i % 100 AS n, ['Aachen', 'Bonn', 'Wuppertal'][1 + i % 3] AS city",
                500,
                1,
                "false");
        tables.make("files", Map.of("v", "double"), "round(random() * 1000, 2) AS v", 6_000, 72, "false");
        Map<String, String> many = new LinkedHashMap<>();
        StringBuilder select = new StringBuilder();
        for (int c = 0; c < 120; c++) {
            many.put("f" + c, "double");
            select.append(c == 0 ? "" : ", ")
                    .append("round(random() * ")
                    .append(c + 1)
                    .append(", 3) AS f")
                    .append(c);
        }
        tables.make("wide", many, select.toString(), 1_000, 2, "false");
        tables.make(
                "nested",
                ordered("tags", "array<string>", "place", "struct<city:string,zip:bigint>"),
                "['red', 'green', 'blue'][1 : 1 + CAST(i % 3 AS INTEGER)] AS tags, "
                        + "{'city': 'City ' || (i % 50), 'zip': 10000 + i % 9000} AS place",
                5_000,
                2,
                "false");
        tables.make(
                "random",
                ordered("a", "double", "b", "bigint"),
                "random() AS a, CAST(random() * 1e12 AS BIGINT) AS b",
                20_000,
                2,
                "false");
        tables.make(
                "texts",
                ordered("segment", "string", "note", "string"),
                "['gold', 'silver', 'bronze'][1 + CAST(floor(random() * 3) AS INTEGER)] AS segment, md5(CAST(i AS VARCHAR)) AS note",
                10_000,
                2,
                "false");
        tables.make(
                "gaps",
                ordered("v", "double", "label", "string"),
                "CASE WHEN i % 3 > 0 THEN round(random() * 100, 1) END AS v, CASE WHEN i % 5 = 0 THEN 'x' || i END AS label",
                10_000,
                3,
                "false");
        tables.make("deleted", Map.of("n", "bigint"), "i AS n", 3_000, 2, "i % 100 = 0");
        tables.make(
                "lake",
                ordered("amount", "double", "shop", "string"),
                "round(random() * 50, 1) AS amount, 'shop ' || CAST(floor(random() * 300) AS INTEGER) AS shop",
                8_000,
                4,
                "false");
        tables.iceberg("lake");
        new FurtherTables(tables).make();
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
        return List.of(
                new Case("small", "small", "'columns':['id','n','city']", "n,city", ".*"),
                new Case("many files", "files", "'columns':['id','ts','v']", "v", ".*"),
                new Case(
                        "pruned partitions",
                        "files",
                        "'columns':['id','v'],'eventTimeRange':{'from':'2024-01-01T05:00:00Z','to':'2024-01-01T10:59:59Z'}",
                        "v",
                        "0[5-9]|10"),
                new Case("wide, two columns of it", "wide", "'columns':['id','f7','f70']", "f7,f70", ".*"),
                new Case(
                        "wide, whole",
                        "wide",
                        "'columns':['id',"
                                + IntStream.range(0, 120)
                                        .mapToObj(c -> "'f" + c + "'")
                                        .collect(Collectors.joining(",")) + "]",
                        "f*",
                        ".*"),
                new Case("nested", "nested", "'columns':['id','tags','place']", "tags,place", ".*"),
                new Case("random numbers", "random", "'columns':['id','a','b']", "a,b", ".*"),
                new Case("texts", "texts", "'columns':['id','segment','note']", "segment,note", ".*"),
                new Case("gaps", "gaps", "'columns':['id','v','label'],'includeDeleted':true", "-v,label", ".*"),
                new Case("first 100", "texts", "'columns':['id','note'],'limit':100", "note", ".*"),
                new Case("Iceberg", "lake", "'columns':['id','amount','shop']", "amount,shop", ".*"));
    }

    /// An estimate and the export that it belongs to.
    private record Held(Case c, String output, Estimate estimate, String arn) {}

    @Test
    void tellsWhatRealExportsThenMake() throws Exception {
        hold("accuracy", cases(), 25);
    }

    /// Estimates tables of which no column was measured for the size model.
    @Test
    void tellsItOfTablesUnlikeThoseMeasured() throws Exception {
        hold("further", FurtherTables.cases(), FURTHER_PERCENT);
    }

    private void hold(String section, List<Case> cases, int percent) throws Exception {
        List<Held> exports = new ArrayList<>();
        for (Case c : cases) {
            for (Map.Entry<String, String> output : OUTPUTS.entrySet()) {
                String key = (c.name() + " " + output.getKey()).replaceAll("\\W+", "-");
                ObjectNode request = request(c.group(), c.options())
                        .put("output", "s3://" + ExportStack.EXPORTS + "/" + key + output.getValue());
                exports.add(new Held(c, output.getKey(), estimate(request), stack.start(key, request.toString())));
            }
        }
        StringBuilder table = new StringBuilder(
                "| table | output | records | scanned, bytes | result | output |\n" + "|---|---|---|---|---|---|\n");
        SoftAssertions softly = new SoftAssertions();
        for (Held held : exports) {
            JsonNode real = stack.await(held.c().name(), held.arn()).succeeded();
            Estimate estimate = held.estimate();
            String what = held.c().name() + ", " + held.output();
            long records = real.at("/output/records").asLong();
            // The bounds in a footer do not cover NaN, which is in no range of event times.
            softly.assertThat(estimate.basis().records().kind())
                    .as(what)
                    .isEqualTo(
                            held.c().options().contains("eventTimeRange")
                                    ? EstimateBasis.Kind.BOUND
                                    : EstimateBasis.Kind.EXACT);
            softly.assertThat(estimate.records()).as(what).isEqualTo(records);
            long scan = scanned(held.c());
            softly.assertThat(estimate.scannedBytes()).as(what).isCloseTo(scan, Percentage.withPercentage(2));
            softly.assertThat(real.at("/query/scannedBytes").asLong())
                    .as(what)
                    .isCloseTo(scan, Percentage.withPercentage(2));
            long result = real.at("/query/resultBytes").asLong();
            softly.assertThat(estimate.resultBytes()).as(what).isCloseTo(result, Percentage.withPercentage(15));
            long bytes = real.at("/output/bytes").asLong();
            softly.assertThat(estimate.outputBytes()).as(what).isCloseTo(bytes, Percentage.withPercentage(percent));
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %,d | %,d | %s | %s |%n",
                    held.c().name(),
                    held.output(),
                    records,
                    scan,
                    deviation(estimate.resultBytes(), result),
                    deviation(estimate.outputBytes(), bytes)));
        }
        CostPage.holds(section, table.toString());
        softly.assertAll();
    }

    private static String deviation(long estimate, long real) {
        return String.format(Locale.ROOT, "%+.0f %%", 100.0 * (estimate - real) / real);
    }

    private static ObjectNode request(String group, String options) {
        return ExportStack.request(("{'featureGroupName':'" + group + "'," + options + "}").replace('\'', '"'));
    }

    private static Estimate estimate(ObjectNode request) {
        AwsClients clients = new AwsClients();
        Export export = export(request);
        return new Estimator(new S3ObjectStore(clients), new GlueTableStorage(clients))
                .estimate(job(export), export.request().wantsEstimate());
    }

    private static Job job(Export export) {
        AwsClients clients = new AwsClients();
        return new ExportResolver(new SageMakerFeatureGroups(clients), new GlueCatalog(clients)).resolve(export);
    }

    private static Export export(ObjectNode request) {
        return new RequestReader()
                .read(
                        request,
                        new RequestReader.Started("arn", "name", Instant.EPOCH),
                        new RequestReader.Defaults(ExportStack.EXPORTS, ExportStack.WORK, "feature-store-export"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            gaps    | v > 90                                     | BOUND
                                            gaps    | v IS NULL                                  | EXACT
                                            gaps    | v IS NOT NULL AND label IS NOT NULL        | BOUND
                                            gaps    | v > 200                                    | EXACT
                                            gaps    | NOT (v BETWEEN 20 AND 30 OR label = ~x5~) | BOUND
                                            gaps    | length(label) > 3                          | BOUND
                                            deleted | n < 1500                                   | EXACT
                                            deleted | n IN (5, 2000)                             | BOUND
                                            deleted | n >= 1500 OR n < 0                         | EXACT
                                            deleted | hour = ~01~                              | EXACT
                                            texts   | segment = ~platinum~                     | BOUND
                                            """)
    void boundsTheRecordsOfACondition(String group, String where, EstimateBasis.Kind kind) throws Exception {
        String condition = where.replace('~', '\'');
        Estimate estimate = estimate(request(group, "'includeDeleted':true").put("where", condition));
        long records = count(group, condition.replace("hour = '01'", "ts >= 1704070800"));
        assertThat(estimate.basis().records().kind()).isEqualTo(kind);
        assertThat(records)
                .isBetween(estimate.basis().records().atLeast().orElse(estimate.records()), estimate.records());
    }

    @Test
    void knowsThatDeletionsHideWhatNobodyCounts() {
        Estimate estimate = estimate(request("deleted", "'systemColumns':true"));
        assertThat(estimate.basis().records().kind()).isEqualTo(EstimateBasis.Kind.BOUND);
        assertThat(estimate.records()).isEqualTo(3_000);
        assertThat(estimate.warnings()).anyMatch(w -> w.contains("--latest"));
        assertThat(estimate(request("deleted", "'columns':['count(*) AS n']")).records())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"2024-02-01T00:00:01Z, BOUND", "2024-03-01T00:00:00Z, EXACT", "2024-01-01T00:00:00Z, EXACT"})
    void judgesWhatHadBeenWritten(String asOf, EstimateBasis.Kind kind) throws Exception {
        Estimate estimate = estimate(request("gaps", "'includeDeleted':true,'asOf':'" + asOf + "'"));
        assertThat(estimate.basis().records().kind()).isEqualTo(kind);
        assertThat(count(
                        "gaps",
                        "write_time <= TIMESTAMP '"
                                + asOf.replaceAll("[TZ]", " ").strip() + "'"))
                .isBetween(estimate.basis().records().atLeast().orElse(estimate.records()), estimate.records());
    }

    /// Athena's header says `value`, so the output needs a header of its own: the plan makes chunks.
    @Test
    void countsTheChunksOfPlainCsvWhoseHeaderIsSpelledOtherwise() {
        String plain = "'includeDeleted':true,'output':'s3://" + ExportStack.EXPORTS
                + "/spelled.csv','format':'csv','compression':'none','columns':['v AS %s']";
        assertThat(estimate(request("files", plain.formatted("value"))).chunks())
                .isZero();
        assertThat(estimate(request("files", plain.formatted("Value"))).chunks())
                .isPositive();
        JsonNode result =
                stack.run("spelled", request("files", plain.formatted("Value"))).succeeded();
        assertThat(result.at("/chunks/planned").asInt()).isPositive();
    }

    /// Plain csv is copied, but a report needs its records to be read.
    @Test
    void pricesAReport() {
        String plain = "'includeDeleted':true,'output':'s3://" + ExportStack.EXPORTS
                + "/priced.csv','format':'csv','compression':'none'";
        Estimate copied = estimate(request("files", plain));
        Estimate reported = estimate(request("files", plain + ",'report':true"));
        assertThat(copied.chunks()).isZero();
        assertThat(reported.chunks()).isPositive();
        assertThat(reported.seconds()).isGreaterThan(copied.seconds());
        assertThat(reported.cost().lambdaUsd()).isGreaterThan(copied.cost().lambdaUsd());
        // EstimateExport and IsDryRun, the Distributed Map, and its chunks, an Express execution each.
        assertThat(reported.cost().stepFunctionsUsd().subtract(copied.cost().stepFunctionsUsd()))
                .isGreaterThanOrEqualTo(new BigDecimal("0.0001"));
    }

    @Test
    void endsADryRunWithFiguresAndWritesNothing() {
        List<String> before = stack.keys(ExportStack.WORK, "");
        Run run = stack.run("dry", request("files", "'dryRun':true,'maxScanBytes':10,'includeDeleted':true"));
        assertThat(run.succeeded().path("status").asText()).isEqualTo("PLANNED");
        assertThat(run.output().at("/estimate/records").asLong()).isEqualTo(6_000);
        assertThat(run.output().at("/estimate/cost/totalUsd").asDouble()).isPositive();
        assertThat(run.output().at("/estimate/warnings").toString()).contains("more than maxScanBytes 10");
        assertThat(stack.keys(ExportStack.WORK, "").stream().filter(k -> k.contains("/dry/")))
                .isEmpty();
        assertThat(before).noneMatch(k -> k.contains("/dry/"));
    }

    private long count(String group, String where) throws Exception {
        List<String> files = tables.files(group).stream()
                .map(f -> OfflineTruth.literal(f.toString()))
                .toList();
        try (Connection duckdb = stack.duckdb();
                Statement statement = duckdb.createStatement();
                ResultSet count =
                        statement.executeQuery("SELECT count(*) FROM read_parquet(" + files + ") WHERE " + where)) {
            count.next();
            return count.getLong(1);
        }
    }

    /// Returns what DuckDB reads in the footers of the columns that a case's query needs.
    private long scanned(Case c) throws Exception {
        String read = c.scanned().startsWith("-") ? "id," + c.scanned().substring(1) : HISTORY + "," + c.scanned();
        String columns = read.endsWith("*")
                ? "true"
                : Stream.of(read.split(","))
                        .map(n -> "'" + n + "'")
                        .collect(Collectors.joining(",", "split_part(path_in_schema, ', ', 1) IN (", ")"));
        List<Path> files = tables.files(c.group());
        List<String> chosen = new ArrayList<>();
        for (int hour = 0; hour < files.size(); hour++) {
            if (hour > 23 ? c.files().equals(".*") : "%02d".formatted(hour).matches(c.files())) {
                chosen.add(OfflineTruth.literal(files.get(hour).toString()));
            }
        }
        try (Connection duckdb = stack.duckdb();
                Statement statement = duckdb.createStatement();
                ResultSet sum = statement.executeQuery(
                        "SELECT sum(total_compressed_size) FROM parquet_metadata(" + chosen + ") WHERE " + columns)) {
            sum.next();
            return sum.getLong(1);
        }
    }
}
