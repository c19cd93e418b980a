package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.faults.FaultKind;
import io.featurestore.local.faults.FaultPlan;
import io.featurestore.local.faults.FaultRule;
import io.featurestore.local.faults.Faults;
import io.featurestore.records.Compression;
import io.featurestore.records.Format;
import io.featurestore.steps.Json;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks that the records which come by UNLOAD are those which come by a SELECT.
class UnloadTest {
    private static final int ROWS = 3_000;
    /// Name, options, extension, and whether the output is a prefix.
    private static final String CASES = """
            all            | {'includeDeleted': true, 'systemColumns': true}                                | csv.gz     | false
            latest         | {'records': 'latest'}                                                          | json.zst   | false
            mapping        | {'columnMapping': {'age': 'Years'}, 'includeDeleted': true}                    | json       | false
            limit          | {'columns': ['is_active'], 'limit': 17, 'where': "is_active"}                  | csv        | false
            parts          | {'chunkSize': 500, 'includeDeleted': true}                                     | json.gz    | true
            carried        | {'columns': ['customer_id', 'event_time', 'age', 'lifetime_value', 'is_active', 'segment', 'write_time'], 'includeDeleted': true} | parquet | false
            carried-gzip   | {'columns': ['customer_id', 'age', 'comment'], 'compression': 'gzip', 'columnMapping': {'age': 'Years'}} | parquet | false
            nested         | {'columns': ['customer_id', 'tags', 'address']}                               | parquet    | false
            parquet-parts  | {'includeDeleted': true, 'chunkSize': 900}                                     | parquet    | true
            aggregate      | {'columns': ['segment', 'COUNT(*) AS n', 'CAST(COUNT(age) AS decimal(9,2)) AS ages'], 'groupBy': ['segment']} | csv     | false
            nothing-carried| {'columns': ['customer_id', 'age'], 'where': "age > 100000"}                   | parquet    | false
            report         | {'report': true, 'includeDeleted': true, 'expect': {'columns': {'customer_id': {'notNull': true}}}} | csv.gz | false
            online         | {'onlineCompatible': true}                                                     | json.gz    | false
            """;

    private static final Map<Case, String> SELECTS = new HashMap<>();
    private static final Map<Case, String> UNLOADS = new HashMap<>();

