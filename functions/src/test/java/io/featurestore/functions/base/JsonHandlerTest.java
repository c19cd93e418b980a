package io.featurestore.functions.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import io.featurestore.failure.Internal;
import io.featurestore.failure.InvalidQuery;
import io.featurestore.failure.Transient;
import io.featurestore.failure.code.ErrorCode;
import io.featurestore.steps.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonHandlerTest {
    record Input(String greeting) {}

    record Answer(String reply) {}

    static final class EchoHandler extends JsonHandler<Input, Answer> {
        private final Function<Input, Answer> work;

        EchoHandler(Function<Input, Answer> work) {
            super(Input.class, Answer.class);
            this.work = work;
        }

        @Override
        protected Answer handle(Input input, Context context) {
            record(Measure.RECORDS, 7);
            return work.apply(input);
        }
    }

    static final class Lines extends AbstractAppender {
        private final List<LogEvent> events = new java.util.concurrent.CopyOnWriteArrayList<>();

        Lines() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            events.add(event.toImmutable());
        }

        List<LogEvent> metrics() {
            return events.stream()
                    .filter(e -> e.getLoggerName().equals("metrics"))
                    .toList();
        }

        List<LogEvent> logs() {
            return events.stream()
                    .filter(e -> e.getLoggerName().endsWith("EchoHandler"))
                    .toList();
        }
    }

    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        lines.start();
        LoggerContext.getContext(false).getRootLogger().addAppender(lines);
        LoggerContext.getContext(false).getLogger("metrics").addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        LoggerContext.getContext(false).getRootLogger().removeAppender(lines);
        LoggerContext.getContext(false).getLogger("metrics").removeAppender(lines);
    }

    @Test
    void readsTheInputAndWritesTheAnswer() throws IOException {
        assertThat(call(
                        new EchoHandler(i -> new Answer(i.greeting() + "!")),
                        "{\"executionId\":\"arn:x\",\"greeting\":\"안녕\"}"))
                .isEqualTo("{\"reply\":\"안녕!\"}");
    }

    @Test
    void logsTheExecutionInEveryLine() throws IOException {
        EchoHandler handler = new EchoHandler(i -> new Answer("secret"));
        call(handler, "{\"executionId\":\"arn:run-1\",\"greeting\":\"secret\"}");
        assertThat(lines.logs()).isNotEmpty().allSatisfy(e -> {
            assertThat(e.getContextData().<String>getValue("execution_id")).isEqualTo("arn:run-1");
            assertThat(e.getMessage().getFormattedMessage()).doesNotContain("secret");
        });
    }

    @Test
    void writesMetricsAsOneLineOfEmbeddedMetricFormat() throws IOException {
        call(new EchoHandler(i -> new Answer("a")), "{\"greeting\":\"b\"}");
        assertThat(lines.metrics()).hasSize(1);
        JsonNode emf =
                Json.MAPPER.readTree(lines.metrics().getFirst().getMessage().getFormattedMessage());
        assertThat(emf.at("/_aws/CloudWatchMetrics/0/Namespace").asText()).isEqualTo("FeatureStoreExport");
        assertThat(emf.at("/_aws/CloudWatchMetrics/0/Dimensions/0"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("Stack", "Function");
        assertThat(emf.get("Function").asText()).isEqualTo("Echo");
        assertThat(emf.get("Stack").asText()).isEqualTo("local");
        assertThat(emf.get("Records").asLong()).isEqualTo(7);
        assertThat(emf.has("Milliseconds")).isTrue();
    }

    @Test
    void countsFailedExportsByTheirCodeAndNotByFunction() throws IOException {
        EchoHandler handler = new EchoHandler(i -> new Answer("a"));
        handler.recordFailure(ErrorCode.OutputExists);
        JsonNode emf =
                Json.MAPPER.readTree(lines.metrics().getFirst().getMessage().getFormattedMessage());
        assertThat(emf.at("/_aws/CloudWatchMetrics/0/Dimensions/0"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("Stack", "Code");
        assertThat(emf.get("Code").asText()).isEqualTo("OutputExists");
        assertThat(emf.get("Failures").asLong()).isEqualTo(1);
    }

    @Test
    void passesExportFailuresOnAndKeepsTheirValuesOutOfTheLog() {
        EchoHandler handler = new EchoHandler(i -> {
            throw new InvalidQuery("where holds 'secret'");
        });
        assertThatThrownBy(() -> call(handler, "{\"greeting\":\"b\"}"))
                .isInstanceOf(InvalidQuery.class)
                .hasMessage("where holds 'secret'");
        assertThat(lines.logs()).isNotEmpty().allSatisfy(e -> {
            assertThat(e.getMessage().getFormattedMessage()).doesNotContain("secret");
            assertThat(e.getThrown()).isNull();
        });
    }

    @Test
    void logsWhereADefectIsWithoutTheValuesItsMessagesMayHold() {
        EchoHandler handler = new EchoHandler(i -> {
            throw new IllegalStateException("secret", new IllegalArgumentException("secret"));
        });
        assertThatThrownBy(() -> call(handler, "{\"greeting\":\"b\"}")).hasMessageContaining("secret");

        Throwable logged = lines.logs().getFirst().getThrown();
        assertThat(logged)
                .hasStackTraceContaining(IllegalArgumentException.class.getName())
                .hasStackTraceContaining("JsonHandlerTest.java:");
        java.io.StringWriter text = new java.io.StringWriter();
        logged.printStackTrace(new java.io.PrintWriter(text));
        assertThat(text.toString()).doesNotContain("secret");
    }

    @Test
    void takesABrokenStreamForTransientAndTheRestForDefects() {
        assertThatThrownBy(() -> call(
                        new EchoHandler(i -> {
                            throw new UncheckedIOException(new IOException("reset"));
                        }),
                        "{\"greeting\":\"b\"}"))
                .isInstanceOf(Transient.class);
        assertThatThrownBy(() -> call(
                        new EchoHandler(i -> {
                            throw new IllegalStateException("oops");
                        }),
                        "{\"greeting\":\"b\"}"))
                .isInstanceOf(Internal.class)
                .hasMessageContaining("oops");
        assertThatThrownBy(() -> call(new EchoHandler(i -> new Answer("a")), "{\"other\":1}"))
                .isInstanceOf(Internal.class);
        assertThatThrownBy(() -> call(new EchoHandler(i -> new Answer("a")), "["))
                .isInstanceOf(Internal.class);
    }

    private static String call(EchoHandler handler, String json) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), out, null);
        return out.toString(StandardCharsets.UTF_8);
    }
}
