package io.featurestore.cli.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.featurestore.cli.ChildProcess;
import io.featurestore.cli.console.Console;
import io.featurestore.cli.console.RecordedConsole;
import io.featurestore.cli.console.Terminal;
import io.featurestore.cli.target.ExportService;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StopExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StopExecutionResponse;

class InterruptionTest {
    private static final String EXECUTION = "arn:aws:states:us-east-1:000000000000:execution:m:e";
    private static final Terminal ASKING = new Terminal(true, true, 80);

    private final List<String> stopped = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable SfnException refusal;
    private @Nullable Interruption interruption;

    @Test
    void stopsAnExportOnAwsWithoutATerminal() {
        RecordedConsole streams = interrupt("l\n", Terminal.NONE, false);

        assertThat(stopped).containsExactly(EXECUTION);
        assertThat(streams.err()).isEqualTo("Stopping the export …\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"l\n", "L\n", " leave \n"})
    void leavesAnExportOnAwsRunningIfThePersonSaysSo(String answer) {
        RecordedConsole streams = interrupt(answer, ASKING, false);

        assertThat(stopped).isEmpty();
        assertThat(streams.err())
                .contains("Stop the export, or leave it running? [S/l]", "The export continues as " + EXECUTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s\n", "\n", "", "what?\n"})
    void stopsAnExportOnAwsForAnyOtherAnswer(String answer) {
        interrupt(answer, ASKING, false);

        assertThat(stopped).containsExactly(EXECUTION);
    }

    @Test
    void stopsAnEmbeddedExportUnaskedAndEndsTheServices() {
        RecordedConsole streams = interrupt("l\n", ASKING, true);

        assertThat(stopped).containsExactly(EXECUTION);
        assertThat(streams.err()).doesNotContain("leave it running");
        assertThat(closed.getCount()).isZero();
    }

    @Test
    void stopsNothingOnceTheExecutionHasEnded() {
        RecordedConsole streams = new RecordedConsole("", ASKING);
        Interruption late = new Interruption(service(false), EXECUTION, streams.console(), Progress.SILENT);
        late.executionEnded();

        late.interrupted();

        assertThat(stopped).isEmpty();
        assertThat(streams.err()).isEmpty();
    }

    @Test
    void saysWhenAwsRefusesToStopIt() {
        refusal = (SfnException) SfnException.builder().message("no").build();

        assertThat(interrupt("", Terminal.NONE, false).err()).contains("fs: A call to AWS failed: ");
    }

    @Test
    void takesASecondInterruptForYes() throws Exception {
        Process asking = new ProcessBuilder(ChildProcess.command(Asking.class)).start();
        try {
            StringBuilder err = new StringBuilder();
            int next = 0;
            while (!err.toString().contains("[S/l]") && next >= 0) {
                next = asking.getErrorStream().read();
                err.append((char) next);
            }
            assertThat(err.toString()).contains("[S/l]");

            ChildProcess.signal(asking, "INT");

            assertThat(asking.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(asking.exitValue()).isZero();
            assertThat(new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("[" + EXECUTION + "]");
        } finally {
            asking.destroyForcibly();
        }
    }

    /// Asks as after a first interrupt, and prints the executions that were stopped for the answer.
    static final class Asking {
        private Asking() {}

        /// Runs it; standard input must stay open.
        public static void main(String[] arguments) {
            InterruptionTest test = new InterruptionTest();
            test.interrupt(new Console(System.out, System.err, System.in, ASKING), false);
            System.out.print(test.stopped);
        }
    }

    @Test
    void asksNoLongerOnceTheExportHasEnded() throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (PipedOutputStream never = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(never)) {
            Interruption asking = new Interruption(
                    service(false),
                    EXECUTION,
                    new Console(System.out, new PrintStream(err, true, StandardCharsets.UTF_8), in, ASKING),
                    Progress.SILENT);
            assertThat(asking.executionEnded()).isFalse();
            Interruption again = new Interruption(
                    service(false),
                    EXECUTION,
                    new Console(System.out, new PrintStream(err, true, StandardCharsets.UTF_8), in, ASKING),
                    Progress.SILENT);
            Thread hook = Thread.ofPlatform().start(again::interrupted);
            while (!err.toString(StandardCharsets.UTF_8).contains("[S/l]")) {
                Thread.sleep(5);
            }

            assertThat(again.executionEnded()).isTrue();

            assertThat(hook.join(java.time.Duration.ofSeconds(10))).isTrue();
        }
        assertThat(stopped).isEmpty();
    }

    private RecordedConsole interrupt(String typed, Terminal terminal, boolean embedded) {
        RecordedConsole streams = new RecordedConsole(typed, terminal);
        interrupt(streams.console(), embedded);
        return streams;
    }

    private void interrupt(Console console, boolean embedded) {
        interruption = new Interruption(service(embedded), EXECUTION, console, Progress.SILENT);
        interruption.interrupted();
    }

    private ExportService service(boolean embedded) {
        SfnClient sfn = new SfnClient() {
            @Override
            public StopExecutionResponse stopExecution(StopExecutionRequest request) {
                if (refusal != null) {
                    throw refusal;
                }
                stopped.add(request.executionArn());
                // The follower sees the end and closes the interruption.
                if (interruption != null) {
                    interruption.close();
                }
                return StopExecutionResponse.builder().build();
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
        return new ExportService("arn", sfn, s3, embedded, closed::countDown);
    }
}