    private static ExportStack stack;
    private static ExportStack unloading;
    private static OfflineTruth truth;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder);
        unloading = stack.unloading();
        stack.aws().createSampleGroup(ROWS);
        truth = new OfflineTruth(stack);
        for (Case wish : cases().toList()) {
            SELECTS.put(
                    wish,
                    stack.start("select-" + wish.name(), wish.request("select").toString()));
            UNLOADS.put(
                    wish,
                    unloading.start(
                            "unload-" + wish.name(), wish.request("unload").toString()));
        }
    }

    static Stream<Case> cases() {
        return CASES.lines()
                .map(line -> line.split("[|]"))
                .map(c -> new Case(c[0].strip(), c[1].strip(), c[2].strip(), Boolean.parseBoolean(c[3].strip())));
    }

    /// An export. `extension` is that of the output, or would be if `parts` did not make it a prefix.
    private record Case(String name, String options, String extension, boolean parts) {
        ObjectNode request(String folder) throws IOException {
            ObjectNode request = UnloadTest.request(options, folder + "/" + name + (parts ? "/" : "." + extension));
            return parts
                    ? request.put("format", extension.split("[.]")[0])
                            .put("compression", extension.equals("parquet") ? "zstd" : "gzip")
                    : request;
        }
    }

    @AfterAll
    static void stop() throws Exception {
        truth.close();
        stack.close();
    }

    private static ObjectNode request(String options, String output) throws IOException {
        return ((ObjectNode) Json.MAPPER.readTree(options.replace('\'', '"')))
                .put("featureGroupName", "customers")
                .put("output", "s3://" + ExportStack.EXPORTS + "/" + output);
    }

    private static List<Path> files(ExportStack.Run run) {
        S3Uri output = run.uri();
        return output.isPrefix()
                ? stack.keys(output.bucket(), output.key()).stream()
                        .map(key -> stack.file(new S3Uri(output.bucket(), key)))
                        .toList()
                : List.of(stack.file(output));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void holdsTheRecordsOfASelect(Case wish) throws Exception {
        ExportStack.Run select = stack.await("select-" + wish.name(), SELECTS.get(wish));
        ExportStack.Run unload = unloading.await("unload-" + wish.name(), UNLOADS.get(wish));
        String name = wish.name();
        Format format = Format.valueOf(wish.extension().split("[.]")[0].toUpperCase(Locale.ROOT));

        JsonNode expected = select.succeeded();
        JsonNode result = unload.succeeded();
        assertThat(result.path("path").asText()).isEqualTo("unload");
        assertThat(result.path("pathReason").asText()).contains("all workers write");
        assertThat(result.at("/query/sql").asText()).startsWith("UNLOAD (SELECT");
        assertThat(expected.path("path").asText()).isNotEqualTo("unload");
        assertThat(result.at("/output/records").asLong())
                .isEqualTo(expected.at("/output/records").asLong());
        if (!name.equals("limit")) {
            assertThat(truth.difference(read(files(select), format), read(files(unload), format), false))
                    .isEmpty();
        }
        assertThat(stack.keys(ExportStack.WORK, "work/unload-" + name + "/")).isEmpty();
    }

    /// Returns a query for all values of files, as text where the format has no types.
    private static String read(List<Path> files, Format format) {
        String names = files.stream()
                .map(file -> OfflineTruth.literal(file.toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        return switch (format) {
            case CSV ->
                "FROM read_csv(" + names + ", all_varchar = true, header = true, delim = ',', quote = '\"', "
                        + "escape = '\"', nullstr = '', allow_quoted_nulls = false, parallel = false)";
            case JSON ->
                "FROM read_csv(" + names + ", columns = {'line': 'VARCHAR'}, header = false, delim = '\\x01', "
                        + "quote = '', escape = '')";
            case PARQUET -> "FROM read_parquet(" + names + ")";
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'orderBy': ['age']}", "{'columns': ['segment', 'MAX(age) AS oldest'], 'groupBy': ['segment']}"
            })
    void saysWhyARequestIsASelect(String options) throws Exception {
        String name = "reason-" + Math.abs(options.hashCode());
        JsonNode result = unloading.run(name, request(options, name + ".csv")).succeeded();

        assertThat(result.path("path").asText()).isIn("select", "copy");
        assertThat(result.path("pathReason").asText()).containsAnyOf("orderBy asks for an order", "`oldest`");
    }

    @Test
    void aDryRunNamesTheWayAndTheReason() throws Exception {
        JsonNode planned = unloading
                .run("dry", request("{'dryRun': true, 'includeDeleted': true}", "dry.csv.gz"))
                .succeeded();
        JsonNode small = stack.run("dry-small", request("{'dryRun': true}", "dry.csv.gz"))
                .succeeded();

        assertThat(planned.path("path").asText()).isEqualTo("unload");
        assertThat(planned.path("pathReason").asText()).contains("with UNLOAD all workers write");
        assertThat(small.path("path").asText()).isEqualTo("select");
        assertThat(small.path("pathReason").asText()).contains("never uses UNLOAD");
    }

    /// Only the way of the rows depends on the estimate, so an export does not fail without one.
    @Test
    void goesOnWithASelectIfTheEstimateCannotBeMade() throws Exception {
        FaultRule killed =
                FaultRule.of(FaultKind.FUNCTION_KILLED).in("EstimateExport").times(10);
        ExportStack.Run plain;
        ExportStack.Run limited;
        try (Faults.Holding _ = stack.aws().faults().add(new FaultPlan(1, List.of(killed)))) {
            plain = unloading.run("blind", request("{'includeDeleted': true}", "blind.csv.gz"));
            limited = unloading.run("limited", request("{'maxScanBytes': 1000000000}", "limited.csv.gz"));
        }

        assertThat(plain.succeeded().path("path").asText()).isEqualTo("select");
        assertThat(plain.output().path("pathReason").asText()).contains("could not be estimated");
        assertThat(limited.status()).isEqualTo("FAILED");
    }

    /// What a failed attempt left lies at another prefix, and is removed.
    @Test
    void startsAnewAtAnotherPrefixAfterAFailureHalfWay() throws Exception {
        FaultRule halfWay =
                FaultRule.of(FaultKind.QUERY_FAILED_HALFWAY_RETRYABLE).times(1);
        ExportStack.Run run;
        try (Faults.Holding _ = stack.aws().faults().add(new FaultPlan(1, List.of(halfWay.about("halfway-run"))))) {
            run = unloading.run("halfway-run", request("{'includeDeleted': true}", "halfway-run.json.gz"));
        }

        assertThat(run.succeeded().at("/query/sql").asText()).contains("/unloaded-2/");
        assertThat(run.output().at("/output/records").asLong())
                .isEqualTo(Long.parseLong(truth.value("SELECT count(*) FROM read_json("
                        + OfflineTruth.literal(stack.file(run.uri()).toString()) + ")")));
        assertThat(stack.keys(ExportStack.WORK, "work/halfway-run/")).isEmpty();
    }

    /// Athena writes the manifest and the metadata of an UNLOAD to the location of the query's result.
    @Test
    void leavesNothingAtTheLocationOfTheResult() throws Exception {
        String location = "s3://" + ExportStack.WORK + "/elsewhere/";
        JsonNode result = unloading
                .run(
                        "elsewhere",
                        request("{'includeDeleted': true}", "elsewhere.csv.gz").put("queryOutputLocation", location))
                .succeeded();

        assertThat(result.path("path").asText()).isEqualTo("unload");
        assertThat(stack.keys(ExportStack.WORK, "elsewhere/")).isEmpty();
        assertThat(stack.keys(ExportStack.WORK, "work/elsewhere/")).isEmpty();
    }

    /// The compression of the parts and the names must be those of the output, and statistics stay.
    @Test
    void carriesRowGroupsOverWithTheirStatistics() throws Exception {
        ExportStack.Run run = unloading.run(
                "carried-over",
                request("{'columns': ['age', 'write_time'], 'includeDeleted': true}", "carried-over.parquet"));
        run.succeeded();
        String file = OfflineTruth.literal(stack.file(run.uri()).toString());

        assertThat(truth.value("SELECT string_agg(DISTINCT compression) FROM parquet_metadata(" + file + ")"))
                .isEqualTo(Compression.ZSTD.name());
        assertThat(truth.value("SELECT count(*) FROM parquet_metadata(" + file + ") WHERE stats_min_value IS NULL"))
                .isEqualTo("0");
        assertThat(truth.columns("SELECT * FROM read_parquet(" + file + ")"))
                .isEqualTo(new LinkedHashMap<>(Map.of("age", "BIGINT", "write_time", "TIMESTAMP")));
        assertThat(run.output().at("/chunks/planned").asInt()).isZero();
    }
}
