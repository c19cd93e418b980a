package io.featurestore.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.featurestore.cli.console.RecordedConsole;
import io.featurestore.cli.console.Terminal;
import io.featurestore.cli.target.ExportService;
import io.featurestore.steps.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryRequest;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

/// Asks for consent when the dry run before an export on AWS fails.
class FailingEstimateTest {
    private static final Terminal ASKING = new Terminal(true, true, 100);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "FAILED; AccessDenied; s3:GetObject on bucket/key",
                "FAILED; Lambda.SnapStartNotReadyException; the function is Inactive",
                "FAILED; Internal; something else",
                "TIMED_OUT; ; "
            })
    void asksWithTheReasonAndGoesOnAfterAYes(ExecutionStatus status, @Nullable String code, @Nullable String cause)
            throws InterruptedException {
        RecordedConsole yes = new RecordedConsole("y\n", ASKING);
        assertThat(confirmed(yes, status, code, cause)).isTrue();
        assertThat(yes.err())
                .startsWith("⚠ The cost could not be estimated: ")
                .contains(cause == null ? "time limit" : code + ": " + cause, "Start the export? [y/N]");

        assertThat(confirmed(new RecordedConsole("\n", ASKING), status, code, cause))
                .isFalse();

        RecordedConsole alone = new RecordedConsole("", Terminal.NONE);
        assertThat(confirmed(alone, status, code, cause)).isTrue();
        assertThat(alone.err())
                .startsWith("⚠ The cost could not be estimated: ")
                .doesNotContain("[y/N]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "InvalidRequest",
                "FeatureGroupNotFound",
                "OfflineStoreDisabled",
                "TableNotFound",
                "InvalidQuery",
                "OutputExists",
                "IncompatibleSchema",
                "CostLimitExceeded"
            })
    void endsWithAMistakeThatTheExportWouldHaveToo(String code) throws InterruptedException {
        RecordedConsole streams = new RecordedConsole("y\n", ASKING);
        assertThat(confirmed(streams, ExecutionStatus.FAILED, code, "why")).isFalse();
        assertThat(streams.err()).isEqualTo("❌ " + code + ": why\n");
    }

    @Test
    void endsIfSomebodyStoppedTheDryRun() throws InterruptedException {
        RecordedConsole streams = new RecordedConsole("y\n", ASKING);
        assertThat(confirmed(streams, ExecutionStatus.ABORTED, "x", "by hand")).isFalse();
        assertThat(streams.err()).contains("by hand").doesNotContain("[y/N]");
    }

    private static boolean confirmed(
            RecordedConsole streams, ExecutionStatus status, @Nullable String code, @Nullable String cause)
            throws InterruptedException {
        ObjectNode request = Json.MAPPER.createObjectNode().put("featureGroupName", "customers");
        return new CostConfirmation(service(status, code, cause), streams.console(), false).confirmed("e", request);
    }

    private static ExportService service(ExecutionStatus status, @Nullable String code, @Nullable String cause) {
        SfnClient sfn = new SfnClient() {
            @Override
            public StartExecutionResponse startExecution(StartExecutionRequest request) {
                assertThat(request.input()).contains("\"dryRun\":true");
                return StartExecutionResponse.builder().executionArn("e").build();
            }

            @Override
            public DescribeExecutionResponse describeExecution(DescribeExecutionRequest request) {
                return DescribeExecutionResponse.builder()
                        .status(status)
                        .error(code)
                        .cause(cause)
                        .build();
            }

            @Override
            public GetExecutionHistoryResponse getExecutionHistory(GetExecutionHistoryRequest request) {
                return GetExecutionHistoryResponse.builder().events(List.of()).build();
            }

            @Override
            public String serviceName() {
                return "states";
            }

            @Override
            public void close() {}
        };
        S3Client s3 = new S3Client() {
            @Override
            public String serviceName() {
                return "s3";
            }

            @Override
            public void close() {}
        };
        return new ExportService("arn", sfn, s3, false, () -> {});
    }
}
