package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.machine.ExportStack.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Runs exports at the limits of what may run at the same time: the deployment's and a small account's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuotaTest {
    /// The quota of a new account.
    private static final int SMALL_ACCOUNT = 10;

    private ExportStack stack;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        stack = ExportStack.start(folder);
        stack.aws().createSampleGroup(4_000);
        stack.aws().limitCalls(SMALL_ACCOUNT);
    }

    @AfterAll
    void close() {
        stack.close();
    }

    private static ObjectNode request(String output) {
        return ExportStack.request("{\"featureGroupName\": \"customers\", \"format\": \"json\", \"chunkSize\": 200, "
                + "\"output\": \"s3://" + ExportStack.EXPORTS + "/quota/" + output + ".json.gz\"}");
    }

    private static ObjectNode whole(String output) {
        ObjectNode request = request(output);
        request.remove("chunkSize");
        return request;
    }

    /// Twenty chunks of each export meet ten concurrent calls. The maps of the exports start 8, 4 and 2
    /// children at a time, which is still too many together, so Lambda refuses some calls; the children
    /// repeat them.
    @Test
    void smallAccountsConvertManyChunksOfSeveralExports() {
        List<String> arns = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            arns.add(stack.start("small-" + i, request("small-" + i).toString()));
        }
        List<Integer> started = new ArrayList<>();
        for (String arn : arns) {
            Run run = stack.await(arn, arn);
            assertThat(run.succeeded().path("chunks").path("planned").asInt()).isGreaterThan(10);
            String map = stack.sfn()
                    .listMapRuns(r -> r.executionArn(arn))
                    .mapRuns()
                    .getFirst()
                    .mapRunArn();
            started.add(stack.sfn().describeMapRun(r -> r.mapRunArn(map)).maxConcurrency());
        }
        assertThat(started).containsExactlyInAnyOrder(8, 4, 2);
    }

    @Test
    void aDryRunWarnsOfASmallAccount() {
        JsonNode plan =
                stack.run("planned", request("planned").put("dryRun", true)).succeeded();
        assertThat(plan.at("/estimate/concurrency").asInt()).isEqualTo(8);
        assertThat(plan.at("/estimate/warnings"))
                .extracting(JsonNode::asText)
                .anyMatch(warning -> warning.contains("allows 10 concurrent calls") && warning.contains("500"));
    }

    @Test
    void anExportBeyondTheQuotaIsRefusedBeforeItsQuery() throws Exception {
        ExportStack one = stack.runningAtMost(1);
        String first = one.start("first", whole("first").toString());
        Run second = one.run("second", whole("second"));
        assertThat(second.error()).isEqualTo("TooManyExports");
        assertThat(second.cause()).contains("allows 1 exports").contains("concurrency.exports");
        assertThat(one.await("first", first).status()).isEqualTo("SUCCEEDED");
        assertThat(one.run("third", whole("third")).status()).isEqualTo("SUCCEEDED");
    }
}
