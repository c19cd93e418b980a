package io.featurestore.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.AccessDenied;
import io.featurestore.failure.InvalidQuery;
import io.featurestore.failure.InvalidRequest;
import io.featurestore.failure.Throttled;
import io.featurestore.records.ColumnType;
import io.featurestore.steps.BucketRules;
import io.featurestore.steps.query.QueryEngine.ResultColumn;
import io.featurestore.steps.query.QueryEngine.Submission;
import io.featurestore.steps.query.QueryRun;
import io.featurestore.store.objects.S3Uri;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.athena.AthenaClient;

class AthenaQueryEngineTest {
    private static final Submission SUBMISSION = new Submission(
            "SELECT nme", "AwsDataCatalog", "d", "primary", S3Uri.parse("s3://works/q/"), "t".repeat(64));

    private final CannedService service = new CannedService();
    private final AthenaQueryEngine engine =
            new AthenaQueryEngine(() -> service.client(AthenaClient.builder()), BucketRules.NONE);

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void startsAQueryWithTokenContextAndLocation() {
        service.answers("{\"QueryExecutionId\": \"q-1\"}");
        assertThat(engine.start(SUBMISSION)).isEqualTo("q-1");
        CannedService.Asked asked = service.asked().getFirst();
        assertThat(asked.operation()).isEqualTo("StartQueryExecution");
        JsonNode body = asked.body();
        assertThat(body.get("QueryString").asText()).isEqualTo("SELECT nme");
        assertThat(body.get("ClientRequestToken").asText()).isEqualTo("t".repeat(64));
        assertThat(body.get("WorkGroup").asText()).isEqualTo("primary");
        assertThat(body.at("/QueryExecutionContext/Catalog").asText()).isEqualTo("AwsDataCatalog");
        assertThat(body.at("/QueryExecutionContext/Database").asText()).isEqualTo("d");
        assertThat(body.at("/ResultConfiguration/OutputLocation").asText()).isEqualTo("s3://works/q/");
    }

    @Test
    void namesTheOwnerAndTheKeyOfTheResultsPlace() {
        BucketRules rules = new BucketRules(
                Optional.of("111111111111"),
                List.of(new BucketRules.Place(
                        BucketRules.Use.WORK, S3Uri.parse("s3://works/q/"), Optional.empty(), Optional.of("key-arn"))),
                false);
        service.answers("{\"QueryExecutionId\": \"q-1\"}").answers("{\"QueryExecutionId\": \"q-2\"}");
        new AthenaQueryEngine(() -> service.client(AthenaClient.builder()), rules).start(SUBMISSION);
        engine.start(SUBMISSION);

        JsonNode result = service.asked().getFirst().body().path("ResultConfiguration");
        assertThat(result.path("ExpectedBucketOwner").asText()).isEqualTo("111111111111");
        assertThat(result.at("/EncryptionConfiguration/EncryptionOption").asText())
                .isEqualTo("SSE_KMS");
        assertThat(result.at("/EncryptionConfiguration/KmsKey").asText()).isEqualTo("key-arn");
        assertThat(service.asked().getLast().body().path("ResultConfiguration").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("OutputLocation");
    }

    @Test
    void explainsARefusalByWhatItSays() {
        service.fails("InvalidRequestException", "line 1:8: Column 'nme' cannot be resolved")
                .fails("InvalidRequestException", "WorkGroup primary is not found.")
                .fails("InvalidRequestException", "Insufficient permissions to execute the query.")
                .fails("TooManyRequestsException", "You have exceeded the limit for the number of queries");
        assertThatThrownBy(() -> engine.start(SUBMISSION))
                .isInstanceOf(InvalidQuery.class)
                .hasMessageContaining("There the query reads “nme");
        assertThatThrownBy(() -> engine.start(SUBMISSION)).isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> engine.start(SUBMISSION))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("athena:StartQueryExecution on work group primary");
        assertThatThrownBy(() -> engine.start(SUBMISSION)).isInstanceOf(Throttled.class);
    }

