package io.featurestore.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.FeatureType;

/// Checks that no log line of functions or services contains a credential, a record value or a literal of a
/// request.
class LogsTest {
    private static final String VALUE = "SECRET-VALUE-1";
    private static final String LITERAL = "SECRET-LITERAL-2";
    private static final String CREDENTIAL = "SECRET-KEY-3";
    private static final String OFFLINE = "feature-store-offline-000000000000-us-east-1";

    private static final class Log4j extends AbstractAppender {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Log4j() {
            super("all", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage() + event.getContextData() + text(event.getThrown()));
        }
    }

    private static final class Jul extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getMessage() + text(entry.getThrown()));
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static String text(@Nullable Throwable thrown) {
        StringWriter text = new StringWriter();
        if (thrown != null) {
            thrown.printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }

    @Test
    void nothingSecretIsLogged(@TempDir Path folder) throws Exception {
        Log4j log4j = new Log4j();
        Jul jul = new Jul();
        log4j.start();
        LoggerContext.getContext(false).getRootLogger().addAppender(log4j);
        LoggerContext.getContext(false).getLogger("metrics").addAppender(log4j);
        java.util.logging.Logger.getLogger("").addHandler(jul);
        try (ExportStack stack = ExportStack.start(folder)) {
            System.setProperty("aws.secretAccessKey", CREDENTIAL);
            stack.aws().createBucket(OFFLINE);
            makeRecords(stack);
            Map<String, String> running = new LinkedHashMap<>();
            running.put("done", start(stack, "done", request -> request.put("where", "v <> '" + LITERAL + "'")));
            running.put("value", start(stack, "value", request -> {
                request.put("onlineCompatible", true).put("eventTimeField", "v");
                request.putObject("columnMapping").put("at", "other");
            }));
            running.put(
                    "parsed", start(stack, "parsed", request -> request.put("where", "nobody = '" + LITERAL + "'")));
            running.put(
                    "cast",
                    start(stack, "cast", request -> request.put("where", "CAST('" + LITERAL + "' AS bigint) = at")));
            running.put("refused", start(stack, "refused", request -> request.put("format", LITERAL)));
            Map<String, ExportStack.Run> runs = new LinkedHashMap<>();
            running.forEach((name, arn) -> runs.put(name, stack.await(name, arn)));
            assertThat(runs.get("done").status()).isEqualTo("SUCCEEDED");
            assertThat(runs.get("value").cause()).contains(VALUE);
            assertThat(runs.get("parsed").cause()).contains(LITERAL);
            assertThat(runs.get("cast").status()).isEqualTo("FAILED");
            assertThat(runs.get("refused").cause()).contains(LITERAL);
        } finally {
            System.setProperty("aws.secretAccessKey", "local");
            LoggerContext.getContext(false).getRootLogger().removeAppender(log4j);
            LoggerContext.getContext(false).getLogger("metrics").removeAppender(log4j);
            java.util.logging.Logger.getLogger("").removeHandler(jul);
        }
        assertThat(log4j.lines).hasSizeGreaterThan(20);
        assertThat(log4j.lines).noneMatch(LogsTest::isSecret);
        assertThat(jul.lines).noneMatch(LogsTest::isSecret);
    }

    private static boolean isSecret(String line) {
        return line.contains(VALUE) || line.contains(LITERAL) || line.contains(CREDENTIAL);
    }

    private static void makeRecords(ExportStack stack) throws InterruptedException {
        try (MachineGroups groups = new MachineGroups(stack)) {
            groups.create(
                    "secrets",
                    "id",
                    "at",
                    List.of(
                            MachineGroups.feature("id", FeatureType.STRING),
                            MachineGroups.feature("at", FeatureType.FRACTIONAL),
                            MachineGroups.feature("v", FeatureType.STRING)),
                    OFFLINE);
            groups.put(
                    "secrets",
                    List.of(
                            MachineGroups.value("id", "1"),
                            MachineGroups.value("at", "1700000000"),
                            MachineGroups.value("v", VALUE)));
            for (int tries = 0;
                    stack.keys(OFFLINE, groups.offline("secrets").key()).isEmpty() && tries < 300;
                    tries++) {
                Thread.sleep(50);
            }
        }
    }

    private static String start(ExportStack stack, String name, java.util.function.Consumer<ObjectNode> change) {
        ObjectNode request = ExportStack.request("{}")
                .put("featureGroupName", "secrets")
                .put("output", "s3://" + ExportStack.EXPORTS + "/" + name + ".json");
        change.accept(request);
        return stack.start(name, request.toString());
    }
}
