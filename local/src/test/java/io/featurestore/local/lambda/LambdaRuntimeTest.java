package io.featurestore.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaRuntimeTest {
    private static final String ARN = "arn:aws:lambda:eu-west-1:123456789012:function:f";
    private static final int REQUEST_LIMIT = 6_291_456;
    private static final int RESPONSE_LIMIT = 6_291_556;

    private static volatile CountDownLatch begun = new CountDownLatch(1);
    private static volatile CountDownLatch interrupted = new CountDownLatch(1);
    private static final AtomicInteger RUNNING = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();
    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private final LambdaRuntime runtime = new LambdaRuntime("123456789012", "eu-west-1", 2);

    public static final class Echo implements RequestStreamHandler {
        public Echo() {
            INSTANCES.incrementAndGet();
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            MOST.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            input.transferTo(output);
            RUNNING.decrementAndGet();
        }
    }

    public static final class Tell implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            context.getLogger().log("telling");
            output.write(String.join(
                            "|",
                            context.getFunctionName(),
                            context.getFunctionVersion(),
                            context.getInvokedFunctionArn(),
                            context.getLogGroupName(),
                            Integer.toString(context.getMemoryLimitInMB()),
                            Boolean.toString(context.getRemainingTimeInMillis() > 25_000
                                    && context.getRemainingTimeInMillis() <= 30_000),
                            Integer.toString(context.getAwsRequestId().length()),
                            Thread.currentThread()
                                    .getContextClassLoader()
                                    .getClass()
                                    .getSimpleName())
                    .getBytes(UTF_8));
        }
    }

    public static final class Hang implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            begun.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new IOException(e);
            }
        }
    }

    public static final class Break implements RequestStreamHandler {
        static final class Reason extends RuntimeException {
            Reason(String message) {
                super(message);
            }
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) {
            throw new Reason("no \"luck\"");
        }
    }

    public static final class BrokenStart implements RequestStreamHandler {
        public BrokenStart() {
            throw new IllegalStateException("no start");
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) {
            throw new AssertionError("never made");
        }
    }

    public static final class Large implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            int size = Integer.parseInt(new String(input.readAllBytes(), UTF_8));
            byte[] block = new byte[1_000_000];
            for (int left = size; left > 0; left -= block.length) {
                output.write(block, 0, Math.min(left, block.length));
            }
        }
    }

    @BeforeEach
    void reset() {
        begun = new CountDownLatch(1);
        interrupted = new CountDownLatch(1);
        MOST.set(0);
        INSTANCES.set(0);
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "f:live", ARN, ARN + ":7"})
    void findsAFunctionByNameOrArn(String name) {
        assertThat(deploy(Echo.class)).isEqualTo(ARN);

        assertThat(runtime.invoke(name, bytes("{}"))).isEqualTo(bytes("{}"));
    }

    @Test
    void runsNoMoreCallsAtOnceThanAllowedOnOneInstance() throws Exception {
        deploy(Echo.class);
        List<Future<byte[]>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                byte[] payload = bytes(Integer.toString(i));
                answers.add(callers.submit(() -> runtime.invoke("f", payload)));
            }
        }
        for (int i = 0; i < 20; i++) {
            assertThat(answers.get(i).get()).isEqualTo(bytes(Integer.toString(i)));
        }
        assertThat(MOST).hasValue(2);
        assertThat(INSTANCES).hasValue(1);
    }

    @Test
    void tellsTheHandlerWhatItIs() throws IOException {
        try (URLClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader())) {
            runtime.deploy("f", Tell.class.getName(), 512, 30, loader);

            assertThat(new String(runtime.invoke(ARN + ":live", bytes("{}")), UTF_8))
                    .isEqualTo("f|$LATEST|" + ARN + ":live|/aws/lambda/f|512|true|36|URLClassLoader");
        }
    }

    @Test
    void tellsWhatAHandlerThrew() throws IOException {
        deploy(Break.class);

        JsonNode document = failure(Break.Reason.class.getName(), "{}");

        assertThat(document.path("errorType").asText()).endsWith("LambdaRuntimeTest$Break$Reason");
        assertThat(document.path("errorMessage").asText()).isEqualTo("no \"luck\"");
        assertThat(document.path("stackTrace").path(0).asText()).contains("handleRequest");
        assertThat(document.path("stackTrace").size()).isBetween(1, 12);
    }

    @Test
    void tellsWhatAConstructorThrew() throws IOException {
        deploy(BrokenStart.class);

        assertThat(failure("java.lang.IllegalStateException", "{}")
                        .path("errorMessage")
                        .asText())
                .isEqualTo("no start");
    }

    @Test
    void tellsThatAClassIsMissing() throws IOException {
        runtime.deploy("f", "no.such.Handler", 512, 30, getClass().getClassLoader());

        assertThat(failure("java.lang.ClassNotFoundException", "{}")
                        .path("errorMessage")
                        .asText())
                .isEqualTo("no.such.Handler");
    }

    @Test
    void refusesAHandlerOfAnotherKind() throws IOException {
        runtime.deploy("f", Object.class.getName(), 512, 30, getClass().getClassLoader());

        assertThat(failure("java.lang.UnsupportedOperationException", "{}")
                        .path("errorMessage")
                        .asText())
                .contains("java.lang.Object", "RequestStreamHandler");
    }

    @Test
    void tellsThatThereIsNoFunction() throws IOException {
        assertThat(failure("Lambda.ResourceNotFoundException", "{}")
                        .path("errorMessage")
                        .asText())
                .isEqualTo("Function not found: f");
    }

    @Test
    void interruptsACallThatTakesTooLong() throws Exception {
        runtime.deploy("f", Hang.class.getName(), 512, 1, getClass().getClassLoader());

        assertThat(failure("Sandbox.Timedout", "{}").path("errorMessage").asText())
                .matches("RequestId: [0-9a-f-]{36} Error: Task timed out after 1\\.00 seconds");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void interruptsTheHandlerWithItsCaller() throws Exception {
        deploy(Hang.class);
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                runtime.invoke("f", bytes("{}"));
            } catch (CancellationException e) {
                thrown.add(e);
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        caller.interrupt();

        assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
        assertThat(thrown).hasSize(1);
        assertThat(interrupted.getCount()).as("handlers at work").isZero();
    }

    @Test
    void closingInterruptsCallsAndRefusesLaterOnes() throws Exception {
        deploy(Hang.class);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<byte[]> call = callers.submit(() -> runtime.invoke("f", bytes("{}")));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            runtime.close();

            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(CancellationException.class);
        }
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> runtime.invoke("f", bytes("{}"))).isInstanceOf(CancellationException.class);
    }

    @Test
    void boundsTheRequest() throws IOException {
        deploy(Echo.class);

        assertThat(runtime.invoke("f", new byte[REQUEST_LIMIT])).hasSize(REQUEST_LIMIT);
        assertThatThrownBy(() -> runtime.invoke("f", new byte[REQUEST_LIMIT + 1]))
                .isInstanceOfSatisfying(Functions.FunctionError.class, error -> assertThat(error.error())
                        .isEqualTo("Lambda.RequestTooLargeException"));
    }

    @Test
    void boundsTheAnswer() throws IOException {
        deploy(Large.class);

        assertThat(runtime.invoke("f", bytes(Integer.toString(RESPONSE_LIMIT)))).hasSize(RESPONSE_LIMIT);
        assertThat(failure("Function.ResponseSizeTooLarge", Integer.toString(RESPONSE_LIMIT + 1))
                        .path("errorMessage")
                        .asText())
                .contains("6291556");
    }

    private String deploy(Class<?> handler) {
        return runtime.deploy("f", handler.getName(), 512, 30, getClass().getClassLoader());
    }

    private JsonNode failure(String error, String payload) throws IOException {
        try {
            runtime.invoke("f", bytes(payload));
        } catch (Functions.FunctionError e) {
            assertThat(e.error()).isEqualTo(error);
            return new ObjectMapper().readTree(e.getMessage());
        }
        throw new AssertionError("no failure");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