    @Test
    void describesASucceededRun() {
        service.answers("""
                        {"QueryExecution": {"QueryExecutionId": "q-1", "Query": "SELECT 1", "WorkGroup": "primary",
                         "ResultConfiguration": {"OutputLocation": "s3://enforced/q-1.csv"},
                         "Status": {"State": "SUCCEEDED", "CompletionDateTime": 1767323045.5},
                         "Statistics": {"DataScannedInBytes": 77, "TotalExecutionTimeInMillis": 5120}}}""");
        QueryRun run = engine.describe("q-1");
        assertThat(run.state()).isEqualTo(QueryRun.State.SUCCEEDED);
        assertThat(run.sql()).isEqualTo("SELECT 1");
        assertThat(run.workgroup()).isEqualTo("primary");
        assertThat(run.outputLocation()).contains(S3Uri.parse("s3://enforced/q-1.csv"));
        assertThat(run.scannedBytes()).isEqualTo(77);
        assertThat(run.millis()).isEqualTo(5120);
        assertThat(run.completedAt()).hasToString("Optional[2026-01-02T03:04:05.500Z]");
        assertThat(run.error()).isEmpty();
    }

    @Test
    void describesAFailedRun() {
        service.answers("""
                        {"QueryExecution": {"QueryExecutionId": "q-1", "Query": "SELECT 1", "WorkGroup": "primary",
                         "Status": {"State": "FAILED", "StateChangeReason": "SYNTAX_ERROR: x",
                          "AthenaError": {"ErrorCategory": 2, "ErrorType": 1006, "Retryable": true}}}}""");
        QueryRun run = engine.describe("q-1");
        assertThat(run.reason()).contains("SYNTAX_ERROR: x");
        assertThat(run.error()).isEqualTo(Optional.of(new QueryRun.ErrorKind(QueryRun.Category.USER, 1006, true)));
        assertThat(run.outputLocation()).isEmpty();
        assertThat(run.scannedBytes()).isZero();
    }

    @Test
    void refusesAResultThatLiesNowhere() {
        service.answers("""
                {"QueryExecution": {"QueryExecutionId": "q-1", "Query": "SELECT 1", "WorkGroup": "strange",
                 "ResultConfiguration": {"OutputLocation": "s3://b//q-1.csv"}, "Status": {"State": "SUCCEEDED"}}}""");
        assertThatThrownBy(() -> engine.describe("q-1"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining("s3://b//q-1.csv")
                .hasMessageContaining("work group strange");
    }

    @Test
    void tellsCountsThatAreMissingFromZero() {
        service.answers("{\"QueryRuntimeStatistics\": {\"Rows\": {\"OutputRows\": 0, \"OutputBytes\": 9}}}")
                .answers("{\"QueryRuntimeStatistics\": {\"Timeline\": {\"TotalExecutionTimeInMillis\": 5}}}");
        assertThat(engine.statistics("q-1").outputRows()).hasValue(0);
        assertThat(engine.statistics("q-1").outputRows()).isEmpty();
    }

    @Test
    void readsTheColumnsAndNoMoreThanOneRow() {
        service.answers("""
                        {"ResultSet": {"Rows": [], "ResultSetMetadata": {"ColumnInfo": [
                         {"Name": "a", "Type": "decimal", "Precision": 10, "Scale": 2},
                         {"Name": "b", "Type": "timestamp", "Precision": 6, "Scale": 0},
                         {"Name": "c", "Type": "timestamp with time zone", "Precision": 3},
                         {"Name": "d", "Type": "varchar", "Precision": 2147483647},
                         {"Name": "e", "Type": "array"}, {"Name": "f", "Type": "map"}, {"Name": "g", "Type": "row"},
                         {"Name": "h", "Type": "float"}, {"Name": "i", "Type": "interval day to second"},
                         {"Name": "j", "Type": "Geometry"}, {"Name": "k", "Type": "timestamp"}]}}}""");
        assertThat(engine.columns("q-1"))
                .extracting(ResultColumn::type)
                .extracting(ColumnType::toString)
                .containsExactly(
                        "decimal(10,2)",
                        "timestamp(6)",
                        "timestamp(3) with time zone",
                        "varchar",
                        "array(unknown)",
                        "map(unknown, unknown)",
                        "row(\"field0\" unknown)",
                        "real",
                        "interval day to second",
                        "varchar",
                        "timestamp(3)");
        assertThat(service.asked().getFirst().body().get("MaxResults").asInt()).isEqualTo(1);
    }

    @Test
    void stopsARun() {
        service.answers("{}");
        engine.stop("q-1");
        assertThat(service.asked()).hasSize(1).first().satisfies(a -> {
            assertThat(a.operation()).isEqualTo("StopQueryExecution");
            assertThat(a.body().get("QueryExecutionId").asText()).isEqualTo("q-1");
        });
    }

    @Test
    void namesTheActionThatIsDenied() {
        service.fails("AccessDeniedException", "no");
        assertThatThrownBy(() -> engine.statistics("q-1"))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("athena:GetQueryRuntimeStatistics on query execution q-1");
    }
}
