package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.steps.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.EncryptionOption;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.WorkGroupConfiguration;
import software.amazon.awssdk.services.athena.model.WorkGroupState;

/// Checks the options for the run of the query, and options that are refused.
class QueryOptionsTest {
    private static final String ENFORCED = "s3://" + ExportStack.WORK + "/enforced/";

    private static ExportStack stack;
    private static AthenaClient athena;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder);
        stack.aws().createSampleGroup(2_000);
        stack.aws().createWorkGroup("analysts");
        stack.aws().createWorkGroup("planners");
        athena = AthenaClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(stack.aws().endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        athena.createWorkGroup(g -> g.name("strict").configuration(c -> c.enforceWorkGroupConfiguration(true)
                .resultConfiguration(r -> r.outputLocation(ENFORCED))));
    }

    @AfterAll
    static void stop() {
        athena.close();
        stack.close();
    }

    private static ObjectNode request(String name) {
        return Json.MAPPER
                .createObjectNode()
                .put("featureGroupName", "customers")
                .put("output", "s3://" + ExportStack.EXPORTS + "/query/" + name + ".json")
                .put("compression", "none");
    }

    private static QueryExecution query(ExportStack.Run run) {
        String id = run.succeeded().path("query").path("executionId").asText();
        return athena.getQueryExecution(r -> r.queryExecutionId(id)).queryExecution();
    }

    @Test
    @Option("workgroup")
    void runsInTheWorkGroup() {
        ExportStack.Run run = stack.run("analysts", request("analysts").put("workgroup", "analysts"));
        assertThat(query(run).workGroup()).isEqualTo("analysts");
        assertThat(query(stack.run("own", request("own"))).workGroup()).isEqualTo("feature-store-export");
    }

    @Test
    @Option("workgroup")
    void readsTheResultWhereTheWorkGroupEnforcesIt() {
        ExportStack.Run run = stack.run(
                "strict",
                request("strict")
                        .put("workgroup", "strict")
                        .put("queryOutputLocation", "s3://" + ExportStack.WORK + "/wished/"));
        assertThat(query(run).workGroup()).isEqualTo("strict");
        assertThat(query(run).resultConfiguration().outputLocation()).startsWith(ENFORCED);
        assertThat(stack.records(run))
                .hasSize(run.output().path("output").path("records").asInt())
                .isNotEmpty();
        assertThat(stack.keys(ExportStack.WORK, "enforced/"))
                .as("what the query left")
                .isEmpty();
    }

    /// The embedded Athena would refuse the query too, but only when it starts.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "off; is disabled",
                "spark; runs PySpark engine version 3",
                "managed; ManagedQueryResultsConfiguration",
                "people; IdentityCenterConfiguration",
                "sealed; CSE_KMS",
                "nobody; no work group 'nobody'"
            })
    @Option("workgroup")
    void refusesAWorkGroupBeforeAnythingRuns(String group, String reason) {
        switch (group) {
            case "off" -> {
                athena.createWorkGroup(g -> g.name(group));
                athena.updateWorkGroup(g -> g.workGroup(group).state(WorkGroupState.DISABLED));
            }
            case "spark" ->
                create(group, c -> c.engineVersion(v -> v.selectedEngineVersion("PySpark engine version 3")));
            case "managed" -> create(group, c -> c.managedQueryResultsConfiguration(m -> m.enabled(true)));
            case "people" -> create(group, c -> c.identityCenterConfiguration(i -> i.enableIdentityCenter(true)));
            case "sealed" ->
                create(group, c -> c.enableMinimumEncryptionConfiguration(true)
                        .enforceWorkGroupConfiguration(false)
                        .resultConfiguration(r -> r.outputLocation(ENFORCED)
                                .encryptionConfiguration(e -> e.encryptionOption(EncryptionOption.CSE_KMS)
                                        .kmsKey("arn:aws:kms:us-east-1:000000000000:key/k"))));
            default -> {
                // The group does not exist.
            }
        }
        for (boolean dryRun : List.of(true, false)) {
            ExportStack.Run run = stack.run(
                    "refused-" + group + dryRun,
                    request("refused-" + group).put("workgroup", group).put("dryRun", dryRun));
            assertThat(run.error()).isEqualTo("InvalidRequest");
            assertThat(run.cause()).contains("'" + group + "'", reason).endsWith(".");
        }
        if (!group.equals("nobody")) {
            assertThat(athena.listQueryExecutions(q -> q.workGroup(group)).queryExecutionIds())
                    .isEmpty();
        }
    }

    private static void create(String group, Consumer<WorkGroupConfiguration.Builder> configuration) {
        athena.createWorkGroup(g -> g.name(group).configuration(configuration));
    }

    @Test
    @Option("queryOutputLocation")
    void letsTheQueryWriteToTheLocation() {
        ExportStack.Run run = stack.run(
                "elsewhere",
                request("elsewhere").put("queryOutputLocation", "s3://" + ExportStack.WORK + "/elsewhere/results/"));
        assertThat(query(run).resultConfiguration().outputLocation())
                .startsWith("s3://" + ExportStack.WORK + "/elsewhere/results/");
        assertThat(stack.keys(ExportStack.WORK, "elsewhere/"))
                .as("what the query left")
                .isEmpty();
        ExportStack.Run own = stack.run("work-prefix", request("work-prefix"));
        assertThat(query(own).resultConfiguration().outputLocation())
                .startsWith("s3://" + ExportStack.WORK + "/work/work-prefix/");
    }

    @Test
    @Option("dryRun")
    void plansWithoutAQueryAndWithoutWriting() {
        ObjectNode request = request("planned").put("dryRun", true).put("workgroup", "planners");
        request.putArray("columns").add("customer_id").add("upper(segment) AS loud");
        JsonNode plan = stack.run("planned", request).succeeded();
        assertThat(plan.path("status").asText()).isEqualTo("PLANNED");
        assertThat(plan.path("featureGroupName").asText()).isEqualTo("customers");
        assertThat(plan.path("table").asText()).isEqualTo("sagemaker_featurestore.customers_1700000000");
        assertThat(plan.path("format").asText()).isEqualTo("json");
        assertThat(plan.path("query").path("sql").asText()).contains("upper(", "\"customers_1700000000\"");
        assertThat(plan.path("estimate").path("columns").toString()).isEqualTo("[\"customer_id\",\"loud\"]");
        assertThat(stack.keys(ExportStack.EXPORTS, "query/planned")).isEmpty();
        assertThat(stack.keys(ExportStack.WORK, "work/planned/")).isEmpty();
        assertThat(athena.listQueryExecutions(r -> r.workGroup("planners")).queryExecutionIds())
                .isEmpty();
    }

    @Test
    @Option("eventTimeRange")
    void scansOnlyThePartitionsOfTheRange() {
        ObjectNode request = request("range");
        request.putObject("eventTimeRange").put("from", "2024-02-01").put("to", "2024-03-01");
        long some = scanned(stack.run("range", request));
        long all = scanned(stack.run("no-range", request("no-range")));
        // One month of a history of half a year.
        assertThat(some).isPositive().isLessThan(all / 2);
    }

    @Test
    void scansOnlyTheColumnsThatAreRead() {
        ObjectNode request = request("narrow").put("includeDeleted", true);
        request.putArray("columns").add("segment");
        long narrow = scanned(stack.run("narrow", request));
        assertThat(narrow)
                .isPositive()
                .isLessThan(scanned(stack.run("wide", request("wide").put("includeDeleted", true))) / 4);
    }

    private static long scanned(ExportStack.Run run) {
        return run.succeeded().path("query").path("scannedBytes").asLong();
    }

    @Test
    @Option({"maxScanBytes", "maxCostUsd"})
    void refusesAnExportAboveItsLimitsBeforeTheQuery() {
        assertThat(stack.run("limits-kept", limited(100_000_000L, "0.5"))
                        .succeeded()
                        .at("/output/records")
                        .asLong())
                .isPositive();
        for (ObjectNode request : List.of(limited(10L, "0.5"), limited(100_000_000L, "0.00001"))) {
            ExportStack.Run run = stack.run(
                    "limits-" + request.path("maxScanBytes").asText(),
                    request.put("output", "s3://" + ExportStack.EXPORTS + "/query/limited.csv"));
            assertThat(run.error()).isEqualTo("CostLimitExceeded");
            assertThat(run.cause())
                    .containsPattern("would (scan [\\d,]+ bytes, more than maxScanBytes 10"
                            + "|cost 0\\.\\d+ USD, more than maxCostUsd 0\\.00001)\\. No query ran\\.");
        }
        assertThat(stack.keys(ExportStack.EXPORTS, "query/limited")).isEmpty();
    }

    private ObjectNode limited(long bytes, String usd) {
        return request("limits").put("maxScanBytes", bytes).put("maxCostUsd", new java.math.BigDecimal(usd));
    }
}
