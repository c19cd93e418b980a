package io.featurestore.local.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.local.http.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AthenaServiceTest {
    /// Runs for minutes unless it is stopped.
    private static final String ENDLESS = "SELECT count(*) FROM UNNEST(sequence(1, 1000000)) AS a(x) "
            + "CROSS JOIN UNNEST(sequence(1, 1000000)) AS b(y) WHERE (x * y) % 7 = 3";

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
    void tellsTheStateAndTheFactsOfAQuery() throws Exception {
        String id = bench.startQuery(AthenaBench.start("SELECT 1 AS a"));

        JsonNode execution = bench.ended(id);

        assertThat(execution.path("QueryExecutionId").asText()).isEqualTo(id);
        assertThat(execution.path("Query").asText()).isEqualTo("SELECT 1 AS a");
        assertThat(execution.path("WorkGroup").asText()).isEqualTo("primary");
        assertThat(execution.path("StatementType").asText()).isEqualTo("DML");
        assertThat(execution.path("Status").path("State").asText()).isEqualTo("SUCCEEDED");
        assertThat(execution.path("Status").path("CompletionDateTime").asDouble())
                .isGreaterThanOrEqualTo(
                        execution.path("Status").path("SubmissionDateTime").asDouble());
        assertThat(execution.path("ResultConfiguration").path("OutputLocation").asText())
                .isEqualTo("s3://results/out/" + id + ".csv");
        assertThat(execution.path("Statistics").path("DataScannedInBytes").asLong(-1))
                .isZero();
        assertThat(bench.result(execution)).hasContent("\"a\"\n\"1\"\n");
        assertThat(bench.result(execution).resolveSibling(id + ".csv.metadata")).isNotEmptyFile();
    }

    @Test
    void failsAQueryThatExpectsAnotherOwnerOfTheBucketOfItsResult() throws Exception {
        for (String owner : List.of("123456789012", "999999999999")) {
            ObjectNode input = AthenaBench.start("SELECT 1 AS a");
            input.withObject("/ResultConfiguration")
                    .put("ExpectedBucketOwner", owner)
                    .putObject("EncryptionConfiguration")
                    .put("EncryptionOption", "SSE_KMS")
                    .put("KmsKey", "key");

            JsonNode execution = bench.ended(bench.startQuery(input));

            JsonNode result = execution.path("ResultConfiguration");
            assertThat(result.path("ExpectedBucketOwner").asText()).isEqualTo(owner);
            assertThat(result.at("/EncryptionConfiguration/KmsKey").asText()).isEqualTo("key");
            boolean own = owner.startsWith("1");
            assertThat(execution.at("/Status/State").asText()).isEqualTo(own ? "SUCCEEDED" : "FAILED");
            assertThat(execution.at("/Status/StateChangeReason").asText())
                    .contains(own ? "" : "Access denied when writing output to url: s3://results/out/");
        }
    }

    @Test
    void namesAColumnWithoutANameByItsPlace() throws Exception {
        assertThat(bench.csv("SELECT *, count(*) OVER (), Y FROM (SELECT 1 AS \"X\", 2, 3 AS y)"))
                .isEqualTo("\"X\",\"_col1\",\"y\",\"_col3\",\"Y\"\n\"1\",\"2\",\"3\",\"1\",\"3\"\n");
    }

    @Test
    void keepsNullEmptyTextLineFeedsAndABlankLineApart() throws Exception {
        assertThat(bench.csv("SELECT x FROM (VALUES NULL, '', 'a' || chr(10) || 'b') AS t(x)"))
                .isEqualTo("\"x\"\n\n\"\"\n\"a\nb\"\n");
    }

    @Test
    void writesTheHeaderAloneForNoRows() throws Exception {
        assertThat(bench.csv("SELECT 1 AS a, 2 AS \"b\"\"c\" WHERE false")).isEqualTo("\"a\",\"b\"\"c\"\n");
    }

    @Test
    void pagesThroughAResultFromTheHeaderOn() throws Exception {
        String sql = "SELECT x, y FROM (VALUES (1, 'a'), (2, NULL), (3, ''), (4, 'q\"' || chr(10) || 'é')) AS t(x, y)";
        String id = bench.startQuery(AthenaBench.start(sql));
        bench.ended(id);

        List<String> rows = new ArrayList<>();
        ObjectNode input = JsonNodeFactory.instance
                .objectNode()
                .put("QueryExecutionId", id)
                .put("MaxResults", 2);
        int pages = 0;
        boolean more = true;
        while (more) {
            JsonNode page = bench.call("GetQueryResults", input);
            page.path("ResultSet")
                    .path("Rows")
                    .forEach(row -> rows.add(row.path("Data").toString()));
            more = page.has("NextToken");
            input.set("NextToken", page.path("NextToken"));
            pages++;
        }

        assertThat(pages).isEqualTo(3);
        assertThat(rows)
                .containsExactly(
                        "[{\"VarCharValue\":\"x\"},{\"VarCharValue\":\"y\"}]",
                        "[{\"VarCharValue\":\"1\"},{\"VarCharValue\":\"a\"}]",
                        "[{\"VarCharValue\":\"2\"},{}]",
                        "[{\"VarCharValue\":\"3\"},{\"VarCharValue\":\"\"}]",
                        "[{\"VarCharValue\":\"4\"},{\"VarCharValue\":\"q\\\"\\né\"}]");
    }

    @Test
    void namesTheTypesAsAthenaDoes() throws Exception {
        String id = bench.startQuery(AthenaBench.start("SELECT 'a', BIGINT '1', 1, SMALLINT '1', TINYINT '1', 1e0,"
                + " REAL '1', DECIMAL '1.50', true, DATE '2026-01-01', TIMESTAMP '2026-01-01 00:00:00',"
                + " TIMESTAMP '2026-01-01 00:00:00 UTC', X'00', ARRAY[1], ROW(1), MAP(), json_parse('1'),"
                + " sum(1), NULL"));
        bench.ended(id);

        JsonNode columns = bench.ofQuery("GetQueryResults", id)
                .path("ResultSet")
                .path("ResultSetMetadata")
                .path("ColumnInfo");

        assertThat(columns.findValuesAsText("Type"))
                .containsExactly(
                        "varchar",
                        "bigint",
                        "integer",
                        "smallint",
                        "tinyint",
                        "double",
                        "float",
                        "decimal",
                        "boolean",
                        "date",
                        "timestamp",
                        "timestamp with time zone",
                        "varbinary",
                        "array",
                        "row",
                        "map",
                        "json",
                        "bigint",
                        "unknown");
        assertThat(columns.path(7).path("Precision").asInt()).isEqualTo(3);
        assertThat(columns.path(7).path("Scale").asInt()).isEqualTo(2);
    }

    @Test
    void answersARepeatedCallWithTheSameQuery() {
        ObjectNode input = AthenaBench.start("SELECT 1");

        String first = bench.startQuery(input);

        assertThat(bench.startQuery(input.deepCopy())).isEqualTo(first);
        assertThatThrownBy(() -> bench.startQuery(input.deepCopy().put("QueryString", "SELECT 2")))
                .isInstanceOf(ServiceException.class)
                .hasMessage("Idempotent parameters do not match");
    }

    @Test
    void refusesWhatAthenaRefuses() {
        refuses(AthenaBench.start("SELECT '" + "x".repeat(262_144) + "'"), "QueryString is longer than");
        refuses(AthenaBench.start("SELECT 1").put("ClientRequestToken", "short"), "ClientRequestToken must have");
        refuses(AthenaBench.start("SELECT 1").put("WorkGroup", "nosuch"), "WorkGroup nosuch is not found.");
        ObjectNode nowhere = AthenaBench.start("SELECT 1");
        nowhere.remove("ResultConfiguration");
        refuses(nowhere, "No output location provided");
        refuses(output(AthenaBench.start("SELECT 1"), "/tmp/x"), "outputLocation is not a valid S3 path");
        refuses(output(AthenaBench.start("SELECT 1"), "s3://missing/"), "Unable to verify/create output bucket");
        assertThatThrownBy(() -> bench.ofQuery("GetQueryExecution", "nosuch")).hasMessageContaining("was not found");
        assertThatThrownBy(() -> bench.call("Nosuch", JsonNodeFactory.instance.objectNode()))
                .satisfies(e -> assertThat(((ServiceException) e).code()).isEqualTo("UnknownOperationException"));
    }

    private void refuses(ObjectNode input, String message) {
        assertThatThrownBy(() -> bench.startQuery(input)).satisfies(e -> {
            assertThat(((ServiceException) e).code()).isEqualTo("InvalidRequestException");
            assertThat(e).hasMessageStartingWith(message);
        });
    }

    private static ObjectNode output(ObjectNode input, String location) {
        input.putObject("ResultConfiguration").put("OutputLocation", location);
        return input;
    }

    @Test
    void stopsARunningQueryWithoutAResult() throws Exception {
        String id = bench.startQuery(AthenaBench.start(ENDLESS));
        await(id, "RUNNING");
        assertThatThrownBy(() -> bench.ofQuery("GetQueryResults", id)).hasMessageContaining("has not yet finished");

        bench.ofQuery("StopQueryExecution", id);

        JsonNode execution = bench.ended(id);
        assertThat(execution.path("Status").path("State").asText()).isEqualTo("CANCELLED");
        assertThat(bench.csv("SELECT 1")).isEqualTo("\"_col0\"\n\"1\"\n");
        assertThat(bench.result(execution)).doesNotExist();
        assertThatThrownBy(() -> bench.ofQuery("GetQueryResults", id))
                .hasMessage("Query did not finish successfully. Final query state: CANCELLED");
    }

    @Test
    void queuesTheThirdQueryAndStopsItThere() throws Exception {
        String first = bench.startQuery(AthenaBench.start(ENDLESS));
        String second = bench.startQuery(AthenaBench.start(ENDLESS));
        await(first, "RUNNING");
        await(second, "RUNNING");
        String third = bench.startQuery(AthenaBench.start("SELECT 1"));
        assertThat(state(third)).isEqualTo("QUEUED");

        for (String id : List.of(third, first, second)) {
            bench.ofQuery("StopQueryExecution", id);
        }

        assertThat(state(third)).isEqualTo("CANCELLED");
        assertThat(bench.csv("SELECT 2")).endsWith("\"2\"\n");
        assertThat(bench.result(bench.ended(third))).doesNotExist();
    }

    @Test
    void leavesAStoppedQueryThatHasEndedAsItIs() throws Exception {
        String id = bench.startQuery(AthenaBench.start("SELECT 1"));
        bench.ended(id);

        bench.ofQuery("StopQueryExecution", id);

        assertThat(state(id)).isEqualTo("SUCCEEDED");
    }

    @Test
    void letsAnEnforcedWorkGroupOverrideThePlace() throws Exception {
        group("strict", true, "s3://results/strict");
        group("loose", false, "s3://results/loose/");

        assertThat(place("strict", "s3://results/mine/")).startsWith("s3://results/strict/");
        assertThat(place("loose", "s3://results/mine/")).startsWith("s3://results/mine/");
        assertThat(place("loose", "")).startsWith("s3://results/loose/");
    }

    private String place(String group, String own) throws InterruptedException {
        ObjectNode input = AthenaBench.start("SELECT 1").put("WorkGroup", group);
        input.remove("ResultConfiguration");
        return bench.ended(bench.startQuery(own.isEmpty() ? input : output(input, own)))
                .path("ResultConfiguration")
                .path("OutputLocation")
                .asText();
    }

    private void group(String name, boolean enforced, String location) {
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("Name", name);
        ObjectNode configuration = input.putObject("Configuration").put("EnforceWorkGroupConfiguration", enforced);
        configuration.putObject("ResultConfiguration").put("OutputLocation", location);
        configuration.put("BytesScannedCutoffPerQuery", 10_000_000);
        bench.call("CreateWorkGroup", input);
    }

    @Test
    void failsAQueryThatReadsMoreThanItsWorkGroupAllows() throws Exception {
        group("small", true, "s3://results/small/");
        bench.table("big", "id bigint; text string", "");
        bench.object("big/a.parquet", "SELECT range AS id, md5(range::VARCHAR) AS text FROM range(400000)");

        JsonNode refused = bench.ended(
                bench.startQuery(AthenaBench.start("SELECT text FROM big").put("WorkGroup", "small")));
        JsonNode allowed = bench.ended(bench.startQuery(
                AthenaBench.start("SELECT count(*), max(id) FROM big").put("WorkGroup", "small")));

        assertThat(refused.path("Status").path("State").asText()).isEqualTo("FAILED");
        assertThat(refused.path("Status").path("StateChangeReason").asText())
                .isEqualTo("Bytes scanned limit was exceeded");
        assertThat(allowed.path("Status").path("State").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void keepsWorkGroups() {
        group("one", true, "s3://results/one/");

        JsonNode group = bench.call(
                        "GetWorkGroup", JsonNodeFactory.instance.objectNode().put("WorkGroup", "one"))
                .path("WorkGroup");
        assertThat(group.path("State").asText()).isEqualTo("ENABLED");
        assertThat(group.path("Configuration")
                        .path("ResultConfiguration")
                        .path("OutputLocation")
                        .asText())
                .isEqualTo("s3://results/one/");
        assertThat(bench.call("ListWorkGroups", JsonNodeFactory.instance.objectNode())
                        .findValuesAsText("Name"))
                .containsExactly("one", "primary");
        assertThatThrownBy(() -> group("one", true, "s3://results/one/")).hasMessageContaining("already exists");
        ObjectNode tiny = JsonNodeFactory.instance.objectNode().put("Name", "tiny");
        tiny.putObject("Configuration").put("BytesScannedCutoffPerQuery", 9_999_999);
        assertThatThrownBy(() -> bench.call("CreateWorkGroup", tiny)).hasMessageContaining("at least 10000000");

        bench.call("DeleteWorkGroup", JsonNodeFactory.instance.objectNode().put("WorkGroup", "one"));

        assertThat(bench.call("ListWorkGroups", JsonNodeFactory.instance.objectNode())
                        .findValuesAsText("Name"))
                .containsExactly("primary");
    }

    @Test
    void tellsWhatWasReadAndWritten() throws Exception {
        bench.table("t", "id bigint", "");
        bench.object("t/a.parquet", "SELECT range AS id FROM range(10)");
        String id = bench.startQuery(AthenaBench.start("SELECT id FROM t WHERE id < 3"));
        JsonNode execution = bench.ended(id);

        JsonNode statistics = bench.ofQuery("GetQueryRuntimeStatistics", id).path("QueryRuntimeStatistics");

        JsonNode rows = statistics.path("Rows");
        assertThat(rows.path("InputRows").asLong()).isEqualTo(10);
        assertThat(rows.path("InputBytes"))
                .isEqualTo(execution.path("Statistics").path("DataScannedInBytes"));
        assertThat(rows.path("OutputRows").asLong()).isEqualTo(3);
        assertThat(rows.path("OutputBytes").asLong()).isEqualTo(Files.size(bench.result(execution)));
        assertThat(statistics
                        .path("Timeline")
                        .path("TotalExecutionTimeInMillis")
                        .isNumber())
                .isTrue();
    }

    @Test
    void remembersAllAfterARestartAndFailsWhatRan() throws Exception {
        ObjectNode call = AthenaBench.start("SELECT 1 AS a");
        String done = bench.startQuery(call);
        bench.ended(done);
        String running = bench.startQuery(AthenaBench.start(ENDLESS));
        await(running, "RUNNING");

        bench.close();
        bench = new AthenaBench(folder);

        assertThat(state(done)).isEqualTo("SUCCEEDED");
        assertThat(bench.startQuery(call)).isEqualTo(done);
        assertThat(bench.ofQuery("GetQueryResults", done)
                        .path("ResultSet")
                        .path("Rows")
                        .size())
                .isEqualTo(2);
        JsonNode status = bench.ofQuery("GetQueryExecution", running)
                .path("QueryExecution")
                .path("Status");
        assertThat(status.path("State").asText()).isEqualTo("FAILED");
        assertThat(status.path("AthenaError").path("Retryable").asBoolean()).isTrue();
        assertThat(status.path("AthenaError").path("ErrorCategory").asInt()).isEqualTo(1);
        assertThat(bench.call("ListQueryExecutions", JsonNodeFactory.instance.objectNode())
                        .path("QueryExecutionIds"))
                .extracting(JsonNode::asText)
                .containsExactly(running, done);
    }

    private String state(String id) {
        return bench.ofQuery("GetQueryExecution", id)
                .path("QueryExecution")
                .path("Status")
                .path("State")
                .asText();
    }

    private void await(String id, String state) throws InterruptedException {
        for (int i = 0; i < 2000 && !state(id).equals(state); i++) {
            Thread.sleep(5);
        }
        assertThat(state(id)).isEqualTo(state);
    }
}
