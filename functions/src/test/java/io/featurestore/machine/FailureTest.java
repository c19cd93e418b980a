package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.local.Deployment;
import io.featurestore.machine.ExportStack.Run;
import io.featurestore.machine.FailureTestProxy.Fault;
import io.featurestore.store.objects.S3Uri;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;

/// Runs exports with failures around them: denied access, throttling, service errors, a result that changes,
/// a query or an execution that is stopped. The functions reach the embedded services through a proxy that
/// answers as AWS would. All executions are started first. Each execution, and its output, is named after its
/// failure.
class FailureTest {
    private static final String BUCKET = ExportStack.EXPORTS;
    private static final Map<String, String> EXECUTIONS = new LinkedHashMap<>();
    /// A query that runs for minutes, one file after the other, so that it can be stopped between files.
    private static final String SLOW =
            "levenshtein_distance(rpad(comment, 9000, email), rpad(email, 9000, comment)) > 1";

    private static ExportStack stack;
    private static FailureTestProxy proxy;
    private static AthenaClient athena;
    private static String impatient;

    @BeforeAll
    static void startAll(@TempDir Path folder) throws Exception {
        BadInputTestGroups.write(folder, 200);
        stack = ExportStack.start(folder);
        proxy = FailureTestProxy.start(stack.aws().endpoint());
        System.setProperty("aws.endpointUrl", proxy.endpoint().toString());
        impatient = deployImpatient();
        athena = AthenaClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(stack.aws().endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        start("cancelled", "'columns':['customer_id'],'includeDeleted':true,'where':'" + SLOW + "'");
        start("stopped", "'columns':['customer_id'],'includeDeleted':true,'where':'" + SLOW + "'");
        String cancelled = running("cancelled");
        athena.stopQueryExecution(r -> r.queryExecutionId(cancelled));
        running("stopped");
        stack.sfn().stopExecution(r -> r.executionArn(EXECUTIONS.get("stopped"))
                .error("Operator")
                .cause("not needed"));
        denials();
        faults();
        changes();
        start("unharmed", "'format':'json','compression':'none'");
        start("refused", "'columns':['nobodys_column']");
        start(
                "unfit",
                "'columns':['customer_id','event_time','segment AS age'],'onlineCompatible':true,'format':'json'");
    }

    @AfterAll
    static void stop() {
        athena.close();
        stack.close();
        proxy.close();
    }

    private static void denials() {
        proxy.fail("sagemaker:DescribeFeatureGroup", "\"blocked\"", 9, Fault.denied("sagemaker:DescribeFeatureGroup"));
        start("denied-group", "'featureGroupName':'blocked'");
        proxy.fail("glue:GetTable", "empty_", 9, Fault.denied("glue:GetTable"));
        start("denied-table", "'featureGroupName':'empty'");
        denied("denied-query", "athena:StartQueryExecution", Fault.denied("athena:StartQueryExecution"));
        denied("denied-poll", "athena:GetQueryExecution", Fault.denied("athena:GetQueryExecution"));
        denied("denied-look", "s3:HeadObject", Fault.S3_DENIED);
        denied("denied-note", "s3:PutObject", Fault.S3_DENIED);
        proxy.fail("s3:PutObject", "/denied-part/parts/", 99, Fault.S3_DENIED);
        start("denied-part", "'format':'json','compression':'none'");
        for (String action : List.of("s3:PutObject", "s3:CopyObject", "s3:CreateMultipartUpload")) {
            proxy.fail(action, "/out/denied-output.", 9, Fault.S3_DENIED);
        }
        start("denied-output", "'format':'json','compression':'none'");
        proxy.fail("s3:ListObjectsV2", "work/denied-clean-up/", 99, Fault.S3_DENIED);
        start("denied-clean-up", "'columns':['nobodys_column']");
        proxy.fail("s3:ListObjectsV2", "work/denied-removal/", 99, Fault.S3_DENIED);
        start("denied-removal", "'format':'csv','compression':'none'");
    }

    private static void denied(String name, String action, Fault fault) {
        proxy.fail(action, name, 99, fault);
        start(name, "'format':'json'");
    }

    private static void faults() {
        proxy.fail("s3:GetObject", "work/slow-storage/job.json", 6, Fault.SLOW_DOWN);
        start("slow-storage", "'format':'json','compression':'none'");
        proxy.fail("athena:StartQueryExecution", "work/slow-athena/", 5, Fault.THROTTLED);
        proxy.fail("athena:GetQueryExecution", "work/slow-athena/", 2, Fault.THROTTLED);
        start("slow-athena", "'format':'json','compression':'none'");
        proxy.before("s3:PutObject", "/broken-storage/chunks.json", _ -> {
            proxy.fail("s3:GetObject", "work/broken-storage/query/", 5, Fault.BROKEN);
            proxy.fail("s3:PutObject", "/broken-storage/parts/", 2, Fault.BROKEN);
            return Optional.empty();
        });
        start("broken-storage", "'format':'json','compression':'none'");
        proxy.before("s3:PutObject", "/cut-connection/chunks.json", _ -> {
            proxy.fail("s3:GetObject", "work/cut-connection/query/", 2, Fault.CUT);
            return Optional.empty();
        });
        start("cut-connection", "'format':'json','compression':'none'");
        proxy.fail("s3:PutObject", "work/slow-for-ever/", 999, Fault.SLOW_DOWN);
        startOn(impatient, "slow-for-ever", "'format':'json'");
        proxy.fail("s3:PutObject", "/broken-for-ever/parts/", 999, Fault.BROKEN);
        startOn(impatient, "broken-for-ever", "'format':'json'");
    }

    private static void changes() {
        proxy.before("s3:PutObject", "/replaced/plan.json", _ -> rewrite("replaced", csv -> csv + " "));
        start("replaced", "'format':'json'");
        proxy.before("s3:PutObject", "/replaced-copy/plan.json", _ -> rewrite("replaced-copy", csv -> csv + " "));
        start("replaced-copy", "'format':'csv','compression':'none'");
        proxy.before("athena:GetQueryRuntimeStatistics", "/gone/", _ -> {
            S3Uri result = result("gone");
            stack.aws().buckets().delete(result.bucket(), result.key());
            return Optional.empty();
        });
        start("gone", "'format':'json'");
        proxy.before(
                "athena:GetQueryRuntimeStatistics",
                "/lost-record/",
                _ -> rewrite("lost-record", csv -> csv.substring(0, csv.lastIndexOf('\n', csv.length() - 2) + 1)));
        start("lost-record", "'format':'json','columns':['customer_id','age']");
        proxy.before(
                "athena:GetQueryRuntimeStatistics",
                "/garbled/",
                _ -> rewrite("garbled", csv -> csv.replaceFirst("\n(\"[^\"]*\"),\"\\d+\"\n", "\n$1,\"12x\"\n")));
        start(
                "garbled",
                "'format':'parquet','columns':['customer_id','age'],'where':'age < 100'," + "'orderBy':['event_time']");
    }

    private static Optional<Fault> rewrite(String name, java.util.function.UnaryOperator<String> change)
            throws IOException {
        S3Uri result = result(name);
        String csv = Files.readString(stack.file(result));
        String changed = change.apply(csv);
        assertThat(changed).isNotEqualTo(csv);
        stack.aws().put(result.bucket(), result.key(), changed.getBytes(StandardCharsets.UTF_8));
        return Optional.empty();
    }

    private static S3Uri result(String name) {
        return new S3Uri(
                ExportStack.WORK, "work/" + name + "/query/" + proxy.query(name).orElseThrow() + ".csv");
    }

    private static void start(String name, String fields) {
        EXECUTIONS.put(name, stack.start(name, request(name, fields)));
    }

    private static void startOn(String machine, String name, String fields) {
        EXECUTIONS.put(
                name,
                stack.sfn()
                        .startExecution(
                                r -> r.stateMachineArn(machine).name(name).input(request(name, fields)))
                        .executionArn());
    }

    private static String request(String name, String fields) {
        String group = fields.contains("featureGroupName") ? "" : "'featureGroupName':'customers',";
        String output = "s3://" + BUCKET + "/out/" + name + ".data";
        return ("{" + group + "'output':'" + output + "'," + fields + "}").replace('\'', '"');
    }

    /// Returns the same machine with only one short retry.
    private static String deployImpatient() throws IOException {
        String definition = ExportStack.text("export/statemachine/export.asl.json")
                .replaceAll("\"MaxAttempts\": \\d+", "\"MaxAttempts\": 1")
                .replaceAll("\"IntervalSeconds\": \\d+", "\"IntervalSeconds\": 1");
        return stack.aws()
                .deploy(new Deployment(
                        "impatient",
                        definition,
                        ExportStack.text("export/functions.json"),
                        ExportStack.SUBSTITUTIONS,
                        Optional.of(ExportStack.STOP_RULE),
                        FailureTest.class.getClassLoader()));
    }

    /// Waits until an execution's query runs, and returns its id.
    private static String running(String name) throws InterruptedException {
        while (true) {
            Optional<String> id = proxy.query(name);
            if (id.isPresent()
                    && state(id.get()) != QueryExecutionState.QUEUED
                    && stack.keys(ExportStack.WORK, "work/" + name + "/query.json")
                                    .size()
                            == 1) {
                assertThat(state(id.get())).as("the query of " + name).isEqualTo(QueryExecutionState.RUNNING);
                return id.get();
            }
            Thread.sleep(20);
        }
    }

    private static QueryExecutionState state(String query) {
        return athena.getQueryExecution(r -> r.queryExecutionId(query))
                .queryExecution()
                .status()
                .state();
    }

    private static Run ended(String name) {
        return stack.await(name, EXECUTIONS.get(name));
    }

    private static Run failed(String name, String code) {
        Run run = ended(name);
        assertThat(run.status()).as("%s", run).isEqualTo("FAILED");
        assertThat(run.error()).as("%s", run).isEqualTo(code);
        assertNothingLeft(name);
        return run;
    }

    private static void assertNothingLeft(String name) {
        assertThat(stack.keys(BUCKET, "out/" + name + ".")).as("the output").isEmpty();
        assertThat(stack.keys(ExportStack.WORK, "work/" + name + "/"))
                .as("the work prefix")
                .isEmpty();
    }

    @Test
    void aQueryCancelledFromOutsideEndsTheExport() {
        Run run = failed("cancelled", "QueryCancelled");

        assertThat(run.cause())
                .contains("cancelled from outside", proxy.query("cancelled").orElseThrow(), "Run the export again");
    }

    @Test
    void anExecutionStoppedFromOutsideIsCleanedUp() throws InterruptedException {
        Run run = ended("stopped");
        String query = proxy.query("stopped").orElseThrow();
        for (int i = 0;
                i < 500 && !stack.keys(ExportStack.WORK, "work/stopped/").isEmpty();
                i++) {
            Thread.sleep(20);
        }

        assertThat(run.status()).isEqualTo("ABORTED");
        assertThat(run.error()).isEqualTo("Operator");
        assertThat(proxy.count("athena:StopQueryExecution", query)).isEqualTo(1);
        assertThat(state(query)).isEqualTo(QueryExecutionState.CANCELLED);
        assertNothingLeft("stopped");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                           denied-group,  sagemaker:DescribeFeatureGroup, feature group blocked
                           denied-table,  glue:GetTable,                  table sagemaker_featurestore.empty_1735689600
                           denied-query,  athena:StartQueryExecution,     work group feature-store-export
                           denied-poll,   athena:GetQueryExecution,       query execution
                           denied-look,   s3:GetObject,                   s3://{bucket}/out/denied-look.data.gz
                           denied-note,   s3:PutObject,                   s3://{work}/work/denied-note/job.json
                           denied-part,   s3:PutObject,                   s3://{work}/work/denied-part/parts/00000
                           denied-output, s3:PutObject,                   s3://{bucket}/out/denied-output.data
                           """)
    void aDenialNamesActionAndResource(String name, String action, String resource) {
        Run run = failed(name, "AccessDenied");

        assertThat(run.cause())
                .startsWith("Access denied: " + action)
                .contains(
                        resource.replace("{bucket}", BUCKET).replace("{work}", ExportStack.WORK),
                        "Allow this action on this resource to the role that runs the export.")
                .endsWith(".")
                .doesNotContain("null", "Request ID", "Attempt");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                           "sagemaker:DescribeFeatureGroup", blocked
                           glue:GetTable,                    empty_
                           athena:StartQueryExecution,       work/denied-query/
                           athena:GetQueryExecution,         work/denied-poll/
                           s3:HeadObject,                    out/denied-look
                           s3:PutObject,                     work/denied-part/parts/
                           """)
    void aDenialIsNotTriedAgain(String action, String about) {
        List.of("denied-group", "denied-table", "denied-query", "denied-poll", "denied-look", "denied-part")
                .forEach(FailureTest::ended);

        assertThat(proxy.count(action.replace("\"", ""), about)).isEqualTo(1);
    }

    @Test
    void whatCannotBeCleanedUpIsSaidBesidesTheReason() {
        Run run = ended("denied-clean-up");

        assertThat(run.error()).isEqualTo("InvalidQuery");
        assertThat(run.cause())
                .startsWith("`columns`: the unknown column `nobodys_column`")
                .contains("In addition, not everything could be cleaned up: Access denied: s3:ListBucket on s3://"
                        + ExportStack.WORK + "/work/denied-clean-up/");
    }

    @Test
    void anOutputWhoseWorkFolderStaysIsCompleteAndSaysSo() throws IOException {
        Run run = ended("denied-removal");

        assertThat(Files.size(stack.file(run.uri())))
                .isEqualTo(run.succeeded().at("/output/bytes").asLong());
        assertThat(run.output().path("warnings"))
                .singleElement()
                .extracting(JsonNode::asText)
                .asString()
                .contains(
                        "The output is complete, but the work folder s3://" + ExportStack.WORK
                                + "/work/denied-removal/ could not be removed",
                        "AccessDenied");
        assertThat(ended("unharmed").succeeded().path("warnings")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow-storage", "slow-athena", "broken-storage", "cut-connection"})
    void passingFaultsChangeNothing(String name) throws IOException {
        Run run = ended(name);

        // The request has no order, and the engine keeps none.
        assertThat(Files.readString(stack.file(run.uri())).lines()).containsExactlyInAnyOrderElementsOf(unharmed());
        assertThat(run.output().at("/output/records").asInt()).isPositive();
        assertThat(stack.keys(ExportStack.WORK, "work/" + name + "/")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                           slow-storage,   s3:GetObject,               /job.json, 9
                           slow-athena,    athena:StartQueryExecution, /,              7
                           broken-storage, s3:GetObject,               /query/,        7
                           broken-storage, s3:PutObject,               /parts/,        3
                           cut-connection, s3:GetObject,               /query/,        4
                           """)
    void passingFaultsAreTriedAgain(String name, String action, String about, int calls) {
        ended(name).succeeded();

        assertThat(proxy.count(action, "work/" + name + about)).isEqualTo(calls);
    }

    private static List<String> unharmed() throws IOException {
        Run run = ended("unharmed");
        run.succeeded();
        return Files.readAllLines(stack.file(run.uri()));
    }

    @Test
    void throttlingForEverSaysSo() {
        Run run = failed("slow-for-ever", "Internal");

        assertThat(run.cause())
                .isEqualTo("AWS kept asking to slow down (s3:PutObject on s3://" + ExportStack.WORK
                        + "/work/slow-for-ever/job.json was throttled: Please reduce your request rate); run the export "
                        + "again, at a quieter time if it happens again.");
    }

    @Test
    void aChunkThatKeepsFailingSaysWhy() {
        Run run = failed("broken-for-ever", "Internal");

        assertThat(run.cause())
                .startsWith("AWS kept failing (s3:PutObject on s3://" + ExportStack.WORK
                        + "/work/broken-for-ever/parts/00000")
                .endsWith("run the export again.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replaced", "replaced-copy", "gone"})
    void aResultThatChangesIsNoticed(String name) {
        Run run = failed(name, "ResultChanged");

        assertThat(run.cause())
                .contains("s3://" + ExportStack.WORK + "/work/" + name + "/query/")
                .endsWith("un the export again.");
    }

    @Test
    void aRecordThatIsMissingIsNoticed() {
        Run run = failed("lost-record", "Internal");

        assertThat(run.cause())
                .matches("The chunks hold \\d+ records, but Athena wrote \\d+; nothing was published\\..*");
    }

    @Test
    void aValueThatIsNotOfItsTypeIsNamed() {
        Run run = failed("garbled", "ConversionFailed");

        assertThat(run.cause())
                .startsWith("Record 1, column 'age': '12x' is not an integer.")
                .contains("CAST");
    }

    @Test
    void whatACallerDidWrongIsNotTriedAgain() {
        failed("refused", "InvalidQuery");
        failed("unfit", "IncompatibleRecord");

        assertThat(proxy.count("athena:StartQueryExecution", "work/refused/")).isZero();
        assertThat(proxy.count("s3:GetObject", "work/unfit/plan.json"))
                .as("conversions, and the end's look")
                .isEqualTo(2);
    }
}
